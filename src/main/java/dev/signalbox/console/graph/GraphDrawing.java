package dev.signalbox.console.graph;

import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import dev.signalbox.graph.TaskGraph;
import dev.signalbox.plan.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.geometry.Rectangle2D;
import org.jgrapht.alg.drawing.model.Point2D;

/// The placed graph: every box and every line, and an index over them. Immutable; knows no state.
final class GraphDrawing {
  static final GraphDrawing EMPTY = new GraphDrawing(List.of(), List.of(), Placement.EMPTY);

  // A person's word comes before what was inferred.
  private static final List<Provenance> STRONGEST =
      List.of(Provenance.DECLARED, Provenance.ADDED, Provenance.DATA, Provenance.CLAIM);

  private final Map<String, NodeBox> nodes = new LinkedHashMap<>();
  private final Map<Pair, EdgePath> edges = new LinkedHashMap<>();
  private final GridIndex<NodeBox> nodeIndex = new GridIndex<>();
  private final GridIndex<EdgePath> edgeIndex = new GridIndex<>();
  private final Rectangle2D bounds;

  /// @param placement holds a corner for each task of `graph`
  static GraphDrawing of(TaskGraph graph, Placement placement) {
    return new GraphDrawing(graph.tasks(), graph.dependencies(), placement);
  }

  private GraphDrawing(List<Task> tasks, List<Dependency> dependencies, Placement placement) {
    double maxX = 0;
    double maxY = 0;
    double minX = Double.MAX_VALUE;
    double minY = Double.MAX_VALUE;
    for (Task task : tasks) {
      Point2D corner = placement.corners().getOrDefault(task.id(), Point2D.of(0, 0));
      Rectangle2D box =
          new Rectangle2D(corner.getX(), corner.getY(), Measures.NODE_WIDTH, Measures.NODE_HEIGHT);
      NodeBox node = new NodeBox(task, nodes.size(), box);
      nodes.put(task.id(), node);
      nodeIndex.add(node, box);
      minX = Math.min(minX, box.getMinX());
      minY = Math.min(minY, box.getMinY());
      maxX = Math.max(maxX, box.getMaxX());
      maxY = Math.max(maxY, box.getMaxY());
    }
    bounds =
        nodes.isEmpty() ? Rectangle2D.EMPTY : new Rectangle2D(minX, minY, maxX - minX, maxY - minY);
    join(dependencies, placement);
  }

  private void join(List<Dependency> dependencies, Placement placement) {
    Map<Pair, List<Dependency>> reasons = new LinkedHashMap<>();
    for (Dependency edge : dependencies) {
      reasons.computeIfAbsent(Pair.of(edge), p -> new ArrayList<>()).add(edge);
    }
    reasons.forEach(
        (pair, why) -> {
          why.sort(Comparator.comparingInt(d -> STRONGEST.indexOf(d.provenance())));
          NodeBox from = nodes.get(pair.from());
          NodeBox to = nodes.get(pair.to());
          if (from != null && to != null) {
            double[] curve =
                placement.kind() == LayoutKind.LAYERED
                    ? Curves.track(
                        from.box(), to.box(), placement.bends().getOrDefault(pair, List.of()))
                    : Curves.straight(from.box(), to.box());
            EdgePath edge = EdgePath.of(pair, List.copyOf(why), curve);
            edges.put(pair, edge);
            edgeIndex.add(edge, edge.box());
          }
        });
  }

  boolean isEmpty() {
    return nodes.isEmpty();
  }

  /// In the order of the plan.
  Iterable<NodeBox> nodes() {
    return nodes.values();
  }

  int size() {
    return nodes.size();
  }

  Optional<NodeBox> node(String id) {
    return Optional.ofNullable(nodes.get(id));
  }

  Optional<EdgePath> edge(Pair pair) {
    return Optional.ofNullable(edges.get(pair));
  }

  Iterable<EdgePath> edges() {
    return edges.values();
  }

  Rectangle2D bounds() {
    return bounds;
  }

  List<NodeBox> nodesIn(Rectangle2D area) {
    return nodeIndex.in(area);
  }

  List<EdgePath> edgesIn(Rectangle2D area) {
    return edgeIndex.in(area);
  }

  Optional<NodeBox> nodeAt(double x, double y) {
    return nodeIndex.in(new Rectangle2D(x - 1, y - 1, 2, 2)).stream()
        .filter(node -> node.box().contains(x, y))
        .findFirst();
  }

  /// The nearest line within reach that is not hidden.
  Optional<EdgePath> edgeAt(double x, double y, double reach, Set<Provenance> hidden) {
    Map<EdgePath, Double> near = new HashMap<>();
    for (EdgePath edge :
        edgeIndex.in(new Rectangle2D(x - reach, y - reach, 2 * reach, 2 * reach))) {
      if (edge.shown(hidden) != null) {
        double distance = edge.distance(x, y);
        if (distance <= reach) {
          near.put(edge, distance);
        }
      }
    }
    return near.entrySet().stream().min(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
  }
}
