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
    return segment(sx, sy, ex, ey);
  }

  /// A line that says that two boxes have to do with each other, without a direction: straight to a
  /// neighbour, and in an arc around what stands in between in its row or column.
  static double[] link(Rectangle2D one, Rectangle2D other) {
    double left = Math.max(one.getMinX(), other.getMinX());
    double right = Math.min(one.getMaxX(), other.getMaxX());
    double top = Math.max(one.getMinY(), other.getMinY());
    double bottom = Math.min(one.getMaxY(), other.getMaxY());
    if (left < right) {
      double x = (left + right) / 2;
      if (top - bottom < 2 * Measures.ROW_GAP) {
        boolean above = one.getMinY() <= other.getMinY();
        return above
            ? segment(x, one.getMaxY(), x, other.getMinY())
            : segment(x, one.getMinY(), x, other.getMaxY());
      }
      double out = Math.max(one.getMaxX(), other.getMaxX()) + Measures.COLUMN_GAP;
      double y1 = one.getMinY() + one.getHeight() / 2;
      double y2 = other.getMinY() + other.getHeight() / 2;
      return new double[] {one.getMaxX(), y1, out, y1, out, y2, other.getMaxX(), y2};
    }
    if (top < bottom) {
      if (left - right < 2 * Measures.COLUMN_GAP) {
        double y = (top + bottom) / 2;
        boolean before = one.getMinX() <= other.getMinX();
        return before
            ? segment(one.getMaxX(), y, other.getMinX(), y)
            : segment(one.getMinX(), y, other.getMaxX(), y);
      }
      double over = Math.min(one.getMinY(), other.getMinY()) - 1.2 * Measures.ROW_GAP;
      double x1 = one.getMinX() + one.getWidth() / 2;
      double x2 = other.getMinX() + other.getWidth() / 2;
      return new double[] {x1, one.getMinY(), x1, over, x2, over, x2, other.getMinY()};
    }
    return straight(one, other);
  }

  /// A point of a curve of one piece.
  static Point2D point(double[] c, double t) {
    double u = 1 - t;
    double a = u * u * u;
    double b = 3 * u * u * t;
    double d = 3 * u * t * t;
    double e = t * t * t;
    return Point2D.of(
        a * c[0] + b * c[2] + d * c[4] + e * c[6], a * c[1] + b * c[3] + d * c[5] + e * c[7]);
  }

  private static double[] segment(double sx, double sy, double ex, double ey) {
    return new double[] {
      sx, sy, sx + (ex - sx) / 3, sy + (ey - sy) / 3, ex - (ex - sx) / 3, ey - (ey - sy) / 3, ex, ey
    };
  }

  /// Which part of the way `(dx, dy)` from a box's middle lies within it, at most half.
  private static double inside(Rectangle2D box, double dx, double dy) {
    double x = dx == 0 ? 1 : box.getWidth() / 2 / Math.abs(dx);
    double y = dy == 0 ? 1 : box.getHeight() / 2 / Math.abs(dy);
    return Math.min(0.5, Math.min(x, y));
  }
}
