package dev.signalbox.engine;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.plan.Approval;
import dev.signalbox.plan.OnConflict;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.Workspace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The way from a kept change to the integration branch, one task at a time: merge, check, ask,
/// compare and swap. Whoever waits for a person leaves the lane, so that the others go on, and
/// comes through it again after the yes; the yes holds while the merged content of its paths is
/// what was shown.
final class LandingLane {
  private final RunSetup setup;
  private final Ledger ledger;
  private final RunState state;
  private final LandingEffects effects;
  private final AttemptDesk attempts;
  private final Overtaken overtaken;
  private final Reminders reminders;

  /// An effect of the lane is under way. A task may have left the lane meanwhile; the lane is free
  /// only when the work is over.
  private boolean busy;

  LandingLane(
      RunSetup setup,
      Ledger ledger,
      LandingEffects effects,
      AttemptDesk attempts,
      Reminders reminders) {
    this.setup = setup;
    this.ledger = ledger;
    this.state = ledger.state();
    this.effects = effects;
    this.attempts = attempts;
    this.overtaken = new Overtaken(setup.plan(), ledger);
    this.reminders = reminders;
  }

  /// Whether nothing is on its way here: not even a merged change whose check waits for a resource.
  boolean isIdle() {
    return !busy && state.count(TaskState.MERGING) == 0;
  }

  /// Takes the next change in, if the lane is free.
  void step() {
    if (busy) {
      return;
    }
    for (String task : state.inState(TaskState.MERGING)) {
      // Merged, and its check waits for a resource.
      checkOrWait(state.status(task));
      return;
    }
    if (state.isStopping()) {
      return;
    }
    if (state.isBaseCheckMissing()) {
      checkBase();
      return;
    }
    for (String task : state.inState(TaskState.QUEUED)) {
      if (state.inTheWayOf(task).isPresent()) {
        continue;
      }
      String onto = state.head();
      Sealed sealed = sealed(task);
      ledger.emit(new Event.MergeStarted(task, onto));
      if (sealed.isEmpty()) {
        go(() -> effects.nothingToMerge(task, onto));
      } else {
        Event.ResolutionGiven given = state.status(task).resolutionGiven().orElse(null);
        Path log = mergeLog(task);
        go(() -> effects.merge(task, sealed, onto, given, log));
      }
      return;
    }
  }

  private void checkBase() {
    if (state.basePassed().isPresent()
        || state.exhausted(setup.plan().check().uses()).isPresent()) {
      return;
    }
    Path log = RunFiles.baseCheckLog(setup.folder());
    String head = state.head();
    ledger.emit(new Event.BaseCheckStarted(head, log.toString()));
    go(() -> effects.checkBase(head, log));
  }

  void baseChecked(Workspace.Check check) {
    busy = false;
    ledger.emit(new Event.BaseChecked(check.passed(), check.tail()));
  }

  void merged(Signal.Merged signal) {
    busy = false;
    TaskStatus status = state.status(signal.task());
    if (status.state() != TaskState.MERGING) {
      return;
    }
    switch (signal.merge()) {
      case Merge.Clean clean -> {
        settled(status, signal.settlement());
        ledger.emit(
            new Event.Merged(
                signal.task(), signal.onto(), clean.tree(), clean.digest(), clean.writes()));
        if (overtaken.isHandled(status)) {
          reminders.watch(status);
          return;
        }
        if (setup.plan().check().command() == null || clean.tree().equals(status.checkedTree())) {
          passed(status);
        } else {
          checkOrWait(status);
        }
      }
      case Merge.Conflicting conflicting -> conflict(status, conflicting, signal);
    }
  }

