package dev.signalbox.console.graph;

import dev.signalbox.console.theme.Palette;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Exclusion;
import dev.signalbox.graph.Provenance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.shape.StrokeLineCap;

/// Paints lines. Those that look alike are one path, which makes thousands of them cheap.
final class EdgePainter {
  private static final double ARROW = 7;
  private static final double DIM = 0.22;
  static final double[] SOLID = {};

  /// How a line looks; lines of one look are stroked together, lower weights first.
  private record Look(int layer, Provenance provenance, Color color, double width, boolean dim) {}

  /// Dashes of a line, at 100 %.
  static double[] dashes(Provenance provenance) {
    return switch (provenance) {
      case DECLARED -> SOLID;
      case DATA -> new double[] {0.6, 4};
      case CLAIM -> new double[] {6, 4};
      case ADDED -> new double[] {9, 3, 2, 3};
    };
  }

  static StrokeLineCap cap(Provenance provenance) {
    return provenance == Provenance.DATA ? StrokeLineCap.ROUND : StrokeLineCap.BUTT;
  }

  void paint(GraphicsContext gc, Picture picture, Camera camera, List<EdgePath> edges) {
    Map<Look, List<EdgePath>> alike = new LinkedHashMap<>();
    for (EdgePath edge : edges) {
      Dependency shown = edge.shown(picture.hidden);
      if (shown != null) {
        alike.computeIfAbsent(look(picture, edge, shown), l -> new ArrayList<>()).add(edge);
      }
    }
    alike.entrySet().stream()
        .sorted(Map.Entry.comparingByKey((a, b) -> a.layer - b.layer))
        .forEach(group -> stroke(gc, camera, group.getKey(), group.getValue()));
    gc.setGlobalAlpha(1);
    gc.setLineDashes(SOLID);
    gc.setLineCap(StrokeLineCap.BUTT);
  }

  private static Look look(Picture picture, EdgePath edge, Dependency shown) {
    Palette colours = picture.palette;
    Pair pair = edge.pair();
    Provenance provenance = shown.provenance();
    if (isInRing(picture, pair)) {
      return new Look(5, provenance, colours.failed(), 2.4, false);
    }
    if (picture.selectedEdge != null && Pair.of(picture.selectedEdge).equals(pair)) {
      return new Look(4, provenance, colours.accent(), 2.4, false);
    }
    boolean dim = picture.isDimmed(pair);
    boolean critical = picture.critical.contains(pair);
    if (pair.equals(picture.hoveredEdge)) {
      return new Look(3, provenance, colours.text(), 2, dim);
    }
    if (critical) {
      return new Look(dim ? 0 : 2, provenance, colours.text(), 2, dim);
    }
    boolean lit = picture.lit != null && !dim;
    return new Look(dim ? 0 : 1, provenance, lit ? colours.soft() : colours.faint(), 1.4, dim);
  }

  private static boolean isInRing(Picture picture, Pair pair) {
    return picture.ring.stream().anyMatch(d -> Pair.of(d).equals(pair));
  }

  private static void stroke(GraphicsContext gc, Camera camera, Look look, List<EdgePath> edges) {
    double s = camera.scale();
    boolean far = Detail.at(s) == Detail.PATCH;
    gc.setGlobalAlpha(
        (look.dim ? DIM : 1) * (far && look.layer < 2 ? Math.clamp(2.2 * s, 0.18, 0.7) : 1));
    gc.setStroke(look.color);
    gc.setFill(look.color);
    gc.setLineWidth(far ? Math.max(0.5, look.width * s * 1.6) : look.width * Math.min(1, s * 1.15));
    gc.setLineCap(cap(look.provenance));
    // From afar dashes cannot be told apart and cost the most.
    gc.setLineDashes(far ? SOLID : dashes(look.provenance));
    gc.beginPath();
    for (EdgePath edge : edges) {
      trace(gc, camera, edge, far);
    }
    gc.stroke();
    if (!far) {
      gc.setLineDashes(SOLID);
      double size = (look.width >= 2 ? ARROW + 1.5 : ARROW) * Math.min(1.2, s);
      gc.beginPath();
      for (EdgePath edge : edges) {
        arrow(gc, camera.toViewX(edge.endX()), camera.toViewY(edge.endY()), edge.endAngle(), size);
      }
      gc.fill();
    }
  }

  private static void trace(GraphicsContext gc, Camera camera, EdgePath edge, boolean far) {
    double[] c = edge.curve();
    gc.moveTo(camera.toViewX(c[0]), camera.toViewY(c[1]));
    double back = far ? 0 : ARROW * camera.scale() * 0.8;
    for (int i = 2; i + 5 < c.length; i += 6) {
      boolean last = i + 6 >= c.length;
      double angle = last ? edge.endAngle() : 0;
      double endX = camera.toViewX(c[i + 4]) - (last ? back * Math.cos(angle) : 0);
      double endY = camera.toViewY(c[i + 5]) - (last ? back * Math.sin(angle) : 0);
      if (far || c[i + 1] == c[i + 3] && c[i + 1] == c[i + 5] && c[i - 1] == c[i + 5]) {
        gc.lineTo(endX, endY);
      } else {
        gc.bezierCurveTo(
            camera.toViewX(c[i]),
            camera.toViewY(c[i + 1]),
            camera.toViewX(c[i + 2]),
            camera.toViewY(c[i + 3]),
            endX,
            endY);
      }
    }
  }

