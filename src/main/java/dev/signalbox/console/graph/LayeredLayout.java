package dev.signalbox.console.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.alg.layered.options.LayeringStrategy;
import org.eclipse.elk.alg.layered.options.NodePlacementStrategy;
import org.eclipse.elk.alg.layered.options.OrderingStrategy;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.PortConstraints;
import org.eclipse.elk.core.options.PortSide;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.ElkPort;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.jgrapht.Graph;
import org.jgrapht.alg.drawing.LayoutAlgorithm2D;
import org.jgrapht.alg.drawing.model.LayoutModel2D;
import org.jgrapht.alg.drawing.model.Point2D;

/// ELK's layered layout as a JGraphT one: every edge goes from left to right.
///
/// A point of the model is the upper left corner of a vertex's box. All edges of a vertex leave its
/// box at the middle of the right side and enter at the middle of the left. ELK decides the layers,
/// the order in each, and the rows; how far columns stand apart and how what hangs together is
/// packed is [ColumnPacking]'s.
///
/// ELK searches depth first by recursion: call it on a thread with a large stack. The same graph
/// always gets the same layout.
///
/// @param <V> vertices
/// @param <E> edges; between two vertices there should be one
final class LayeredLayout<V, E> implements LayoutAlgorithm2D<V, E> {
  // Beyond this many vertices and edges together the best placement takes longer than a person
  // waits for; the simple one is compact and takes a second for 5,000 vertices.
  private static final int THOROUGH_UP_TO = 600;

  private final double width;
  private final double height;
  private Map<E, List<Point2D>> bends = Map.of();

  LayeredLayout(double width, double height) {
    this.width = width;
    this.height = height;
  }

  /// The points an edge passes between its two ends, of the last layout.
  List<Point2D> bends(E edge) {
    return bends.getOrDefault(edge, List.of());
  }

  @Override
  public void layout(Graph<V, E> graph, LayoutModel2D<V> model) {
    ElkNode root = root(graph.vertexSet().size() + graph.edgeSet().size() <= THOROUGH_UP_TO);
    Map<V, Box> boxes = new HashMap<>();
    for (V vertex : graph.vertexSet()) {
      boxes.put(vertex, box(root));
    }
    Map<E, ElkEdge> edges = new HashMap<>();
    for (E edge : graph.edgeSet()) {
      Box from = box(boxes, graph.getEdgeSource(edge));
      Box to = box(boxes, graph.getEdgeTarget(edge));
      edges.put(edge, ElkGraphUtil.createSimpleEdge(from.out, to.in));
    }
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());

    ColumnPacking<V, E> packing = new ColumnPacking<>(graph, width, height);
    boxes.forEach(
        (vertex, box) -> packing.put(vertex, Point2D.of(box.node.getX(), box.node.getY())));
    edges.forEach((edge, placed) -> packing.bend(edge, bendPoints(placed)));
    packing.pack().forEach(model::put);
    bends = packing.bends();
  }

  private static <V> Box box(Map<V, Box> boxes, V vertex) {
    Box box = boxes.get(vertex);
    if (box == null) {
      throw new IllegalStateException("An edge ends at " + vertex + ", which is no vertex.");
    }
    return box;
  }

  private static List<Point2D> bendPoints(ElkEdge edge) {
    List<Point2D> points = new ArrayList<>();
    for (ElkEdgeSection section : edge.getSections()) {
      section.getBendPoints().forEach(p -> points.add(Point2D.of(p.getX(), p.getY())));
    }
    return points;
  }

  private static ElkNode root(boolean thorough) {
    ElkNode root = ElkGraphUtil.createGraph();
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(LayeredOptions.DIRECTION, Direction.RIGHT);
    root.setProperty(LayeredOptions.EDGE_ROUTING, EdgeRouting.POLYLINE);
    root.setProperty(
        LayeredOptions.NODE_PLACEMENT_STRATEGY,
        thorough ? NodePlacementStrategy.BRANDES_KOEPF : NodePlacementStrategy.SIMPLE);
    root.setProperty(LayeredOptions.THOROUGHNESS, thorough ? 20 : 1);
    root.setProperty(LayeredOptions.RANDOM_SEED, 1);
    if (thorough) {
      // Where nothing else decides, the order of the file does: one more task moves little.
      root.setProperty(LayeredOptions.CONSIDER_MODEL_ORDER_STRATEGY, OrderingStrategy.PREFER_NODES);
    } else {
      root.setProperty(LayeredOptions.LAYERING_STRATEGY, LayeringStrategy.LONGEST_PATH_SOURCE);
    }
    root.setProperty(LayeredOptions.SPACING_NODE_NODE, Measures.ROW_GAP);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, Measures.COLUMN_GAP);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE, Measures.ROW_GAP / 2);
    root.setProperty(LayeredOptions.SPACING_EDGE_EDGE, 12.0);
    return root;
  }

  private Box box(ElkNode root) {
    ElkNode node = ElkGraphUtil.createNode(root);
    node.setDimensions(width, height);
    node.setProperty(LayeredOptions.PORT_CONSTRAINTS, PortConstraints.FIXED_POS);
    return new Box(node, port(node, PortSide.WEST, 0), port(node, PortSide.EAST, width));
  }

  private ElkPort port(ElkNode node, PortSide side, double x) {
    ElkPort port = ElkGraphUtil.createPort(node);
    port.setProperty(LayeredOptions.PORT_SIDE, side);
    port.setLocation(x, height / 2);
    return port;
  }

  private record Box(ElkNode node, ElkPort in, ElkPort out) {}
}
