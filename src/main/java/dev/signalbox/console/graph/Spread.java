package dev.signalbox.console.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.alg.drawing.model.Point2D;

/// Moves points onto a grid of cells, each as near to where it was as there is room, so that boxes
/// placed by force do not cover each other and line up. Groups are set beside each other: what no
/// line joins, forces only drive apart.
final class Spread {
  private static final double ASPECT = 1.6;

  private final double cellWidth;
  private final double cellHeight;

  Spread(double cellWidth, double cellHeight) {
    this.cellWidth = cellWidth;
    this.cellHeight = cellHeight;
  }

  /// @param groups the vertices of each group with the points where they would be, in the order in
  ///   which they choose
  <V> Map<V, Point2D> onGrid(List<Map<V, Point2D>> groups) {
    List<Map<V, Cell>> blocks = groups.stream().map(this::cells).toList();
    int widest = 1;
    double area = 0;
    for (Map<V, Cell> block : blocks) {
      widest = Math.max(widest, columns(block));
      area += (double) columns(block) * rows(block) * cellWidth * cellHeight;
    }
    int wished = (int) Math.ceil(Math.sqrt(area * ASPECT) / cellWidth);
    Skyline skyline = new Skyline(Math.max(widest, wished));
    Map<V, Point2D> placed = new HashMap<>();
    for (Map<V, Cell> block : blocks) {
      Skyline.Spot spot = skyline.set(columns(block), rows(block));
      block.forEach(
          (vertex, cell) ->
              placed.put(
                  vertex,
                  Point2D.of(
                      (spot.left() + cell.column) * cellWidth,
                      (spot.top() + cell.row) * cellHeight)));
    }
    return placed;
  }

  private static int columns(Map<?, Cell> block) {
    return 1 + block.values().stream().mapToInt(Cell::column).max().orElse(0);
  }

  private static int rows(Map<?, Cell> block) {
    return 1 + block.values().stream().mapToInt(Cell::row).max().orElse(0);
  }

  /// A cell for each, counted from the group's upper left.
  private <V> Map<V, Cell> cells(Map<V, Point2D> points) {
    Set<Cell> taken = new HashSet<>();
    Map<V, Cell> cells = new HashMap<>();
    points.forEach(
        (vertex, wish) -> {
          Cell cell = nearestFree(wish, taken);
          taken.add(cell);
          cells.put(vertex, cell);
        });
    int left = taken.stream().mapToInt(Cell::column).min().orElse(0);
    int top = taken.stream().mapToInt(Cell::row).min().orElse(0);
    cells.replaceAll((vertex, cell) -> new Cell(cell.column - left, cell.row - top));
    return cells;
  }

  private Cell nearestFree(Point2D wish, Set<Cell> taken) {
    int column = (int) Math.round(wish.getX() / cellWidth);
    int row = (int) Math.round(wish.getY() / cellHeight);
    Comparator<Cell> near =
        Comparator.<Cell>comparingDouble(
                c ->
                    Math.hypot(
                        c.column * cellWidth - wish.getX(), c.row * cellHeight - wish.getY()))
            .thenComparingInt(Cell::column)
            .thenComparingInt(Cell::row);
    int ring = 0;
    List<Cell> free = free(column, row, ring, taken);
    while (free.isEmpty()) {
      ring++;
      free = free(column, row, ring, taken);
    }
    return free.stream().min(near).orElseThrow();
  }

  /// The free cells at exactly this distance.
  private static List<Cell> free(int column, int row, int ring, Set<Cell> taken) {
    List<Cell> cells = new ArrayList<>();
    for (int dx = -ring; dx <= ring; dx++) {
      int step = Math.abs(dx) == ring ? 1 : Math.max(1, 2 * ring);
      for (int dy = -ring; dy <= ring; dy += step) {
        Cell cell = new Cell(column + dx, row + dy);
        if (!taken.contains(cell)) {
          cells.add(cell);
        }
      }
    }
    return cells;
  }

  private record Cell(int column, int row) {}
}
