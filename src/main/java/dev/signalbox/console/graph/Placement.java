package dev.signalbox.console.graph;

import java.util.List;
import java.util.Map;
import org.jgrapht.alg.drawing.model.Point2D;

/// Where everything goes.
///
/// @param kind how it was found
/// @param corners the upper left corner of each box, whole pixels
/// @param bends the points an edge passes between its ends; absent where it passes none. JGraphT's
///   model of a layout has no room for them, so they stand beside it
record Placement(LayoutKind kind, Map<String, Point2D> corners, Map<Pair, List<Point2D>> bends) {

  static final Placement EMPTY = new Placement(LayoutKind.LAYERED, Map.of(), Map.of());
}
