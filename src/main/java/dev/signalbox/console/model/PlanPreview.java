package dev.signalbox.console.model;

import dev.signalbox.app.check.CycleProblem;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.RunState;
import dev.signalbox.graph.CycleException;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is shown of a plan of which nothing runs.
///
/// @param state that of a run of it that has just begun; it belongs to whoever shows it
/// @param problems those of the file, and that tasks wait for each other
public record PlanPreview(PlanFile file, RunState state, List<Problem> problems) {
  public PlanPreview {
    problems = List.copyOf(problems);
  }

  /// Puts a plan's graph together, which takes too long for the window's thread where there are
  /// thousands of tasks.
  public static PlanPreview of(PlanFile file, Instant now) {
    Plan plan = file.plan();
    if (plan == null) {
      return new PlanPreview(file, new RunState(), file.problems());
    }
    try {
      return new PlanPreview(file, begun(plan, file, now), file.problems());
    } catch (CycleException e) {
      List<Problem> problems = new ArrayList<>(file.problems());
      problems.add(CycleProblem.of(file, e));
      return new PlanPreview(file, begun(Cycles.without(plan), file, now), problems);
    }
  }

  private static RunState begun(Plan plan, PlanFile file, Instant now) {
    RunState state = new RunState();
    state.apply(
        new Entry(
            1, now, new Event.RunStarted("", plan, file.path().toString(), "", "", "", List.of())));
    return state;
  }
}
