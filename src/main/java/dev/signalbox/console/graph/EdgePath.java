package dev.signalbox.console.graph;

import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import java.util.List;
import java.util.Set;
import javafx.geometry.Rectangle2D;
import org.jspecify.annotations.Nullable;

/// The line from one task to another.
///
/// Two tasks may be joined for several reasons; they share one line, which is drawn by the first
/// reason that is not filtered away.
///
/// @param reasons why, the strongest first; never empty
/// @param curve cubic curves end to end: a start, then for each curve two control points and its
///   end, as x, y, x, y…
/// @param box what it lies in
record EdgePath(Pair pair, List<Dependency> reasons, double[] curve, Rectangle2D box) {
  private static final int STEPS = 12;

  static EdgePath of(Pair pair, List<Dependency> reasons, double[] curve) {
    double minX = curve[0];
    double minY = curve[1];
    double maxX = minX;
    double maxY = minY;
    for (int i = 2; i < curve.length; i += 2) {
      minX = Math.min(minX, curve[i]);
      maxX = Math.max(maxX, curve[i]);
      minY = Math.min(minY, curve[i + 1]);
      maxY = Math.max(maxY, curve[i + 1]);
    }
    Rectangle2D box = new Rectangle2D(minX - 5, minY - 5, maxX - minX + 10, maxY - minY + 10);
    return new EdgePath(pair, reasons, curve, box);
  }

  /// The reason it is drawn by, or null where all of them are hidden.
  @Nullable Dependency shown(Set<Provenance> hidden) {
    for (Dependency reason : reasons) {
      if (!hidden.contains(reason.provenance())) {
        return reason;
      }
    }
    return null;
  }

  /// How far the line is from a point.
  double distance(double x, double y) {
    double least = Double.MAX_VALUE;
    double fromX = curve[0];
    double fromY = curve[1];
    for (int i = 2; i + 5 < curve.length; i += 6) {
      double startX = curve[i - 2];
      double startY = curve[i - 1];
      for (int step = 1; step <= STEPS; step++) {
        double t = (double) step / STEPS;
        double toX = at(t, startX, curve[i], curve[i + 2], curve[i + 4]);
        double toY = at(t, startY, curve[i + 1], curve[i + 3], curve[i + 5]);
        least = Math.min(least, distance(x, y, fromX, fromY, toX, toY));
        fromX = toX;
        fromY = toY;
      }
    }
    return least;
  }

  double endX() {
    return curve[curve.length - 2];
  }

  double endY() {
    return curve[curve.length - 1];
  }

  /// The direction in which it arrives, in radians.
  double endAngle() {
    int n = curve.length;
    return Math.atan2(curve[n - 1] - curve[n - 3], curve[n - 2] - curve[n - 4]);
  }

  private static double at(double t, double a, double b, double c, double d) {
    double u = 1 - t;
    return u * u * u * a + 3 * u * u * t * b + 3 * u * t * t * c + t * t * t * d;
  }

  private static double distance(double x, double y, double ax, double ay, double bx, double by) {
    double dx = bx - ax;
    double dy = by - ay;
    double length = dx * dx + dy * dy;
    double t = length == 0 ? 0 : Math.clamp(((x - ax) * dx + (y - ay) * dy) / length, 0.0, 1.0);
    return Math.hypot(x - ax - t * dx, y - ay - t * dy);
  }
}
