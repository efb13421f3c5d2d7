package dev.signalbox.console.model;

import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import java.util.List;
import java.util.Map;

/// What to show of a plan whose tasks wait for each other.
final class Cycles {
  private Cycles() {}

  /// The same tasks without what makes one wait for another: they can be listed, not run.
  static Plan without(Plan plan) {
    List<Task> tasks =
        plan.tasks().stream()
            .map(t -> new Task(t.id(), t.agent(), t.description(), Map.of()))
            .toList();
    return plan.withTasks(tasks);
  }
}
