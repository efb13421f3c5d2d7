package dev.signalbox.conflict.threeway;

import java.util.List;

/// What a person wants of one segment.
public sealed interface Choice {

  /// The lines of these sides, one after the other.
  record Take(List<Side> sides) implements Choice {
    public Take {
      sides = List.copyOf(sides);
    }

    public Take(Side... sides) {
      this(List.of(sides));
    }
  }

  /// A text of the person's own.
  record Write(String text) implements Choice {}
}
