package dev.signalbox.console.graph;

import java.util.List;
import javafx.geometry.Rectangle2D;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;

/// Paints what is in view: lines, then conflicts, then boxes, then what lies above boxes.
final class GraphPainter {
  private final TextFit fit = new TextFit();
  private final NodePainter nodes = new NodePainter(fit);
  private final EdgePainter edges = new EdgePainter();
  private final ConflictPainter conflicts = new ConflictPainter(fit);

  ConflictPainter conflicts() {
    return conflicts;
  }

  void paint(Canvas canvas, Picture picture, Camera camera) {
    double width = canvas.getWidth();
    double height = canvas.getHeight();
    GraphicsContext gc = canvas.getGraphicsContext2D();
    gc.setFill(picture.palette.canvas());
    gc.fillRect(0, 0, width, height);
    if (width < 1 || height < 1) {
      return;
    }
    Rectangle2D visible = camera.visible(width, height);
    List<EdgePath> lines = picture.drawing.edgesIn(visible);
    edges.paint(gc, picture, camera, lines);
    edges.paintExclusions(gc, picture, camera);
    conflicts.paintLines(gc, picture, camera);
    for (NodeBox node : picture.drawing.nodesIn(grown(visible))) {
      nodes.paint(gc, picture, camera, node);
    }
    edges.paintEdits(gc, picture, camera);
    conflicts.paintPills(gc, picture, camera, width, height);
  }

  /// Outlines and ports stand a little outside their boxes.
  private static Rectangle2D grown(Rectangle2D area) {
    double more = 16;
    return new Rectangle2D(
        area.getMinX() - more,
        area.getMinY() - more,
        area.getWidth() + 2 * more,
        area.getHeight() + 2 * more);
  }
}