  private void settled(TaskStatus status, @Nullable Settlement settlement) {
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

  private void checkOrWait(TaskStatus status) {
    if (state.isStopping()) {
      ledger.emit(new Event.Queued(status.id(), "the run was stopped"));
    } else if (state.exhausted(setup.plan().check().uses()).isEmpty()) {
      AttemptKey key = new AttemptKey(state.run(), status.id(), status.attempts().size());
      Path log = RunFiles.checkLog(setup.folder(), key);
      String tree = status.mergedTree();
      ledger.emit(new Event.CheckStarted(status.id(), tree, log.toString()));
      go(() -> effects.check(status.id(), tree, log));
    }
  }

  void branchMoved(Signal.BranchMoved signal) {
    busy = false;
    if (state.status(signal.task()).state() == TaskState.MERGING) {
      moved(signal.task(), signal.move());
    }
  }

  private void moved(String task, Signal.Move move) {
    ledger.emit(new Event.HeadMoved(move.head(), move.writes()));
    ledger.emit(new Event.Queued(task, "the branch had moved"));
  }

  void checked(Signal.Checked signal) {
    busy = false;
    TaskStatus status = state.status(signal.task());
    if (status.state() != TaskState.CHECKING) {
      return;
    }
    if (signal.check().passed()) {
      ledger.emit(new Event.CheckPassed(signal.task(), signal.tree()));
      passed(status);
    } else {
      ledger.emit(new Event.CheckFailed(signal.task(), signal.tree(), signal.check().tail()));
      if (status.isDecidedByAPerson()) {
        askAboutRed(status);
      } else if (status.haveRungsFailed()) {
        ledger.emit(new Event.Queued(signal.task(), "the check fails on what was resolved"));
      } else {
        attempts.retryOrFail(status, FailureReason.CHECK, "the check failed on its merged tree");
      }
    }
  }

  void stopped(String task) {
    busy = false;
    if (!task.isEmpty() && isInLane(task)) {
      ledger.emit(new Event.Queued(task, "the run was stopped"));
    }
  }

  private void passed(TaskStatus status) {
    boolean shown =
        status.approvedLandingDigest().filter(status.mergedDigest()::equals).isPresent();
    if (status.task().approve() == Approval.LANDING && !shown) {
      String again =
          status.approvedLandingDigest().isPresent()
              ? " It is not what you were shown before."
              : "";
      ledger.emit(
          new Event.ApprovalAsked(
              status.id(),
              Gate.LANDING,
              status.mergedDigest(),
              "Land %s: %s.%s".formatted(status.id(), extent(status), again)));
      reminders.watch(status);
      return;
    }
    Merge.Clean merge =
        new Merge.Clean(status.mergedTree(), status.mergedDigest(), status.mergedWrites());
    String onto = status.onto();
    String author = status.agent();
    String message = message(status);
    Map<String, String> trailers = trailers(status);
    go(() -> effects.commit(status.id(), merge, onto, author, message, trailers));
  }

  void committed(Signal.Committed signal) {
    busy = false;
    TaskStatus status = state.status(signal.task());
    if (status.state() != TaskState.MERGING && status.state() != TaskState.CHECKING) {
      return;
    }
    if (sealed(signal.task()).isEmpty()) {
      if (overtaken.isHandled(status)) {
        reminders.watch(status);
      } else {
        landed(status, "");
      }
    } else if (overtaken.isOvertaken(status)) {
      // By one that changed nothing and landed beside the lane.
      ledger.emit(new Event.Queued(signal.task(), "what it had read was changed meanwhile"));
    } else if (signal.commit().isEmpty()) {
      landed(status, "");
    } else {
      ledger.emit(new Event.LandingStarted(signal.task(), signal.commit(), signal.onto()));
      go(() -> effects.land(signal.task(), signal.commit(), signal.onto()));
    }
  }

  void landingAnswered(Signal.LandingAnswered signal) {
    busy = false;
    Signal.Move moved = signal.moved();
    if (moved == null) {
      landed(state.status(signal.task()), signal.commit());
    } else {
      moved(signal.task(), moved);
    }
  }

  private void landed(TaskStatus status, String commit) {
    ledger.emit(new Event.Landed(status.id(), commit, state.history.isolationOf(status)));
  }

  void landingUnknown() {
    busy = false;
  }

  /// A run that goes on in the session in which git could not tell about a landing.
  void settleWhatIsUnknown() {
    if (!busy) {
      state.inState(TaskState.LANDING).forEach(task -> settle(state.status(task)));
    }
  }

  /// Asks git about a landing that a crash cut short.
  void settle(TaskStatus status) {
    String commit = status.commit();
    String onto = status.onto();
    go(() -> effects.settleLanding(status.id(), commit, onto));
  }

  void failed(String task, String problem) {
    busy = false;
    if (task.isEmpty()) {
      ledger.emit(new Event.BaseChecked(false, problem));
    } else if (isInLane(task)) {
      ledger.emit(new Event.TaskFailed(task, FailureReason.WORKSPACE, problem));
    }
  }

  private void conflict(TaskStatus status, Merge.Conflicting merge, Signal.Merged signal) {
    String paths = String.join(", ", merge.paths());
    if (!signal.objection().isEmpty()) {
      ask(
          status,
          "What was given for %s cannot land. %s".formatted(paths, signal.objection()),
          merge);
      return;
    }
    boolean given = status.resolutionGiven().isPresent();
    if (!given && signal.settlement() == null && isWorthClimbing(status)) {
      Sealed sealed = sealed(status.id());
      Path log = mergeLog(status.id());
      go(() -> effects.climb(status.id(), sealed, signal.onto(), merge, log));
      return;
    }
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

  /// Not where it runs again anyway, since what it had read is not so any more; and not where the
  /// check has failed on what came of it.
  private boolean isWorthClimbing(TaskStatus status) {
    return !status.haveRungsFailed() && !overtaken.wouldBe(status);
  }

  private Path mergeLog(String task) {
    return RunFiles.mergeLog(
        setup.folder(), new AttemptKey(state.run(), task, state.status(task).attempts().size()));
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

  /// What a person made of a conflict stays with them until the check passes.
  private void askAboutRed(TaskStatus status) {
    status
        .resolutionGiven()
        .ifPresent(
            given ->
                ask(
                    status,
                    "The check fails on what %s made of the conflict (%s)."
                        .formatted(
                            given.by(), status.lastAttempt().map(Attempt::detail).orElse("")),
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

  private static String extent(TaskStatus status) {
    Sealed sealed = status.lastAttempt().map(Attempt::sealed).orElse(null);
    List<Sealed.Change> changes = sealed == null ? List.of() : sealed.changes();
    int added = changes.stream().mapToInt(c -> Math.max(0, c.added())).sum();
    int removed = changes.stream().mapToInt(c -> Math.max(0, c.removed())).sum();
    return "%d %s, +%d −%d"
        .formatted(changes.size(), changes.size() == 1 ? "file" : "files", added, removed);
  }

  private static String message(TaskStatus status) {
    String description = status.task().description().strip();
    String first = description.lines().findFirst().orElse("");
    return first.isEmpty() ? status.id() : status.id() + ": " + first;
  }

  private Map<String, String> trailers(TaskStatus status) {
    Map<String, String> trailers = new LinkedHashMap<>();
    trailers.put("Signalbox-Run", state.run());
    trailers.put("Signalbox-Task", status.id());
    trailers.put("Signalbox-Agent", status.agent());
    trailers.put("Signalbox-Attempt", String.valueOf(status.attempts().size()));
    status
        .settlement()
        .ifPresent(
            settled ->
                trailers.put(
                    settled.by().isEmpty() ? "Signalbox-Resolved" : "Signalbox-Resolved-By",
                    settled.by().isEmpty() ? settled.words() : settled.by()));
    @Nullable String approvedBy = null;
    for (Decision decision : state.decisions()) {
      if (decision.task().equals(status.id()) && decision.what().startsWith("approved")) {
        approvedBy = decision.by();
      }
    }
    if (approvedBy != null) {
      trailers.put("Signalbox-Approved-By", approvedBy);
    }
    return trailers;
  }

  /// A task that was called off in the lane may be at work anew by the time its report comes.
  private boolean isInLane(String task) {
    return switch (state.status(task).state()) {
      case MERGING, CHECKING, LANDING -> true;
      default -> false;
    };
  }

  private Sealed sealed(String task) {
    Sealed sealed = state.status(task).attempts().getLast().sealed();
    if (sealed == null) {
      throw new IllegalStateException(task + " is in the merge queue without a snapshot");
    }
    return sealed;
  }

  private void go(Runnable effect) {
    busy = true;
    ledger.then(effect);
  }
}
