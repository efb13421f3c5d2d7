package dev.signalbox.engine;

import dev.signalbox.engine.Chance.Fault;
import dev.signalbox.plan.Plan;
import dev.signalbox.workspace.Sealed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One simulated run from one seed: the whole engine on a virtual clock, first in turmoil, with
/// everything that [Chance.Fault] knows, then in calm, in which it has to come to its end. The same
/// seed gives the same run, event by event.
///
/// Safety and liveness are held apart, as in TigerBeetle's simulator: [Promises] hold at every step
/// of both parts; an end within a bounded number of steps is asked for in the calm alone.
final class Simulator {
  static final String RUN = "simulated";

  /// How many things may happen in the calm, and how many more for each task.
  private static final int CALM = 300;

  private static final int CALM_A_TASK = 50;

  /// After how long an operator calls an agent off that has no time limit.
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private static final int TAIL = 60;

  private final long seed;
  private final Path folder;
  private final Chance chance;
  private final Plan plan;
  private final VirtualClock clock = new VirtualClock();
  private final FakeWorkspace repository = new FakeWorkspace();
  private final Coverage coverage = new Coverage();
  private final Promises promises = new Promises(coverage);
  private final SimulatedJournal journal;
  private final SimulatedWorkspace workspace;
  private final SimulatedOperator operator;
  private final SimulatedWatcher watcher;
  private @Nullable SimulatedSession session;
  private boolean finished;
  private int putBackAt;
  private boolean lastPutBack;
  private int calmEvents;
  private int late;

  /// @param folder for the few files that the engine itself writes; simulations may share it
  Simulator(long seed, Path folder) {
    this.seed = seed;
    this.folder = folder;
    chance = new Chance(seed, coverage.faults());
    plan = RandomPlans.plan(chance);
    journal = new SimulatedJournal(chance, promises::kept);
    workspace = new SimulatedWorkspace(repository, journal, promises, chance);
    operator = new SimulatedOperator(chance, promises);
    watcher = new SimulatedWatcher(chance);
  }

  /// Runs it to its end. On a virtual thread, where its threads take turns cheaply.
  ///
  /// @throws AssertionError where a promise is broken; it says how to see it again
  void run() {
    try {
      tick();
      for (int events = chance.between(20, 600); events > 0 && !finished; events--) {
        clock.ring();
      }
      chance.calmDown();
      int bound = CALM + CALM_A_TASK * Math.max(1, promises.state().tasks().size());
      while (!finished) {
        Promises.require(
            calmEvents < bound, "nothing fails any more, and after %s events no end", bound);
        clock.ring();
      }
      promises.holdAtTheEnd(journal.entries());
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(story(e), e);
    } finally {
      if (session != null) {
        session.abandon();
      }
    }
  }

  Coverage coverage() {
    return coverage;
  }

  /// How many things happened in the calm until the end.
  int calmEvents() {
    return calmEvents;
  }

  List<Entry> log() {
    return journal.entries();
  }

  /// The people and the world around the run: act now, and again in a while.
  private void tick() {
    happened();
    SimulatedSession now = session;
    if (now == null || now.isOver()) {
      begin(now);
    } else if (now.state().baseMerging != null && late < 2 && chance.oneIn(2)) {
      // The run was as good as over.
      late++;
      now.send(operator.add());
    } else if (chance.isCalm()) {
      answer(now);
    } else {
      interfere(now);
    }
    clock.after(
        chance.isCalm() ? Duration.ofMinutes(3) : Duration.ofMillis(chance.between(1, 30_000)),
        this::tick);
  }

  private void happened() {
    if (chance.isCalm()) {
      calmEvents++;
    }
  }

  private void begin(@Nullable SimulatedSession last) {
    if (last != null) {
      if (last.hasCrashed() && chance.happens(Fault.POWER_CUT) && journal.losePower()) {
        promises.readBack(journal.entries());
      } else if (chance.happens(Fault.JOURNAL_PUT_BACK) || lastPutBackIsDue()) {
        lastPutBack = chance.isCalm();
        if (journal.putBack()) {
          promises.putBack(journal.entries());
          putBackAt = journal.entries().size();
        }
      }
      workspace.sessionIsOver();
      // A session that could not even begin has not looked at what the branch knows.
      boolean looked = journal.entries().size() > putBackAt;
      if (looked && promises.state().isFinished() && promises.state().outcome().isPresent()) {
        finished = !chance.oneIn(4);
        if (finished) {
          return;
        }
      }
    }
    SimulatedSession next =
        new SimulatedSession(
            folder, plan, clock, chance, repository, workspace, journal, promises, this::happened);
    session = next;
    next.start();
  }

