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
    return new Plan(
        plan.name(),
        plan.repository(),
        plan.sample(),
        plan.base(),
        plan.into(),
        plan.check(),
        plan.parallel(),
        plan.undeclared(),
        plan.workspace(),
        plan.keepIgnored(),
        plan.undoRepositoryChanges(),
        plan.agents(),
        tasks);
  }
}
