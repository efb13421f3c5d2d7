package dev.signalbox.console.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.alg.drawing.model.Point2D;

/// Sets a layered drawing into columns that run through the whole picture.
///
/// What hangs together is one block. Long blocks stand below each other, short ones share rows, all
/// in the order of their first vertex, so that a plan of a hundred separate tasks is a sheet of
/// them and not a tower. A column stands as far from the next as the steepest line between them
/// needs.
final class ColumnPacking<V, E> {
  private static final double GRID = 4;
  private static final double WIDEST_GAP = 96;
  private static final double ASPECT = 1.6;

  private final Graph<V, E> graph;
  private final double width;
  private final double height;
  private final Map<V, Point2D> corners = new HashMap<>();
  private final Map<E, List<Point2D>> rawBends = new HashMap<>();
  private final Map<E, List<Point2D>> bends = new HashMap<>();

  ColumnPacking(Graph<V, E> graph, double width, double height) {
    this.graph = graph;
    this.width = width;
    this.height = height;
  }

  /// Where the layout has put a vertex: only whose column and which row it means is kept.
  void put(V vertex, Point2D corner) {
    corners.put(vertex, corner);
  }

  /// The points of an edge between its ends; those of one column share a row.
  void bend(E edge, List<Point2D> points) {
    rawBends.put(edge, points);
  }

  Map<E, List<Point2D>> bends() {
    return bends;
  }

  /// The corner of each vertex in the picture.
  Map<V, Point2D> pack() {
    List<Block> blocks = blocks();
    set(blocks);
    double[] columns = columns(blocks);
    Map<V, Point2D> placed = new HashMap<>();
    for (Block block : blocks) {
      block.rows.forEach(
          (vertex, y) ->
              placed.put(
                  vertex, Point2D.of(columns[block.column(vertex)], Math.round(y + block.top))));
      block.passes.forEach((edge, passes) -> keepBends(edge, block, passes, columns));
    }
    return placed;
  }

  private void keepBends(
      E edge, Block block, NavigableMap<Integer, Double> passes, double[] columns) {
    List<Point2D> points = new ArrayList<>();
    passes.forEach(
        (layer, y) -> {
          double x = columns[block.left + layer];
          points.add(Point2D.of(x, y + block.top));
          points.add(Point2D.of(x + width, y + block.top));
        });
    if (!points.isEmpty()) {
      bends.put(edge, List.copyOf(points));
    }
  }

  private List<Block> blocks() {
    Map<V, Integer> order = new HashMap<>();
    graph.vertexSet().forEach(vertex -> order.put(vertex, order.size()));
    List<Set<V>> sets = new ArrayList<>(new ConnectivityInspector<>(graph).connectedSets());
    sets.sort((a, b) -> Integer.compare(first(a, order), first(b, order)));
    List<Block> blocks = sets.stream().map(Block::new).toList();
    Map<V, Block> blockOf = new HashMap<>();
    blocks.forEach(block -> block.rows.keySet().forEach(vertex -> blockOf.put(vertex, block)));
    for (E edge : graph.edgeSet()) {
      Block block = blockOf.get(graph.getEdgeSource(edge));
      if (block != null) {
        block.passes.put(edge, block.passes(rawBends.getOrDefault(edge, List.of())));
      }
    }
    return blocks;
  }

  private static <V> int first(Set<V> set, Map<V, Integer> order) {
    return set.stream().mapToInt(v -> order.getOrDefault(v, 0)).min().orElse(0);
  }

