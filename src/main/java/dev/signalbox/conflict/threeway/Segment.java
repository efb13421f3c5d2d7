package dev.signalbox.conflict.threeway;

import java.util.List;

/// A stretch of a file, in all three versions. A line has its line break with it, as long as the
/// file has one there.
public record Segment(Kind kind, List<String> base, List<String> left, List<String> right) {
  public Segment {
    base = List.copyOf(base);
    left = List.copyOf(left);
    right = List.copyOf(right);
  }

  /// Who changed it.
  public enum Kind {
    NOBODY,
    LEFT,
    RIGHT,
    /// Both, to the same text.
    BOTH,
    /// Both, and differently.
    CONFLICT
  }

  static Segment of(
      boolean left, boolean right, List<String> base, List<String> l, List<String> r) {
    Kind kind =
        left && right
            ? l.equals(r) ? Kind.BOTH : Kind.CONFLICT
            : left ? Kind.LEFT : right ? Kind.RIGHT : Kind.NOBODY;
    return new Segment(kind, base, l, r);
  }

  public boolean isConflict() {
    return kind == Kind.CONFLICT;
  }

  public List<String> lines(Side side) {
    return switch (side) {
      case LEFT -> left;
      case BASE -> base;
      case RIGHT -> right;
    };
  }

  /// What git makes of it; the base's lines where that is a conflict.
  List<String> merged() {
    return switch (kind) {
      case NOBODY, CONFLICT -> base;
      case LEFT, BOTH -> left;
      case RIGHT -> right;
    };
  }
}
