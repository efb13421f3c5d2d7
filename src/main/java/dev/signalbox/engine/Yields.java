package dev.signalbox.engine;

import dev.signalbox.conflict.Conflict;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Who lets whom land first, as people want it. Only those that have started can be waited for:
/// they hold their claims, so that nobody who waits for them has what they need.
final class Yields {
  private final Ledger ledger;
  private final RunState state;
  private final AttemptDesk attempts;
  private final LandingEffects landings;

  Yields(Ledger ledger, AttemptDesk attempts, LandingEffects landings) {
    this.ledger = ledger;
    this.state = ledger.state();
    this.attempts = attempts;
    this.landings = landings;
  }

  Command.Result let(TaskStatus status, Command.Yield c) {
    String objection = objection(status, c.to());
    if (objection.isEmpty() && status.yieldsTo.contains(c.to())) {
      objection = "%s lets %s land first already.".formatted(c.task(), c.to());
    }
    if (!objection.isEmpty()) {
      return Operator.refused(objection);
    }
    ledger.emit(new Event.Yielded(c.task(), c.to(), c.by()));
    leaveTheLane(status, c.to());
    return new Command.Result(true, "%s lets %s land first.".formatted(c.task(), c.to()));
  }

  /// What is being merged or checked goes back into the queue, where it waits.
  private void leaveTheLane(TaskStatus status, String to) {
    boolean checks = status.state() == TaskState.CHECKING;
    if (checks || status.state() == TaskState.MERGING) {
      ledger.emit(new Event.Queued(status.id(), "lets %s land first".formatted(to)));
      if (checks) {
        ledger.then(landings::interruptCheck);
      }
    }
  }

  /// Ends what `status` has under way; what it had changed is kept under its ref.
  Command.Result sendBack(TaskStatus status, Command.SendBack c) {
    String objection = objection(status, c.to());
    if (objection.isEmpty()) {
      objection =
          switch (status.state()) {
            case PARKED ->
                "%s waits for its account in a work tree of its own; call it off, or let it go on."
                    .formatted(c.task());
            case ASKING_DECISION ->
                "%s asks what is to become of its change; answer that.".formatted(c.task());
            default ->
                status.sentBack().filter(e -> e.to().equals(c.to())).isPresent()
                    ? "%s runs again after %s already.".formatted(c.task(), c.to())
                    : "";
          };
    }
    if (!objection.isEmpty()) {
      return Operator.refused(objection);
    }
    Optional<Conflict> between =
        state.conflicts().stream()
            .filter(found -> found.isOpen() && found.isSeenBetween(c.task(), c.to()))
            .map(FoundConflict::conflict)
            .filter(Conflict::isInTheWay)
            .findFirst();
    ledger.emit(
        new Event.SentBack(
            c.task(),
            c.to(),
            c.by(),
            between.map(Conflict::detail).orElse(""),
            between.map(Conflict::paths).orElse(List.of())));
    leaveTheLane(status, c.to());
    switch (status.state()) {
      case QUEUED, ASKING_LANDING -> attempts.sentBack(status);
      default -> attempts.interrupt(status, FailureReason.SENT_BACK);
    }
    return new Command.Result(
        true, "%s runs again once %s has landed.".formatted(c.task(), c.to()));
  }

  private String objection(TaskStatus status, String toward) {
    TaskStatus to = state.task(toward).orElse(null);
    if (to == null) {
      return "There is no task " + toward + " in this run.";
    }
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
    if (state.graph().descendants(task).contains(other)) {
      return "%s comes after %s; both would wait.".formatted(other, task);
    }
    return waitsFor(to, task)
        ? "%s lets %s land first already; both would wait.".formatted(other, task)
        : "";
  }

  /// Whether `status` lands only after `task`, be it through others.
  private boolean waitsFor(TaskStatus status, String task) {
    Set<String> before = new LinkedHashSet<>();
    List<String> next = List.of(status.id());
    while (!next.isEmpty() && !before.contains(task)) {
      next = next.stream().flatMap(this::directlyBefore).filter(before::add).toList();
    }
    return before.contains(task);
  }

  private Stream<String> directlyBefore(String task) {
    return Stream.concat(
        state.status(task).yieldsTo.stream(), state.graph().predecessors(task).stream());
  }

  Command.Result end(TaskStatus status, Command.EndYield c) {
    if (!status.yieldsTo.contains(c.to())) {
      return Operator.refused("%s does not let %s land first.".formatted(c.task(), c.to()));
    }
    if (state.graph().predecessors(c.task()).contains(c.to())) {
      return Operator.refused("%s comes after %s by now.".formatted(c.task(), c.to()));
    }
    ledger.emit(new Event.YieldEnded(c.task(), c.to(), c.by()));
    return new Command.Result(
        true, "%s does not wait for %s any more.".formatted(c.task(), c.to()));
  }
}
