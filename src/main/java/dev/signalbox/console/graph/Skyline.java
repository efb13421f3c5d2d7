package dev.signalbox.console.graph;

import java.util.Arrays;

/// Sets blocks side by side and above each other: each as high as it fits, then as far left.
final class Skyline {
  private final double[] filled;

  /// @param columns how many there are to fill
  Skyline(int columns) {
    filled = new double[columns];
  }

  /// @param left the first column a block takes
  /// @param top how far down it starts
  record Spot(int left, double top) {}

  /// @param span how many columns the block takes, at most all
  /// @param height how much of each, with the gap below it
  Spot set(int span, double height) {
    int best = 0;
    double bestTop = Double.MAX_VALUE;
    for (int left = 0; left + span <= filled.length; left++) {
      double top = Arrays.stream(filled, left, left + span).max().orElse(0);
      if (top < bestTop) {
        bestTop = top;
        best = left;
      }
    }
    Arrays.fill(filled, best, best + span, bestTop + height);
    return new Spot(best, bestTop);
  }

  /// Below everything, from the first column, with nothing beside it.
  Spot setAlone(double height) {
    double top = Arrays.stream(filled).max().orElse(0);
    Arrays.fill(filled, top + height);
    return new Spot(0, top);
  }
}
