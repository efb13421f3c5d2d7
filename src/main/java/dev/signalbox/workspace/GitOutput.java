package dev.signalbox.workspace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What one git command left.
///
/// @param exit its exit code
/// @param bytes what it printed
/// @param errors the beginning of what it printed as errors
/// @param whole whether `bytes` is all it printed
public record GitOutput(int exit, byte[] bytes, String errors, boolean whole) {

  public boolean succeeded() {
    return exit == 0;
  }

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// The text without the line break at its end.
  public String line() {
    return text().stripTrailing();
  }

  /// The fields of an output in which each ends with a NUL.
  public List<String> fields() {
    List<String> fields = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        fields.add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    return fields;
  }

  /// git's own last word on what went wrong, without its `fatal:`; empty where it said nothing.
  public String lastError() {
    String[] lines = errors.strip().split("\n", -1);
    String last = lines[lines.length - 1].strip();
    return last.replaceFirst("^(fatal|error|warning): ", "");
  }
}
