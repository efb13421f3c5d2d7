package dev.signalbox.conflict.resolve;

/// One try at one path of a conflict.
///
/// @param rung what tried
/// @param path at which path
/// @param resolved whether it put both sides together
/// @param detail what it did, or why it could not; one line, may be empty. Of a renumbering: the
///   new path
public record Step(Rung rung, String path, boolean resolved, String detail) {

  /// Such as "imports union in A.java".
  public String words() {
    return switch (rung) {
      case SEQUENCE -> "renumbering %s to %s".formatted(path, detail);
      case VERSION -> "%s in %s (%s)".formatted(rung.words(), path, detail);
      default -> rung.words() + " in " + path;
    };
  }
}