  /// Once everything has landed, an older copy of the journal knows least.
  private boolean lastPutBackIsDue() {
    return chance.isCalm() && !lastPutBack && chance.knows(Fault.JOURNAL_PUT_BACK);
  }

  private void interfere(SimulatedSession now) {
    if (now.state().outcome().isPresent() && chance.oneIn(3)) {
      now.close();
    } else if (chance.happens(Fault.OPERATOR) || chance.oneIn(10)) {
      operator.think().forEach(now::send);
    } else if (chance.happens(Fault.CONFLICTS_SEEN)) {
      now.see(watcher.look(now.state()));
    } else if (chance.happens(Fault.SOMEBODY_PUSHES)) {
      repository.push(Map.of(pushed(now.state()), "by somebody " + chance.between(1, 3)));
    } else if (chance.happens(Fault.SOMEBODY_DOES_THE_SAME) && !repository.contents.isEmpty()) {
      repository.push(chance.pick(new ArrayList<>(repository.contents.values())));
    } else if (chance.happens(Fault.BASE_MOVES)) {
      repository.commitToBase(Map.of(chance.pick(RandomPlans.PATHS), "on the base"));
    } else if (chance.happens(Fault.CONSOLE_CLOSED)) {
      now.close();
    } else if (chance.happens(Fault.CRASH)) {
      now.crash();
    }
  }

  /// As a rule what a person is just deciding on, where there is such a thing.
  private String pushed(RunState state) {
    List<String> undecided =
        state.tasks().stream()
            .filter(task -> task.undecided().isPresent() || task.resolutionGiven().isPresent())
            .flatMap(task -> task.lastAttempt().stream())
            .map(Attempt::sealed)
            .filter(Objects::nonNull)
            .flatMap(kept -> kept.changes().stream().map(Sealed.Change::path))
            .toList();
    return undecided.isEmpty() || chance.oneIn(3)
        ? chance.pick(RandomPlans.PATHS)
        : chance.pick(undecided);
  }

  /// Somebody who helps the run to its end.
  private void answer(SimulatedSession now) {
    RunState state = now.state();
    if (state.outcome().isPresent()) {
      finished = state.isFinished() && !lastPutBackIsDue();
      now.close();
    } else if (state.isPaused() || state.isDraining()) {
      now.send(new Command.Continue("eve"));
    } else {
      for (TaskStatus status : state.tasks()) {
        boolean late = status.since().plus(PATIENCE).isBefore(clock.now());
        if (!status.heldBy().isEmpty()) {
          now.send(new Command.Release(status.id(), "eve"));
        }
        if (status.state().isAsking()) {
          now.send(new Command.Approve(status.id(), "eve", "yes"));
        } else if (status.state() == TaskState.RUNNING && late) {
          now.send(new Command.Cancel(status.id(), "eve", "it hangs"));
        }
      }
    }
  }

  private String story(Throwable failure) {
    StringBuilder story = new StringBuilder();
    story.append(
        "Seed %d: %s\n\nSee it again with -Dsimulator.seed=%d\n\n"
            .formatted(seed, failure.getMessage(), seed));
    story.append("Faults: ").append(chance).append('\n');
    story.append(
        "Plan: %d at once, undeclared %s, %s, %s, %s, %s\n"
            .formatted(
                plan.parallel(),
                plan.undeclared(),
                plan.check(),
                plan.workspace(),
                plan.resources(),
                plan.agents().values()));
    plan.tasks().forEach(task -> story.append("  ").append(task).append('\n'));
    List<Entry> log = journal.entries();
    int from = Math.max(0, log.size() - TAIL);
    story.append("Log, from entry %d of %d:\n".formatted(from + 1, log.size()));
    log.subList(from, log.size())
        .forEach(
            entry ->
                story
                    .append("  %d %s ".formatted(entry.sequence(), entry.at()))
                    .append(
                        entry.event() instanceof Event.RunStarted ? "RunStarted" : entry.event())
                    .append('\n'));
    story.append("Now ").append(clock.now()).append('\n');
    for (TaskStatus status : promises.state().tasks()) {
      story.append(
          "  %s %s: %s\n"
              .formatted(
                  status.id(),
                  status.state(),
                  Waiting.words(Waiting.blocker(promises.state(), status.id()), clock.now())));
    }
    return story.toString();
  }
}
