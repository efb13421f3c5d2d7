package dev.signalbox.console.graph;

import java.util.List;
import javafx.geometry.Rectangle2D;
import org.jgrapht.alg.drawing.model.Point2D;

/// The shapes of lines between boxes.
final class Curves {
  private Curves() {}

  /// From the right side of one box to the left of another, level at both ends and at every bend,
  /// as tracks are.
  static double[] track(Rectangle2D from, Rectangle2D to, List<Point2D> bends) {
    double[] xs = new double[bends.size() + 2];
    double[] ys = new double[xs.length];
    xs[0] = from.getMaxX();
    ys[0] = from.getMinY() + from.getHeight() / 2;
    for (int i = 0; i < bends.size(); i++) {
      xs[i + 1] = bends.get(i).getX();
      ys[i + 1] = bends.get(i).getY();
    }
    xs[xs.length - 1] = to.getMinX();
    ys[ys.length - 1] = to.getMinY() + to.getHeight() / 2;
    double[] curve = new double[2 + 6 * (xs.length - 1)];
    curve[0] = xs[0];
    curve[1] = ys[0];
    for (int i = 1; i < xs.length; i++) {
      double middle = (xs[i - 1] + xs[i]) / 2;
      int at = 2 + 6 * (i - 1);
      curve[at] = middle;
      curve[at + 1] = ys[i - 1];
      curve[at + 2] = middle;
      curve[at + 3] = ys[i];
      curve[at + 4] = xs[i];
      curve[at + 5] = ys[i];
    }
    return curve;
  }

  /// Straight from edge to edge of two boxes, towards their middles.
  static double[] straight(Rectangle2D from, Rectangle2D to) {
    double ax = from.getMinX() + from.getWidth() / 2;
    double ay = from.getMinY() + from.getHeight() / 2;
    double bx = to.getMinX() + to.getWidth() / 2;
    double by = to.getMinY() + to.getHeight() / 2;
    double leave = inside(from, bx - ax, by - ay);
    double arrive = inside(to, bx - ax, by - ay);
    double sx = ax + (bx - ax) * leave;
    double sy = ay + (by - ay) * leave;
    double ex = bx - (bx - ax) * arrive;
    double ey = by - (by - ay) * arrive;
    return new double[] {
      sx, sy, sx + (ex - sx) / 3, sy + (ey - sy) / 3, ex - (ex - sx) / 3, ey - (ey - sy) / 3, ex, ey
    };
  }

  /// The shortest line between two boxes: upright where one stands above the other.
  static double[] between(Rectangle2D one, Rectangle2D other) {
    double left = Math.max(one.getMinX(), other.getMinX());
    double right = Math.min(one.getMaxX(), other.getMaxX());
    if (left < right) {
      double x = (left + right) / 2;
      boolean above = one.getMinY() <= other.getMinY();
      return above
          ? new double[] {x, one.getMaxY(), x, other.getMinY()}
          : new double[] {x, one.getMinY(), x, other.getMaxY()};
    }
    double[] c = straight(one, other);
    return new double[] {c[0], c[1], c[6], c[7]};
  }

  /// Which part of the way `(dx, dy)` from a box's middle lies within it, at most half.
  private static double inside(Rectangle2D box, double dx, double dy) {
    double x = dx == 0 ? 1 : box.getWidth() / 2 / Math.abs(dx);
    double y = dy == 0 ? 1 : box.getHeight() / 2 / Math.abs(dy);
    return Math.min(0.5, Math.min(x, y));
  }
}
