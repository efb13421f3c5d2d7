package dev.signalbox.engine;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Who lets whom land first, as people want it. Only those that have started can be waited for:
/// they hold their claims, so that nobody who waits for them has what they need.
final class Yields {
  private final Ledger ledger;
  private final RunState state;
  private final LandingEffects landings;

  Yields(Ledger ledger, LandingEffects landings) {
    this.ledger = ledger;
    this.state = ledger.state();
    this.landings = landings;
  }

  Command.Result let(TaskStatus status, Command.Yield c) {
    TaskStatus to = state.task(c.to()).orElse(null);
    if (to == null) {
      return Operator.refused("There is no task " + c.to() + " in this run.");
    }
    String objection = objection(status, to);
    if (!objection.isEmpty()) {
      return Operator.refused(objection);
    }
    ledger.emit(new Event.Yielded(c.task(), c.to(), c.by()));
    if (status.state() == TaskState.MERGING || status.state() == TaskState.CHECKING) {
      boolean checks = status.state() == TaskState.CHECKING;
      ledger.emit(new Event.Queued(c.task(), "lets %s land first".formatted(c.to())));
      if (checks) {
        ledger.then(landings::interruptCheck);
      }
    }
    return new Command.Result(true, "%s lets %s land first.".formatted(c.task(), c.to()));
  }

  private String objection(TaskStatus status, TaskStatus to) {
    String task = status.id();
    String other = to.id();
    if (task.equals(other)) {
      return task + " cannot let itself land first.";
    }
    for (TaskStatus each : List.of(status, to)) {
      if (each.state().isFinal() || each.state() == TaskState.LANDING) {
        return "%s is %s already; nothing is left to wait for."
            .formatted(each.id(), Operator.words(each));
      }
      if (!each.holdsClaims()) {
        return "%s has not started; reorder says what starts first.".formatted(each.id());
      }
    }
    if (status.yieldsTo.contains(other)) {
      return "%s lets %s land first already.".formatted(task, other);
    }
    if (state.graph().descendants(task).contains(other)) {
      return "%s comes after %s; both would wait.".formatted(other, task);
    }
    return waitsFor(to, task)
        ? "%s lets %s land first already; both would wait.".formatted(other, task)
        : "";
  }

  /// Whether `status` lands only after `task`, be it through others.
  private boolean waitsFor(TaskStatus status, String task) {
    Set<String> before = new LinkedHashSet<>(status.yieldsTo);
    List<String> next = List.copyOf(before);
    while (!next.isEmpty() && !before.contains(task)) {
      next =
          next.stream()
              .flatMap(id -> state.status(id).yieldsTo.stream())
              .filter(before::add)
              .toList();
    }
    return before.contains(task);
  }

  Command.Result end(TaskStatus status, Command.EndYield c) {
    if (!status.yieldsTo.contains(c.to())) {
      return Operator.refused("%s does not let %s land first.".formatted(c.task(), c.to()));
    }
    ledger.emit(new Event.YieldEnded(c.task(), c.to(), c.by()));
    return new Command.Result(
        true, "%s does not wait for %s any more.".formatted(c.task(), c.to()));
  }
}