  /// Finds a place for each block. A long one has its columns to itself, so that a column says how
  /// deep in the plan a task stands; short ones share what is left below.
  private void set(List<Block> blocks) {
    int widest = 1;
    double area = 0;
    double largest = 0;
    for (Block block : blocks) {
      double taken =
          block.layers.size() * (width + Measures.COLUMN_GAP) * (block.height + Measures.ROW_GAP);
      widest = Math.max(widest, block.layers.size());
      area += taken;
      largest = Math.max(largest, taken);
    }
    double rest = widest > 2 ? area - largest : area;
    int wished = (int) Math.ceil(Math.sqrt(rest * ASPECT) / (width + Measures.COLUMN_GAP));
    int columns = Math.max(widest, wished);
    Skyline skyline = new Skyline(columns);
    for (Block block : blocks) {
      if (2 * block.layers.size() > columns) {
        block.at(skyline.setAlone(block.height + Measures.ROW_GAP));
      }
    }
    for (Block block : blocks) {
      if (2 * block.layers.size() <= columns) {
        block.at(skyline.set(block.layers.size(), block.height + Measures.ROW_GAP));
      }
    }
  }

  /// The left side of every column.
  private double[] columns(List<Block> blocks) {
    int count = blocks.stream().mapToInt(b -> b.left + b.layers.size()).max().orElse(0);
    double[] steepest = new double[count + 1];
    for (Block block : blocks) {
      block.passes.forEach(
          (edge, passes) -> {
            V from = graph.getEdgeSource(edge);
            V to = graph.getEdgeTarget(edge);
            double y = block.row(from) + height / 2;
            int column = block.column(from);
            for (Map.Entry<Integer, Double> pass : passes.entrySet()) {
              steepest[column] = Math.max(steepest[column], Math.abs(pass.getValue() - y));
              y = pass.getValue();
              column = block.left + pass.getKey();
            }
            double last = Math.abs(block.row(to) + height / 2 - y);
            steepest[column] = Math.max(steepest[column], last);
          });
    }
    double[] columns = new double[count];
    for (int i = 1; i < count; i++) {
      double gap = Math.clamp(steepest[i - 1] / 7, Measures.COLUMN_GAP, WIDEST_GAP);
      columns[i] = columns[i - 1] + width + Math.round(gap / GRID) * GRID;
    }
    return columns;
  }

  /// Vertices that hang together.
  private final class Block {
    final Map<V, Double> rows = new LinkedHashMap<>();
    final Map<E, NavigableMap<Integer, Double>> passes = new LinkedHashMap<>();
    final NavigableMap<Double, Integer> layers = new TreeMap<>();
    final Map<V, Integer> layerOf = new HashMap<>();
    final double height;
    private final double upper;
    int left;
    double top;

    Block(Set<V> vertices) {
      double least = Double.MAX_VALUE;
      double most = -Double.MAX_VALUE;
      for (V vertex : vertices) {
        Point2D corner = corner(vertex);
        layers.put(corner.getX(), 0);
        least = Math.min(least, corner.getY());
        most = Math.max(most, corner.getY());
      }
      int index = 0;
      for (Map.Entry<Double, Integer> layer : layers.entrySet()) {
        layer.setValue(index++);
      }
      for (V vertex : vertices) {
        rows.put(vertex, corner(vertex).getY() - least);
        layerOf.put(vertex, layers.getOrDefault(corner(vertex).getX(), 0));
      }
      upper = least;
      height = most - least + ColumnPacking.this.height;
    }

    /// In which row an edge passes the columns between its ends.
    NavigableMap<Integer, Double> passes(List<Point2D> points) {
      NavigableMap<Integer, Double> passed = new TreeMap<>();
      for (Point2D point : points) {
        Map.Entry<Double, Integer> layer = layers.floorEntry(point.getX() + 1);
        if (layer != null && point.getX() <= layer.getKey() + width + 1) {
          passed.put(layer.getValue(), point.getY() - upper);
        }
      }
      return passed;
    }

    void at(Skyline.Spot spot) {
      left = spot.left();
      top = spot.top();
    }

    int column(V vertex) {
      return left + layerOf.getOrDefault(vertex, 0);
    }

    double row(V vertex) {
      return rows.getOrDefault(vertex, 0.0);
    }

    private Point2D corner(V vertex) {
      return corners.getOrDefault(vertex, Point2D.of(0, 0));
    }
  }
}
