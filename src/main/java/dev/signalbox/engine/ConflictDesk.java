package dev.signalbox.engine;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.plan.OnConflict;
import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Sealed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What becomes of a change that does not fit the head it was to go on: something takes the place
/// of what conflicts, it runs again, or a person is asked.
final class ConflictDesk {
  private final RunSetup setup;
  private final Ledger ledger;
  private final RunState state;
  private final AttemptDesk attempts;
  private final Overtaken overtaken;
  private final Reminders reminders;

  ConflictDesk(
      RunSetup setup,
      Ledger ledger,
      AttemptDesk attempts,
      Overtaken overtaken,
      Reminders reminders) {
    this.setup = setup;
    this.ledger = ledger;
    this.state = ledger.state();
    this.attempts = attempts;
    this.overtaken = overtaken;
    this.reminders = reminders;
  }

  /// Whether the rungs between git's merge and another attempt are to be tried, which they are
  /// once. Not where it runs again anyway, since what it had read is not so any more; and not where
  /// the check has failed on what came of it.
  boolean isWorthClimbing(TaskStatus status, Signal.Merged signal) {
    return signal.objection().isEmpty()
        && signal.settlement() == null
        && status.resolutionGiven().isEmpty()
        && !state.isStopping()
        && !status.haveRungsFailed()
        && !overtaken.wouldBe(status);
  }

  /// What git could not merge alone fits.
  ///
  /// @param settlement what took the place of what conflicts; null where git merged it after all
  void settled(TaskStatus status, @Nullable Settlement settlement) {
    if (settlement != null) {
      Conflict conflict =
          new Conflict(
              Conflict.Kind.TEXT,
              concerned(status, settlement.paths()),
              settlement.paths(),
              settlement.words());
      ledger.emit(new Event.ConflictResolved(status.id(), conflict, settlement));
    } else {
      status
          .resolutionGiven()
          .ifPresent(
              given ->
                  ledger.emit(
                      new Event.Noted(
                          "%s: It fits what landed by now; what %s gave for the conflict is not needed."
                              .formatted(status.id(), given.by()))));
    }
  }

  /// It runs again, or a person decides.
  void met(TaskStatus status, Merge.Conflicting merge, Signal.Merged signal) {
    String paths = String.join(", ", merge.paths());
    if (!signal.objection().isEmpty()) {
      ask(
          status,
          "What was given for %s cannot land. %s".formatted(paths, signal.objection()),
          merge);
      return;
    }
    boolean given = status.resolutionGiven().isPresent();
    if (given) {
      ledger.emit(new Event.ConflictClosed(status.id(), "another one took its place"));
    }
    boolean first = status.conflicts() == status.staleReads();
    ledger.emit(
        new Event.ConflictFound(
            status.id(),
            new Conflict(
                Conflict.Kind.TEXT,
                concerned(status, merge.paths()),
                merge.paths(),
                merge.messages().isBlank() ? paths : merge.messages())));
    if (signal.settlement() != null && !signal.settlement().steps().isEmpty()) {
      ledger.emit(new Event.RungsTried(status.id(), signal.settlement().steps()));
    }
    if (given) {
      ask(status, "What landed since makes another conflict of it (%s).".formatted(paths), merge);
    } else if (first && setup.plan().conflicts().onConflict() == OnConflict.RERUN) {
      attempts.rerun(status.id(), FailureReason.CONFLICT, "runs again on what landed meanwhile");
    } else {
      String again = first ? "" : ", for the second time";
      ask(status, "It does not fit what landed%s (%s).".formatted(again, paths), merge);
    }
  }

  private void ask(TaskStatus status, String why, Merge.Conflicting merge) {
    ask(status, why, merge.digest());
  }

  private void ask(TaskStatus status, String why, String digest) {
    ledger.emit(
        new Event.DecisionAsked(
            status.id(),
            "%s: %s Resolve it, run it again, or drop it?".formatted(status.id(), why),
            digest));
    reminders.watch(status);
  }

  /// What a person made of a conflict stays with them until it lands.
  ///
  /// @param what is wrong with it, as the beginning of a sentence
  void askAboutResolved(TaskStatus status, String what) {
    status
        .resolutionGiven()
        .ifPresent(
            given ->
                ask(
                    status,
                    "%s on what %s made of the conflict (%s)."
                        .formatted(
                            what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1),
                            given.by(),
                            status.lastAttempt().map(Attempt::detail).orElse("")),
                    given.digest()));
  }

  private List<String> concerned(TaskStatus status, List<String> paths) {
    List<String> tasks = new ArrayList<>(List.of(status.id()));
    tasks.addAll(landedOver(status, paths));
    return tasks;
  }

  /// The tasks that landed on `paths` after the attempt had started.
  private Set<String> landedOver(TaskStatus status, List<String> paths) {
    Attempt attempt = status.attempts().getLast();
    Set<String> tasks = new LinkedHashSet<>();
    for (String id : state.inState(TaskState.LANDED)) {
      TaskStatus other = state.status(id);
      Sealed sealed = other.lastAttempt().map(Attempt::sealed).orElse(null);
      boolean later = other.ended().filter(at -> !at.isBefore(attempt.started())).isPresent();
      if (later
          && sealed != null
          && sealed.changes().stream().anyMatch(change -> paths.contains(change.path()))) {
        tasks.add(id);
      }
    }
    return tasks;
  }
}
