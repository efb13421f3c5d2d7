package dev.signalbox.console.conflicts;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.console.model.Amounts;
import dev.signalbox.console.theme.Durations;
import dev.signalbox.engine.Forecast;
import dev.signalbox.engine.FoundConflict;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One task that lets, or could let, another land first.
///
/// @param task which waits
/// @param to which lands first
/// @param agreed whether it is so already
record Yielding(String task, String to, boolean agreed) {

  /// What there is between the selected tasks, or between the selected one and another: what is
  /// agreed already, else what could be because the two do not fit. The older goes first.
  static Optional<Yielding> of(RunState run, List<String> selected) {
    for (String id : selected) {
      for (String to : run.task(id).map(TaskStatus::yieldsTo).orElse(List.of())) {
        if (selected.size() == 1 || selected.contains(to)) {
          return Optional.of(new Yielding(id, to, true));
        }
      }
    }
    if (selected.isEmpty() || selected.size() > 2) {
      return Optional.empty();
    }
    return run.conflicts().stream()
        .filter(found -> found.isOpen() && found.live() && found.conflict().isInTheWay())
        .map(FoundConflict::conflict)
        // The check fails on both in either order.
        .filter(conflict -> conflict.kind() != Conflict.Kind.CHECK)
        .filter(conflict -> conflict.tasks().containsAll(selected))
        // The plan says when the base lands.
        .filter(conflict -> conflict.tasks().stream().noneMatch(Conflict::isBase))
        .map(conflict -> new Yielding(conflict.tasks().get(0), conflict.tasks().get(1), false))
        .filter(yielding -> isOpen(run, yielding.task) && isOpen(run, yielding.to))
        .findFirst();
  }

  private static boolean isOpen(RunState run, String task) {
    TaskState state = run.status(task).state();
    return !state.isFinal() && state != TaskState.LANDING;
  }

  Yielding theOtherWayRound() {
    return new Yielding(to, task, false);
  }

  /// What it costs, as far as can be told: how much later `task` would land, and who waits for
  /// that.
  String cost(RunState run, Instant now) {
    TaskStatus first = run.status(to);
    if (first.state().isAsking()) {
      return "%s would land once somebody has answered %s".formatted(task, to) + waiting(run);
    }
    if (first.task().expect() == null && !first.state().isInMergeQueue()) {
      return "%s would land after %s; nobody has said how long that takes".formatted(task, to)
          + waiting(run);
    }
    Duration wait = Forecast.left(run, to, now).minus(Forecast.left(run, task, now));
    // Both may be over their time by now, and then nobody knows.
    if (wait.toSeconds() == 0) {
      return "%s would land after %s; the two are expected at about the same time"
              .formatted(task, to)
          + waiting(run);
    }
    return wait.isNegative()
        ? "%s is expected first anyway.".formatted(to)
        : "%s would land about %s later".formatted(task, Durations.clock(wait)) + waiting(run);
  }

  /// What it costs to end the attempt of `task` now and run it again once `to` has landed.
  String costOfSendingBack(RunState run, Instant now) {
    String lost =
        run.status(task)
            .lastAttempt()
            .filter(attempt -> attempt.reason() == null)
            .map(attempt -> Durations.clock(Duration.between(attempt.started(), now)))
            .map(", and what it did in %s is kept but not used"::formatted)
            .orElse("");
    return task + " begins anew" + lost + waiting(run);
  }

  /// What it costs to let `task` come after `to` from now on.
  String costOfTheEdge(RunState run, Instant now) {
    return costOfSendingBack(run, now) + " If %s does not land, %s is skipped.".formatted(to, task);
  }

  private String waiting(RunState run) {
    int waiting =
        (int)
            run.graph().descendants(task).stream()
                .filter(after -> !run.status(after).state().isFinal())
                .count();
    return waiting == 0
        ? "."
        : "; %s for it.".formatted(Amounts.count(waiting, "task waits", "tasks wait"));
  }
}
