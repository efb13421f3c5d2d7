package dev.signalbox.console.merge;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;

/// How far the texts are scrolled, in pixels: all of them the same.
final class Scrolling {
  private final DoubleProperty x = new SimpleDoubleProperty();
  private final DoubleProperty y = new SimpleDoubleProperty();
  private final DoubleProperty mostX = new SimpleDoubleProperty();
  private final DoubleProperty mostY = new SimpleDoubleProperty();

  Scrolling() {
    mostX.subscribe(most -> x.set(Math.clamp(x.get(), 0, most.doubleValue())));
    mostY.subscribe(most -> y.set(Math.clamp(y.get(), 0, most.doubleValue())));
  }

  DoubleProperty x() {
    return x;
  }

  DoubleProperty y() {
    return y;
  }

  DoubleProperty mostX() {
    return mostX;
  }

  DoubleProperty mostY() {
    return mostY;
  }

  void by(double dx, double dy) {
    to(x.get() + dx, y.get() + dy);
  }

  void to(double newX, double newY) {
    x.set(Math.clamp(newX, 0, mostX.get()));
    y.set(Math.clamp(newY, 0, mostY.get()));
  }
}
