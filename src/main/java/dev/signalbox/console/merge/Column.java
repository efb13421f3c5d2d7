package dev.signalbox.console.merge;

import dev.signalbox.conflict.threeway.Side;
import org.jspecify.annotations.Nullable;

/// One of the texts that lie beside each other.
enum Column {
  LANDED(Side.LEFT),
  BASE(Side.BASE),
  TASK(Side.RIGHT),
  RESULT(null);

  private final @Nullable Side side;

  Column(@Nullable Side side) {
    this.side = side;
  }

  /// Whose version it is; null for the result.
  @Nullable Side side() {
    return side;
  }
}
