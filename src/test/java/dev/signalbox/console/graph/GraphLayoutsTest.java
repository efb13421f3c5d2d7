package dev.signalbox.console.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.graph.TaskGraph;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javafx.geometry.Rectangle2D;
import org.jgrapht.alg.drawing.model.Point2D;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphLayoutsTest {
  private final GraphLayouts layouts = new GraphLayouts();

  @AfterEach
  void close() {
    layouts.close();
  }

  @ParameterizedTest
  @EnumSource(LayoutKind.class)
  void noBoxCoversAnother(LayoutKind kind) throws Exception {
    for (TaskGraph graph : List.of(Graphs.billing(), Graphs.large(500, 25), apart(60))) {
      noneOverlap(graph, place(graph, kind));
    }
  }

  @Test
  void fiveThousandTasksFindTheirPlaces() throws Exception {
    TaskGraph graph = Graphs.large(5000, 100);
    Placement placement = place(graph, LayoutKind.LAYERED);
    noneOverlap(graph, placement);
    leftToRight(graph, placement);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 12, 500})
  void everyEdgeGoesFromLeftToRight(int count) throws Exception {
    TaskGraph graph = count == 12 ? Graphs.billing() : Graphs.large(count, Math.max(1, count / 20));
    leftToRight(graph, place(graph, LayoutKind.LAYERED));
  }

  @ParameterizedTest
  @EnumSource(LayoutKind.class)
  void theSameGraphGetsTheSamePlacesAgain(LayoutKind kind) {
    GraphLayouts.Structure structure = GraphLayouts.Structure.of(Graphs.large(200, 12), kind);
    assertThat(GraphLayouts.compute(structure)).isEqualTo(GraphLayouts.compute(structure));
  }

  @Test
  void aPlaceThatIsKnownIsNotLookedForAgain() throws Exception {
    GraphLayouts.Structure once = GraphLayouts.Structure.of(Graphs.billing(), LayoutKind.LAYERED);
    GraphLayouts.Structure again = GraphLayouts.Structure.of(Graphs.billing(), LayoutKind.LAYERED);
    assertThat(layouts.place(once).get(60, TimeUnit.SECONDS))
        .isSameAs(layouts.place(again).get(60, TimeUnit.SECONDS));
  }

  /// ELK recurses as deep as this chain is long.
  @Test
  void aVeryLongChainDoesNotOverflowTheStack() throws Exception {
    DependencyResolver resolver = new DependencyResolver();
    resolver.add(Graphs.task("task-0", 1, ""));
    for (int i = 1; i < 2000; i++) {
      resolver.add(Graphs.task("task-" + i, 1, "").after("task-" + (i - 1)));
    }
    TaskGraph chain = resolver.graph();
    leftToRight(chain, place(chain, LayoutKind.LAYERED));
  }

  @Test
  void tasksThatNothingJoinsMakeASheetAndNotATower() throws Exception {
    TaskGraph graph = apart(120);
    Rectangle2D bounds = GraphDrawing.of(graph, place(graph, LayoutKind.LAYERED)).bounds();
    assertThat(bounds.getWidth() / bounds.getHeight()).isBetween(1.0, 2.5);
  }

  @Test
  void thePictureOfTwelveTasksFitsItsPane() throws Exception {
    TaskGraph graph = Graphs.billing();
    Rectangle2D bounds = GraphDrawing.of(graph, place(graph, LayoutKind.LAYERED)).bounds();
    assertThat(bounds.getWidth()).isLessThanOrEqualTo(868 - 2 * Measures.MARGIN);
  }

  private Placement place(TaskGraph graph, LayoutKind kind) throws Exception {
    return layouts.place(GraphLayouts.Structure.of(graph, kind)).get(120, TimeUnit.SECONDS);
  }

  private static TaskGraph apart(int count) {
    return new DependencyResolver()
        .addAll(
            IntStream.range(0, count)
                .mapToObj(
                    i ->
                        Graphs.task("task-" + i, 1, "")
                            .withClaims(Graphs.claims(List.of(), List.of("out/" + i))))
                .toList())
        .graph();
  }

  private static void noneOverlap(TaskGraph graph, Placement placement) {
    GraphDrawing drawing = GraphDrawing.of(graph, placement);
    assertThat(placement.corners()).hasSameSizeAs(graph.tasks());
    for (NodeBox node : drawing.nodes()) {
      List<NodeBox> here = drawing.nodesIn(node.box());
      assertThat(here).as("%s in %s", node.id(), placement.kind()).containsExactly(node);
    }
  }

  private static void leftToRight(TaskGraph graph, Placement placement) {
    graph
        .dependencies()
        .forEach(
            edge -> {
              double from = x(placement, edge.from()) + Measures.NODE_WIDTH;
              for (Point2D bend : placement.bends().getOrDefault(Pair.of(edge), List.of())) {
                assertThat(bend.getX()).as("%s", edge).isGreaterThanOrEqualTo(from);
                from = bend.getX();
              }
              assertThat(x(placement, edge.to())).as("%s", edge).isGreaterThan(from);
            });
  }

  private static double x(Placement placement, String task) {
    return placement.corners().getOrDefault(task, Point2D.of(0, 0)).getX();
  }
}