  static void arrow(GraphicsContext gc, double x, double y, double angle, double size) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    double half = size * 0.5;
    gc.moveTo(x, y);
    gc.lineTo(x - size * cos + half * sin, y - size * sin - half * cos);
    gc.lineTo(x - size * cos - half * sin, y - size * sin + half * cos);
    gc.closePath();
  }

  /// Tasks that never write at the same time as the selected or hovered one: a faint double-dotted
  /// line, and only then, since such pairs are many.
  void paintExclusions(GraphicsContext gc, Picture picture, Camera camera) {
    Set<String> of = new LinkedHashSet<>();
    for (String task : new String[] {picture.hoveredTask, picture.selectedTask}) {
      if (task != null && picture.graph.task(task).isPresent()) {
        of.add(task);
      }
    }
    gc.setStroke(picture.palette.soft());
    gc.setLineWidth(1.4);
    gc.setLineCap(StrokeLineCap.ROUND);
    gc.setLineDashes(0.6, 3, 0.6, 8);
    gc.setGlobalAlpha(0.8);
    for (String task : of) {
      for (Exclusion pair : picture.graph.exclusionsOf(task)) {
        Optional<NodeBox> one = picture.drawing.node(pair.first());
        Optional<NodeBox> other = picture.drawing.node(pair.second());
        if (one.isPresent() && other.isPresent()) {
          line(gc, camera, Curves.link(one.get().box(), other.get().box()));
        }
      }
    }
    gc.setGlobalAlpha(1);
    gc.setLineDashes(SOLID);
    gc.setLineCap(StrokeLineCap.BUTT);
  }

  /// The line that follows the pointer, and the edge of a ring that does not exist.
  void paintEdits(GraphicsContext gc, Picture picture, Camera camera) {
    Palette colours = picture.palette;
    if (picture.rubber != null) {
      Picture.Rubber rubber = picture.rubber;
      picture
          .drawing
          .node(rubber.from())
          .ifPresent(
              from ->
                  loose(
                      gc,
                      camera.toViewX(from.box().getMaxX()),
                      camera.toViewY(from.midY()),
                      rubber.x(),
                      rubber.y(),
                      rubber.refused() ? colours.failed() : colours.accent()));
    }
    for (Dependency edge : picture.ring) {
      Optional<NodeBox> from = picture.drawing.node(edge.from());
      Optional<NodeBox> to = picture.drawing.node(edge.to());
      if (picture.drawing.edge(Pair.of(edge)).isEmpty() && from.isPresent() && to.isPresent()) {
        loose(
            gc,
            camera.toViewX(from.get().box().getMaxX()),
            camera.toViewY(from.get().midY()),
            camera.toViewX(to.get().box().getMinX()),
            camera.toViewY(to.get().midY()),
            colours.failed());
      }
    }
  }

  private static void loose(
      GraphicsContext gc, double x1, double y1, double x2, double y2, Color color) {
    gc.setStroke(color);
    gc.setFill(color);
    gc.setLineWidth(2.4);
    gc.setLineDashes(7, 4);
    gc.beginPath();
    gc.moveTo(x1, y1);
    if (x2 > x1 + 8) {
      double middle = (x1 + x2) / 2;
      gc.bezierCurveTo(middle, y1, middle, y2, x2 - ARROW, y2);
    } else {
      // Backwards: out to the right, over or under, and in from the left.
      double out = Measures.COLUMN_GAP;
      double lift = Math.abs(y2 - y1) < 2 * Measures.NODE_HEIGHT ? -1.3 * Measures.NODE_HEIGHT : 0;
      double middleY = (y1 + y2) / 2 + lift;
      gc.bezierCurveTo(x1 + out, y1, x1 + out, middleY, (x1 + x2) / 2, middleY);
      gc.bezierCurveTo(x2 - out, middleY, x2 - out, y2, x2 - ARROW, y2);
    }
    gc.stroke();
    gc.setLineDashes(SOLID);
    gc.beginPath();
    arrow(gc, x2, y2, 0, ARROW + 2);
    gc.fill();
  }

  static void line(GraphicsContext gc, Camera camera, double[] c) {
    gc.beginPath();
    gc.moveTo(camera.toViewX(c[0]), camera.toViewY(c[1]));
    gc.bezierCurveTo(
        camera.toViewX(c[2]),
        camera.toViewY(c[3]),
        camera.toViewX(c[4]),
        camera.toViewY(c[5]),
        camera.toViewX(c[6]),
        camera.toViewY(c[7]));
    gc.stroke();
  }
}
