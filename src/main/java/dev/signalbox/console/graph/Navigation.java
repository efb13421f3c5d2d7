package dev.signalbox.console.graph;

import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import dev.signalbox.graph.TaskGraph;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Where the arrow keys lead.
final class Navigation {
  private Navigation() {}

  enum Direction {
    LEFT,
    RIGHT,
    UP,
    DOWN
  }

  /// Left and right follow lines where there are any; up and down, and where there are none, the
  /// nearest box in that direction.
  static Optional<String> next(
      GraphDrawing drawing,
      TaskGraph graph,
      Set<Provenance> hidden,
      String from,
      Direction direction) {
    Optional<NodeBox> start = drawing.node(from);
    if (start.isEmpty()) {
      return first(drawing);
    }
    NodeBox here = start.get();
    Optional<NodeBox> joined =
        switch (direction) {
          case LEFT -> nearest(here, direction, joined(drawing, graph.into(from), hidden, true));
          case RIGHT -> nearest(here, direction, joined(drawing, graph.outOf(from), hidden, false));
          case UP, DOWN -> Optional.empty();
        };
    return joined
        .or(
            () ->
                nearest(
                    here, direction, StreamSupport.stream(drawing.nodes().spliterator(), false)))
        .map(NodeBox::id);
  }

  /// The line after `selected` among those that a task's box has at one side, round and round.
  static Optional<Dependency> nextEdge(
      GraphDrawing drawing,
      TaskGraph graph,
      Set<Provenance> hidden,
      String task,
      boolean incoming,
      @Nullable Dependency selected) {
    List<Dependency> edges =
        (incoming ? graph.into(task) : graph.outOf(task))
            .stream()
                .map(Pair::of)
                .distinct()
                .flatMap(pair -> drawing.edge(pair).stream())
                .flatMap(path -> Optional.ofNullable(path.shown(hidden)).stream())
                .toList();
    int at = selected == null ? -1 : edges.indexOf(selected);
    return edges.isEmpty() ? Optional.empty() : Optional.of(edges.get((at + 1) % edges.size()));
  }

  /// The uppermost of the leftmost.
  static Optional<String> first(GraphDrawing drawing) {
    return extreme(drawing, Comparator.naturalOrder());
  }

  /// The uppermost of the rightmost.
  static Optional<String> last(GraphDrawing drawing) {
    return extreme(drawing, Comparator.reverseOrder());
  }

  private static Optional<String> extreme(GraphDrawing drawing, Comparator<Double> byX) {
    return StreamSupport.stream(drawing.nodes().spliterator(), false)
        .min(
            Comparator.<NodeBox, Double>comparing(n -> n.box().getMinX(), byX)
                .thenComparing(n -> n.box().getMinY()))
        .map(NodeBox::id);
  }

  private static Stream<NodeBox> joined(
      GraphDrawing drawing, List<Dependency> edges, Set<Provenance> hidden, boolean back) {
    return edges.stream()
        .filter(edge -> !hidden.contains(edge.provenance()))
        .flatMap(edge -> drawing.node(back ? edge.from() : edge.to()).stream());
  }

  private static Optional<NodeBox> nearest(
      NodeBox here, Direction direction, Stream<NodeBox> candidates) {
    return candidates
        .filter(node -> ahead(here, node, direction) > 1)
        .min(
            Comparator.<NodeBox>comparingDouble(
                    node -> ahead(here, node, direction) + 2.5 * aside(here, node, direction))
                .thenComparingInt(NodeBox::row));
  }

  private static double ahead(NodeBox here, NodeBox node, Direction direction) {
    return switch (direction) {
      case LEFT -> here.midX() - node.midX();
      case RIGHT -> node.midX() - here.midX();
      case UP -> here.midY() - node.midY();
      case DOWN -> node.midY() - here.midY();
    };
  }

  private static double aside(NodeBox here, NodeBox node, Direction direction) {
    return switch (direction) {
      case LEFT, RIGHT -> Math.abs(node.midY() - here.midY());
      case UP, DOWN -> Math.abs(node.midX() - here.midX());
    };
  }
}
