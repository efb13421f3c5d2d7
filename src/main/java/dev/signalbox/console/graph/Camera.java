package dev.signalbox.console.graph;

import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;

/// Which part of the drawing is in view, and how large.
final class Camera {
  static final double SMALLEST = 0.02;
  static final double LARGEST = 2.5;

  private double scale = 1;
  private double offsetX;
  private double offsetY;

  double scale() {
    return scale;
  }

  double toViewX(double x) {
    return x * scale + offsetX;
  }

  double toViewY(double y) {
    return y * scale + offsetY;
  }

  double toWorldX(double x) {
    return (x - offsetX) / scale;
  }

  double toWorldY(double y) {
    return (y - offsetY) / scale;
  }

  /// The part of the drawing that a view of this size shows.
  Rectangle2D visible(double width, double height) {
    return new Rectangle2D(
        toWorldX(0), toWorldY(0), Math.max(0, width / scale), Math.max(0, height / scale));
  }

  void pan(double dx, double dy) {
    offsetX += dx;
    offsetY += dy;
  }

  /// Zooms so that what is at this point of the view stays there.
  void zoom(double factor, double viewX, double viewY) {
    double x = toWorldX(viewX);
    double y = toWorldY(viewY);
    scale = Math.clamp(scale * factor, SMALLEST, LARGEST);
    offsetX = viewX - x * scale;
    offsetY = viewY - y * scale;
  }

  /// Everything in view and in the middle, never larger than drawn. The tools at the bottom cover
  /// nothing where there is room beside them.
  void fit(Rectangle2D drawing, double width, double height) {
    double room = 2 * Measures.MARGIN;
    double bottom = Measures.TOOLS;
    if (drawing.getWidth() <= 0 || width <= room || height <= room + bottom) {
      scale = 1;
      offsetX = Measures.MARGIN;
      offsetY = Measures.MARGIN;
      return;
    }
    double most =
        Math.min(
            (width - room) / drawing.getWidth(), (height - room - bottom) / drawing.getHeight());
    scale = Math.clamp(most, SMALLEST, 1);
    centre(drawing, width, height - bottom);
  }

  /// Moves, without zooming, so that the middle of `box` is in the middle of the view.
  void centre(Rectangle2D box, double width, double height) {
    // Whole pixels: lines at 100 % then lie on them.
    offsetX = Math.round(width / 2 - (box.getMinX() + box.getWidth() / 2) * scale);
    offsetY = Math.round(height / 2 - (box.getMinY() + box.getHeight() / 2) * scale);
  }

  /// Moves as little as needed so that `box` is in view with some room around it.
  ///
  /// @return whether it moved
  boolean reveal(Rectangle2D box, double width, double height) {
    double room = Math.min(40, Math.min(width, height) / 4);
    double dx = shift(toViewX(box.getMinX()), toViewX(box.getMaxX()), width, room);
    double dy = shift(toViewY(box.getMinY()), toViewY(box.getMaxY()), height, room);
    pan(dx, dy);
    return dx != 0 || dy != 0;
  }

  private static double shift(double low, double high, double length, double room) {
    if (low >= 0 && high <= length) {
      return 0;
    }
    double toLow = room - low;
    double toHigh = length - room - high;
    return Math.round(low < 0 || high - low > length - 2 * room ? toLow : toHigh);
  }

  /// Moves so that a point of the drawing that was at `(x, y)` of the view is there again.
  void keep(double worldX, double worldY, double viewX, double viewY) {
    offsetX = viewX - worldX * scale;
    offsetY = viewY - worldY * scale;
  }

  boolean shows(Rectangle2D box, double width, double height) {
    return visible(width, height).contains(box);
  }

  static Rectangle2D rectangle(Bounds bounds) {
    return new Rectangle2D(
        bounds.getMinX(), bounds.getMinY(), bounds.getWidth(), bounds.getHeight());
  }
}
