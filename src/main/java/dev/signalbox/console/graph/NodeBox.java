package dev.signalbox.console.graph;

import dev.signalbox.plan.Task;
import javafx.geometry.Rectangle2D;

/// A task and where its box stands.
///
/// @param row its place in the plan, which breaks ties
record NodeBox(Task task, int row, Rectangle2D box) {
  String id() {
    return task.id();
  }

  double midX() {
    return box.getMinX() + box.getWidth() / 2;
  }

  double midY() {
    return box.getMinY() + box.getHeight() / 2;
  }
}
