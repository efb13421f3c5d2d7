package dev.signalbox.console.graph;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.alg.drawing.model.Point2D;

/// Moves points onto a grid of cells, each as near to where it was as there is room, so that boxes
/// placed by force do not cover each other and line up.
final class Spread {
  private Spread() {}

  /// @param points where each would be
  /// @param order who chooses first
  static <V> Map<V, Point2D> onGrid(
      Map<V, Point2D> points, List<V> order, double cellWidth, double cellHeight) {
    Map<V, Point2D> placed = new HashMap<>();
    Set<Cell> taken = new HashSet<>();
    for (V vertex : order) {
      Point2D wish = points.getOrDefault(vertex, Point2D.of(0, 0));
      Cell cell = nearestFree(wish, taken, cellWidth, cellHeight);
      taken.add(cell);
      placed.put(vertex, Point2D.of(cell.column * cellWidth, cell.row * cellHeight));
    }
    return placed;
  }

  private static Cell nearestFree(Point2D wish, Set<Cell> taken, double width, double height) {
    int column = (int) Math.round(wish.getX() / width);
    int row = (int) Math.round(wish.getY() / height);
    Comparator<Cell> near =
        Comparator.<Cell>comparingDouble(
                c -> Math.hypot(c.column * width - wish.getX(), c.row * height - wish.getY()))
            .thenComparingInt(Cell::column)
            .thenComparingInt(Cell::row);
    for (int ring = 0; ; ring++) {
      Cell best = null;
      for (int dx = -ring; dx <= ring; dx++) {
        // Within the ring's sides only: what lies inside was looked at before.
        int step = Math.abs(dx) == ring ? 1 : Math.max(1, 2 * ring);
        for (int dy = -ring; dy <= ring; dy += step) {
          Cell cell = new Cell(column + dx, row + dy);
          if (!taken.contains(cell) && (best == null || near.compare(cell, best) < 0)) {
            best = cell;
          }
        }
      }
      if (best != null) {
        return best;
      }
    }
  }

  private record Cell(int column, int row) {}
}
