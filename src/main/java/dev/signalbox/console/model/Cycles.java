package dev.signalbox.console.model;

import dev.signalbox.graph.CycleException;
import dev.signalbox.graph.Dependency;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.Problem;
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

  static Problem problem(PlanFile file, CycleException cycle) {
    Dependency last = cycle.cycle().getLast();
    String key = "tasks.%s.depends_on.%s".formatted(last.to(), last.from());
    String at = file.places().containsKey(key) ? key : "tasks." + last.to();
    return file.error(
        at,
        cycle.getMessage() + ".",
        "Remove one of these dependencies, for instance %s from those of %s."
            .formatted(last.from(), last.to()));
  }
}
