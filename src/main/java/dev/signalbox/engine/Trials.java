package dev.signalbox.engine;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.serial.Reading;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;

/// Checks two changes together that wait for a person, each of which has passed the check alone, so
/// that the person knows before the yes. One at a time, while nothing else could use the machine:
/// it ends as soon as a task starts in the last slot or anything is to land. Nothing of it lands,
/// and nothing counts against anybody.
final class Trials {
  /// Of more that wait only the first are looked at: a person answers them one after the other.
  private static final int MOST_WAITING = 40;

  private final RunSetup setup;
  private final Ledger ledger;
  private final RunState state;
  private final Effects effects;

  /// Pairs that have nothing to do with each other.
  private final Set<String> strangers = new HashSet<>();

  private @Nullable Pair now;
  private @Nullable Work work;

  Trials(RunSetup setup, Ledger ledger, Effects effects) {
    this.setup = setup;
    this.ledger = ledger;
    this.state = ledger.state();
    this.effects = effects;
  }

  /// Two snapshots that wait for a person, the younger first.
  private record Pair(TaskStatus younger, TaskStatus older, Sealed one, Sealed other) {
    static Pair of(TaskStatus a, TaskStatus b) {
      boolean isYounger = began(a).started().isAfter(began(b).started());
      TaskStatus younger = isYounger ? a : b;
      TaskStatus older = isYounger ? b : a;
      return new Pair(younger, older, sealed(younger), sealed(older));
    }

    String key() {
      return one.commit() + " " + other.commit();
    }

    /// Whether they still wait, with these snapshots.
    boolean waits() {
      return isReady(younger)
          && isReady(older)
          && sealed(younger).equals(one)
          && sealed(older).equals(other);
    }

    List<String> shared() {
      List<String> theirs = other.changes().stream().map(Sealed.Change::path).toList();
      return paths().stream().filter(theirs::contains).toList();
    }

    private List<String> paths() {
      return one.changes().stream().map(Sealed.Change::path).toList();
    }

    boolean meets(RunState state) {
      Reading mine = Readings.of(younger, state.plan());
      Reading theirs = Readings.of(older, state.plan());
      return !shared().isEmpty()
          || (Readings.isKnown(older) && paths().stream().anyMatch(theirs::reads))
          || (Readings.isKnown(younger)
              && other.changes().stream().anyMatch(change -> mine.reads(change.path())));
    }
  }

  private static Attempt began(TaskStatus status) {
    return status.attempts().getLast();
  }

  private static Sealed sealed(TaskStatus status) {
    Sealed sealed = began(status).sealed();
    if (sealed == null) {
      throw new IllegalStateException(status.id() + " waits to land without a snapshot");
    }
    return sealed;
  }

  /// Whether its change alone has passed the check, and a person is asked.
  private static boolean isReady(TaskStatus status) {
    return status.state() == TaskState.ASKING_LANDING
        && !sealed(status).isEmpty()
        && status.checkedTree().equals(status.mergedTree());
  }

  boolean isIdle() {
    return now == null;
  }

  /// @param free whether nothing is on its way to the branch
  void step(boolean free) {
    boolean may = free && mayRun();
    Pair running = now;
    if (running != null) {
      if (!may || !running.waits()) {
        interrupt();
      }
    } else if (may) {
      next().ifPresent(this::begin);
    }
  }

  private boolean mayRun() {
    CheckPolicy check = setup.plan().check();
    return check.command() != null
        && check.runs().speculative()
        // What is held could not be given back at once.
        && check.uses().isEmpty()
        && setup.plan().workspace().uses().isEmpty()
        && !state.isPaused()
        && !state.isDraining()
        && !state.isStopping()
        && state.outcome().isEmpty()
        && state.count(TaskState.QUEUED) == 0
        && state.slotsTaken() < state.slots();
  }

  private Optional<Pair> next() {
    List<TaskStatus> waiting = new ArrayList<>();
    for (String id : state.inState(TaskState.ASKING_LANDING)) {
      TaskStatus status = state.status(id);
      if (waiting.size() < MOST_WAITING && isReady(status)) {
        waiting.add(status);
      }
    }
    for (int i = 0; i < waiting.size(); i++) {
      for (int j = i + 1; j < waiting.size(); j++) {
        // Where each has passed on another head, it would not be known whose doing it is.
        if (!waiting.get(i).onto().equals(waiting.get(j).onto())) {
          continue;
        }
        Pair pair = Pair.of(waiting.get(i), waiting.get(j));
        String key = pair.key();
        if (state.tried.contains(key) || strangers.contains(key)) {
          continue;
        }
        if (pair.meets(state)) {
          return Optional.of(pair);
        }
        if (strangers.size() >= RunState.TRIALS) {
          strangers.clear();
        }
        strangers.add(key);
      }
    }
    return Optional.empty();
  }

  private void begin(Pair pair) {
    Path log = RunFiles.trialLog(setup.folder());
    now = pair;
    Work begun = new Work();
    work = begun;
    String onto = pair.younger().onto();
    ledger.emit(
        new Event.TrialStarted(pair.younger().id(), pair.older().id(), pair.key(), log.toString()));
    ledger.then(() -> effects.executor().execute(() -> run(pair, onto, log, begun)));
  }

  private void run(Pair pair, String onto, Path log, Work begun) {
    Signal answer;
    begun.begin();
    try {
      answer = new Signal.Tried(check(pair, onto, log), false);
      begun.end();
    } catch (InterruptedException e) {
      begun.end();
      answer = new Signal.Tried(null, true);
    } catch (WorkspaceException | RuntimeException e) {
      begun.end();
      Effects.LOG.log(Level.INFO, "%s could not be checked together".formatted(pair.key()), e);
      answer = new Signal.Tried(null, false);
    }
    effects.report().accept(answer);
  }

  /// As often as the check of several tasks runs before its failure counts.
  private Workspace.@Nullable Check check(Pair pair, String onto, Path log)
      throws WorkspaceException, InterruptedException {
    int again = setup.plan().check().runs().retriesFor(2);
    // The older would land first.
    Optional<Workspace.Check> check = together(pair, onto, log);
    for (int i = 0; i < again && check.filter(c -> !c.passed()).isPresent(); i++) {
      check = together(pair, onto, log);
    }
    return check.orElse(null);
  }

  private Optional<Workspace.Check> together(Pair pair, String onto, Path log)
      throws WorkspaceException, InterruptedException {
    return effects.workspace().checkTogether(pair.other(), pair.one(), onto, log);
  }

  void tried(Signal.Tried signal) {
    Pair pair = now;
    now = null;
    work = null;
    if (pair == null || signal.stopped() || state.outcome().isPresent()) {
      return;
    }
    Workspace.Check check = signal.check();
    boolean red = check != null && !check.passed();
    String younger = pair.younger().id();
    String older = pair.older().id();
    if (state.task(younger).isEmpty() || state.task(older).isEmpty()) {
      return;
    }
    ledger.emit(new Event.TrialEnded(younger, older, pair.key(), red));
    if (check != null && red && pair.waits()) {
      ledger.emit(
          new Event.ConflictSeen(
              younger,
              new Conflict(
                  Conflict.Kind.CHECK, List.of(younger, older), pair.shared(), check.tail())));
    }
  }

  /// Ends what is under way, if anything is.
  void interrupt() {
    Work begun = work;
    if (begun != null) {
      begun.interrupt(FailureReason.STOPPED);
    }
  }
}
