package dev.signalbox.console.graph;

import dev.signalbox.console.theme.StateStyle;
import java.util.function.BiConsumer;
import javafx.geometry.Rectangle2D;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/// The whole graph in a corner, with a frame around what is in view; pressing on it goes there.
final class Minimap extends Region {
  private static final double MOST_WIDTH = 168;
  private static final double MOST_HEIGHT = 108;
  private static final double PADDING = 6;

  private final Canvas canvas = new Canvas();
  private final Rectangle frame = new Rectangle();
  private Rectangle2D drawn = Rectangle2D.EMPTY;
  private double scale = 1;

  /// @param goTo is told the point of the drawing that should be in the middle
  Minimap(BiConsumer<Double, Double> goTo) {
    getStyleClass().add("sb-minimap");
    setAccessibleText("Overview of the graph");
    frame.getStyleClass().add("frame");
    frame.setManaged(false);
    frame.setMouseTransparent(true);
    canvas.setMouseTransparent(true);
    getChildren().addAll(canvas, frame);
    setOnMousePressed(
        e -> {
          goTo.accept(toWorldX(e.getX()), toWorldY(e.getY()));
          e.consume();
        });
    setOnMouseDragged(
        e -> {
          goTo.accept(toWorldX(e.getX()), toWorldY(e.getY()));
          e.consume();
        });
    setOnMouseReleased(e -> e.consume());
  }

  private double toWorldX(double x) {
    return (x - PADDING) / scale + drawn.getMinX();
  }

  private double toWorldY(double y) {
    return (y - PADDING) / scale + drawn.getMinY();
  }

  /// Paints every task anew; needed when states change, not when the view moves.
  void paint(Picture picture) {
    drawn = picture.drawing.bounds();
    if (drawn.getWidth() <= 0) {
      return;
    }
    scale =
        Math.min(
            (MOST_WIDTH - 2 * PADDING) / drawn.getWidth(),
            (MOST_HEIGHT - 2 * PADDING) / drawn.getHeight());
    double width = Math.ceil(drawn.getWidth() * scale) + 2 * PADDING;
    double height = Math.ceil(drawn.getHeight() * scale) + 2 * PADDING;
    setMinSize(width, height);
    setPrefSize(width, height);
    setMaxSize(width, height);
    canvas.setWidth(width);
    canvas.setHeight(height);
    GraphicsContext gc = canvas.getGraphicsContext2D();
    gc.clearRect(0, 0, width, height);
    double w = Math.max(1.5, Measures.NODE_WIDTH * scale);
    double h = Math.max(1.5, Measures.NODE_HEIGHT * scale);
    for (NodeBox node : picture.drawing.nodes()) {
      NodeLook look = picture.look(node);
      gc.setFill(StateStyle.of(look.state()).color(picture.palette));
      gc.fillRect(
          PADDING + (node.box().getMinX() - drawn.getMinX()) * scale,
          PADDING + (node.box().getMinY() - drawn.getMinY()) * scale,
          w,
          h);
    }
  }

  /// Moves the frame.
  void follow(Rectangle2D visible) {
    double minX = Math.max(visible.getMinX(), drawn.getMinX());
    double minY = Math.max(visible.getMinY(), drawn.getMinY());
    double maxX = Math.min(visible.getMaxX(), drawn.getMaxX());
    double maxY = Math.min(visible.getMaxY(), drawn.getMaxY());
    frame.setX(Math.round(PADDING + (minX - drawn.getMinX()) * scale) - 1.5);
    frame.setY(Math.round(PADDING + (minY - drawn.getMinY()) * scale) - 1.5);
    frame.setWidth(Math.max(6, Math.round((maxX - minX) * scale) + 3));
    frame.setHeight(Math.max(6, Math.round((maxY - minY) * scale) + 3));
  }
}
