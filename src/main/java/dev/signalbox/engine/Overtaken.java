package dev.signalbox.engine;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.serial.Precedence;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.StaleReads;
import dev.signalbox.workspace.Sealed;
import java.util.ArrayList;
import java.util.List;

/// Tasks that had read what others have changed since, so that no serial run gives the same: each
/// runs again on what there is now, so often and no more.
final class Overtaken {
  /// After so many attempts a person is asked.
  private static final int MOST = 2;

  private static final int MOST_NAMED = 5;

  private final Plan plan;
  private final Ledger ledger;

  Overtaken(Plan plan, Ledger ledger) {
    this.plan = plan;
    this.ledger = ledger;
  }

  /// Has a merged change that fits nowhere in a serial run done again, or asks a person.
  ///
  /// @return whether it does not land now
  boolean isHandled(TaskStatus status) {
    List<Precedence> ring = ring(status);
    if (ring.isEmpty()) {
      return false;
    }
    if (status.staleReads() < MOST) {
      again(status, ring);
    } else {
      found(status, ring);
      ledger.emit(
          new Event.DecisionAsked(
              status.id(),
              "%s read what was changed under it for the third time (%s). Run it again, or drop it? (With `stale_reads: label` in the plan such a change lands, and is called not serial.)"
                  .formatted(status.id(), some(stale(status, ring))),
              ""));
    }
    return true;
  }

  /// The same of a change that is not merged yet: its own paths are what it would write.
  boolean wouldBe(TaskStatus status) {
    Sealed sealed = status.lastAttempt().map(Attempt::sealed).orElse(null);
    if (sealed == null || plan.staleReads() != StaleReads.RERUN) {
      return false;
    }
    List<String> writes = sealed.changes().stream().map(Sealed.Change::path).toList();
    return !ledger.state().history.judge(status, writes).ring().isEmpty();
  }

  /// Whether there is no place for it in a serial order once `ahead` have landed, and the plan
  /// minds.
  boolean isOvertaken(TaskStatus status, List<SerialHistory.Ahead> ahead) {
    return !ring(status, ahead).isEmpty();
  }

  /// The same of a task that changed nothing; what it told others may be wrong all the same.
  boolean runsAgain(TaskStatus status) {
    List<Precedence> ring = ring(status);
    boolean again = !ring.isEmpty() && status.staleReads() < MOST;
    if (again) {
      again(status, ring);
    }
    return again;
  }

  private List<Precedence> ring(TaskStatus status) {
    return ring(status, List.of());
  }

  private List<Precedence> ring(TaskStatus status, List<SerialHistory.Ahead> ahead) {
    // A person has looked at what others had changed.
    return plan.staleReads() == StaleReads.RERUN && !status.isDecidedByAPerson()
        ? ledger.state().history.judge(status, status.mergedWrites(), ahead).ring()
        : List.of();
  }

  private void again(TaskStatus status, List<Precedence> ring) {
    found(status, ring);
    ledger.emit(
        new Event.RetryScheduled(
            status.id(),
            FailureReason.STALE_READ,
            "runs again on what landed meanwhile",
            0,
            ledger.clock().now()));
    ledger.emit(new Event.RetryDue(status.id()));
  }

  private void found(TaskStatus status, List<Precedence> ring) {
    List<String> tasks = new ArrayList<>(List.of(status.id()));
    ring.stream().map(Precedence::after).filter(t -> !tasks.contains(t)).forEach(tasks::add);
    List<String> paths = stale(status, ring);
    String detail =
        "It had read %s, which %s changed meanwhile"
            .formatted(String.join(", ", paths), ring.getFirst().after());
    ledger.emit(
        new Event.ConflictFound(
            status.id(), new Conflict(Conflict.Kind.STALE_READ, tasks, paths, detail)));
  }

  // A build reads everything; the conflict has all of it.
  private static String some(List<String> paths) {
    int more = paths.size() - MOST_NAMED;
    String first = String.join(", ", paths.subList(0, Math.min(MOST_NAMED, paths.size())));
    return more > 0 ? "%s and %d more".formatted(first, more) : first;
  }

  private static List<String> stale(TaskStatus status, List<Precedence> ring) {
    return ring.stream()
        .filter(p -> p.kind() == Precedence.Kind.STALE && p.before().equals(status.id()))
        .map(Precedence::key)
        .distinct()
        .toList();
  }
}
