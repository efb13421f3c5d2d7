package dev.signalbox.console.graph;

import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.TaskGraph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.ConnectivityInspector;
import org.jgrapht.alg.drawing.CircularLayoutAlgorithm2D;
import org.jgrapht.alg.drawing.FRLayoutAlgorithm2D;
import org.jgrapht.alg.drawing.IndexedFRLayoutAlgorithm2D;
import org.jgrapht.alg.drawing.LayoutAlgorithm2D;
import org.jgrapht.alg.drawing.model.Box2D;
import org.jgrapht.alg.drawing.model.MapLayoutModel2D;
import org.jgrapht.alg.drawing.model.Point2D;
import org.jgrapht.graph.AsSubgraph;
import org.jgrapht.graph.SimpleDirectedGraph;

/// Finds places for tasks, off the window's thread, and remembers them.
///
/// What was found is kept by structure (which tasks, joined how), so that a change of state never
/// lays out again, and undoing an edge brings the old picture back at once.
final class GraphLayouts implements AutoCloseable {
  private static final int REMEMBERED = 16;
  // Reserved, not used: ELK recurses as deep as the longest chain of tasks.
  private static final long STACK = 512L << 20;
  private static final int INDEXED_FROM = 400;

  private final ExecutorService thread =
      new ThreadPoolExecutor(
          0,
          1,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> {
            Thread worker = new Thread(null, task, "graph-layout", STACK);
            worker.setDaemon(true);
            return worker;
          });
  private final Map<Structure, CompletableFuture<Placement>> found =
      Collections.synchronizedMap(
          new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(
                Map.Entry<Structure, CompletableFuture<Placement>> eldest) {
              return size() > REMEMBERED;
            }
          });

  /// What a layout depends on.
  record Structure(LayoutKind kind, List<String> ids, List<Pair> pairs) {
    static Structure of(TaskGraph graph, LayoutKind kind) {
      Set<Pair> pairs = new LinkedHashSet<>();
      for (Dependency edge : graph.dependencies()) {
        pairs.add(Pair.of(edge));
      }
      return new Structure(
          kind, graph.tasks().stream().map(t -> t.id()).toList(), List.copyOf(pairs));
    }
  }

  /// The placement of a structure, now or later; it completes on a thread of its own.
  CompletableFuture<Placement> place(Structure structure) {
    return found.computeIfAbsent(
        structure, s -> CompletableFuture.supplyAsync(() -> compute(s), thread));
  }

  static Placement compute(Structure structure) {
    Graph<String, Pair> graph = new SimpleDirectedGraph<>(Pair.class);
    structure.ids().forEach(graph::addVertex);
    structure.pairs().forEach(pair -> graph.addEdge(pair.from(), pair.to(), pair));
    return switch (structure.kind()) {
      case LAYERED -> layered(graph, structure);
      case FORCE -> byForce(graph, structure);
      case CIRCLE -> inCircle(graph, structure);
    };
  }

  private static Placement layered(Graph<String, Pair> graph, Structure structure) {
    LayeredLayout<String, Pair> layout =
        new LayeredLayout<>(Measures.NODE_WIDTH, Measures.NODE_HEIGHT);
    Map<String, Point2D> corners = run(layout, graph, 1);
    Map<Pair, List<Point2D>> bends = new HashMap<>();
    for (Pair pair : structure.pairs()) {
      if (!layout.bends(pair).isEmpty()) {
        bends.put(pair, layout.bends(pair));
      }
    }
    return new Placement(LayoutKind.LAYERED, corners, bends);
  }

  private static Placement byForce(Graph<String, Pair> graph, Structure structure) {
    List<Map<String, Point2D>> groups = new ArrayList<>();
    for (Set<String> group : new ConnectivityInspector<>(graph).connectedSets()) {
      Map<String, Point2D> points = forces(new AsSubgraph<>(graph, group));
      Map<String, Point2D> inOrder = new LinkedHashMap<>();
      for (String id : structure.ids()) {
        if (points.get(id) instanceof Point2D point) {
          inOrder.put(id, point);
        }
      }
      groups.add(inOrder);
    }
    groups.sort(Comparator.comparingInt(group -> -group.size()));
    Spread spread =
        new Spread(
            Measures.NODE_WIDTH + 2 * Measures.COLUMN_GAP, Measures.NODE_HEIGHT + Measures.ROW_GAP);
    return new Placement(LayoutKind.FORCE, spread.onGrid(groups), Map.of());
  }

  private static Map<String, Point2D> forces(Graph<String, Pair> group) {
    int count = group.vertexSet().size();
    if (count == 1) {
      return Map.of(group.vertexSet().iterator().next(), Point2D.of(0, 0));
    }
    int rounds = count > 2000 ? 30 : 100;
    FRLayoutAlgorithm2D<String, Pair> layout =
        count < INDEXED_FROM
            ? new FRLayoutAlgorithm2D<>(rounds, 0.5, new Random(1))
            : new IndexedFRLayoutAlgorithm2D<>(rounds, 0.9, 0.5, new Random(1));
    return run(layout, group, 260 * Math.sqrt(count));
  }

  private static Placement inCircle(Graph<String, Pair> graph, Structure structure) {
    int count = structure.ids().size();
    double apart = Math.hypot(Measures.NODE_WIDTH, Measures.NODE_HEIGHT) + Measures.COLUMN_GAP;
    double radius = count < 2 ? 0 : apart / (2 * Math.sin(Math.PI / count));
    Map<String, Integer> order = new HashMap<>();
    structure.ids().forEach(id -> order.put(id, order.size()));
    LayoutAlgorithm2D<String, Pair> layout =
        new CircularLayoutAlgorithm2D<>(
            radius, (a, b) -> order.getOrDefault(a, 0) - order.getOrDefault(b, 0));
    return new Placement(LayoutKind.CIRCLE, run(layout, graph, Math.max(1, 2 * radius)), Map.of());
  }

  private static Map<String, Point2D> run(
      LayoutAlgorithm2D<String, Pair> layout, Graph<String, Pair> graph, double side) {
    MapLayoutModel2D<String> model = new MapLayoutModel2D<>(Box2D.of(side, side));
    layout.layout(graph, model);
    Map<String, Point2D> corners = new HashMap<>();
    for (String id : new ArrayList<>(graph.vertexSet())) {
      Point2D point = model.get(id);
      corners.put(id, Point2D.of(Math.round(point.getX()), Math.round(point.getY())));
    }
    return corners;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
