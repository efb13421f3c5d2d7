package dev.signalbox.plan;

/// Something in a plan file that a person should know.
///
/// @param severity whether the plan can be used all the same
/// @param file the file's name as it was given
/// @param line from 1; 0 where it concerns the whole file
/// @param column from 1; 0 where it concerns the whole line
/// @param message what is wrong, a sentence
/// @param remedy what to do about it, a sentence
public record Problem(
    Severity severity, String file, int line, int column, String message, String remedy) {

  public enum Severity {
    ERROR,
    WARNING
  }

  /// `plans/a.yaml:12:5: error: … `, the form editors can jump to.
  @Override
  public String toString() {
    String place =
        line == 0 ? file : column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    String kind = severity == Severity.ERROR ? "error" : "warning";
    return place + ": " + kind + ": " + message + (remedy.isEmpty() ? "" : " " + remedy);
  }
}
