package dev.signalbox.engine;

import dev.signalbox.agent.AgentRunner;
import dev.signalbox.conflict.live.Sight;
import dev.signalbox.engine.Chance.Fault;
import dev.signalbox.plan.Plan;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One session of a simulated run: the engine as it is, and in place of its thread, its mailbox and
/// its threads for effects a schedule by chance. What an effect does happens at one instant, its
/// report arrives at another, in any order with those of others; only agents take their time in
/// between.
final class SimulatedSession {
  private final VirtualClock clock;
  private final Chance chance;
  private final FakeWorkspace repository;
  private final SimulatedWorkspace workspace;
  private final SimulatedJournal journal;
  private final Promises promises;
  private final Runnable stepped;
  private final Engine engine;
  private final List<Signal> inbox = new ArrayList<>();

  /// What somebody who began to listen at any moment has heard.
  private final List<Entry> heard = new ArrayList<>();

  private final Set<Effect> effects = new LinkedHashSet<>();
  private final Map<AttemptKey, Effect> atWork = new HashMap<>();

  /// Reports and alarms on their way to the engine.
  private int underWay;

  private boolean closing;
  private boolean over;
  private boolean crashed;
  private @Nullable Effect current;

  /// Work that the engine has handed over.
  private static final class Effect {
    final Fiber fiber;
    boolean begun;
    boolean interrupted;
    int naps;

    Effect(Runnable work) {
      this.fiber = new Fiber(work);
    }
  }

  /// @param stepped called after each step of the engine in which more came than a look at the
  ///   machine
  SimulatedSession(
      Path folder,
      Plan plan,
      VirtualClock clock,
      Chance chance,
      FakeWorkspace repository,
      SimulatedWorkspace workspace,
      SimulatedJournal journal,
      Promises promises,
      Runnable stepped) {
    this.stepped = stepped;
    this.clock = clock;
    this.chance = chance;
    this.repository = repository;
    this.workspace = workspace;
    this.journal = journal;
    this.promises = promises;
    AgentRunner agents = new SimulatedAgents(chance, repository, promises, clock::now, this::nap);
    Map<String, AgentRunner> runners = new HashMap<>();
    plan.agents().keySet().forEach(id -> runners.put(id, agents));
    engine =
        new Engine(
            new RunSetup(
                Simulator.RUN,
                plan,
                "",
                folder,
                workspace,
                runners,
                journal.forSession(),
                new SessionClock(),
                chance.random(),
                chance.knows(Fault.MACHINE_SHORT) ? this::shortage : Machine.BOUNDLESS,
                this::execute,
                journal.entries(),
                workspace),
            this::post);
  }

  private String shortage() {
    return chance.happens(Fault.MACHINE_SHORT) ? "Memory runs short." : "";
  }

  /// The run's clock, as far as this session lives.
  private final class SessionClock implements EngineClock {
    @Override
    public Instant now() {
      return clock.now();
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
      boolean[] done = {false};
      underWay++;
      Timer timer =
          clock.after(
              delay,
              () -> {
                done[0] = true;
                underWay--;
                if (!over) {
                  action.run();
                }
              });
      return () -> {
        if (!done[0]) {
          done[0] = true;
          underWay--;
          timer.cancel();
        }
      };
    }

    @Override
    public void close() {}
  }

  RunState state() {
    return engine.state();
  }

  /// Whether it was closed, or is dead.
  boolean isOver() {
    return over;
  }

  boolean hasCrashed() {
    return crashed;
  }

  void start() {
    try {
      engine.start();
    } catch (EventLog.EventLogException | WorkspaceException e) {
      end();
      return;
    } catch (SimulatedJournal.Crash e) {
      crash();
      return;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    post(new Signal.Subscribed(heard::addAll));
    hold();
  }

  void send(Command command) {
    post(new Signal.Asked(command, new CompletableFuture<>()));
  }

  void see(List<Sight> sights) {
    post(new Signal.Seen(sights));
  }

  /// Somebody closes the console.
  void close() {
    if (!closing) {
      closing = true;
      post(new Signal.Closed());
    }
  }

  /// The console is killed, and every agent with it.
  void crash() {
    crashed = true;
    end();
  }

  /// The simulation is over: gives its threads back.
  void abandon() {
    over = true;
    effects.forEach(effect -> effect.fiber.kill());
    effects.clear();
  }

  // A git that was under way may still come to its end; nothing is heard of it.
  private void end() {
    over = true;
    for (Effect effect : effects) {
      boolean ended = false;
      if (!effect.begun && chance.oneIn(3)) {
        current = effect;
        ended = effect.fiber.resume();
      }
      if (!ended) {
        effect.fiber.kill();
      }
    }
    effects.clear();
  }

  // ---- the mailbox ------------------------------------------------------------------------------

  private void post(Signal signal) {
    if (over) {
      return;
    }
    underWay++;
    clock.after(
        chance.delay(),
        () -> {
          underWay--;
          inbox.add(signal);
          if (chance.oneIn(4)) {
            // The engine's thread is slow, and more may come together.
            underWay++;
            clock.after(
                Duration.ofMillis(chance.between(1, 3_000)),
                () -> {
                  underWay--;
                  step();
                });
          } else {
            step();
          }
        });
  }

  private void step() {
    if (over || inbox.isEmpty()) {
      return;
    }
    List<Signal> batch = List.copyOf(inbox);
    inbox.clear();
    batch.forEach(workspace::reported);
    try {
      engine.step(batch);
    } catch (EventLog.EventLogException e) {
      engine.abandon();
      end();
      return;
    } catch (SimulatedJournal.Crash e) {
      crash();
      return;
    }
    for (Signal signal : batch) {
      if (signal instanceof Signal.Asked asked) {
        promises.answers(asked, journal.synced() == journal.entries().size());
      }
    }
    if (batch.stream()
        .anyMatch(
            s ->
                !(s instanceof Signal.ProbeTimer
                    || s instanceof Signal.Probed
                    || s instanceof Signal.BaseTimer
                    || s instanceof Signal.BaseSeen))) {
      stepped.run();
    }
    List.copyOf(effects).forEach(this::hearInterrupt);
    hold();
    if (closing && engine.state().outcome().isPresent()) {
      end();
    }
  }

  private void hold() {
    promises.hold(engine.state(), repository);
    boolean atRest = effects.isEmpty() && underWay == 0 && inbox.isEmpty();
    List<Entry> log = journal.entries();
    Promises.require(
        heard.isEmpty() || heard.size() == log.size() && heard.getLast() == log.getLast(),
        "a listener has heard %s of %s entries",
        heard.size(),
        log.size());
    if (engine.state().outcome().isPresent()) {
      promises.holdAfterTheSession();
      Promises.require(
          atWork.isEmpty(), "the run has ended, and agents are at work: %s", atWork.keySet());
      Promises.require(
          !atRest || workspace.leftOpen().isEmpty(),
          "the run has ended, and has work trees still: %s",
          workspace.leftOpen());
      if (atRest) {
        promises.holdForParked(workspace.parked());
      }
    } else if (atRest) {
      promises.holdAtRest();
    }
  }

  // ---- effects ----------------------------------------------------------------------------------

  private void execute(Runnable work) {
    if (chance.happens(Fault.CRASH_BETWEEN_EFFECTS)) {
      throw new SimulatedJournal.Crash("between effects");
    }
    Effect effect = new Effect(work);
    effects.add(effect);
    Duration delay = chance.delay();
    if (delay.isZero()) {
      goOn(effect);
    } else {
      clock.after(delay, () -> goOn(effect));
    }
  }

  private void goOn(Effect effect) {
    if (over || !effects.contains(effect)) {
      return;
    }
    effect.begun = true;
    current = effect;
    if (effect.fiber.resume()) {
      effects.remove(effect);
    } else {
      hearInterrupt(effect);
    }
  }

  /// Whoever was interrupted ends a little later, as after a signal to a process.
  private void hearInterrupt(Effect effect) {
    if (effect.begun && !effect.interrupted && effect.fiber.isTold()) {
      effect.interrupted = true;
      clock.after(chance.delay(), () -> goOn(effect));
    }
  }

  /// On the thread of an agent: its time goes by.
  private void nap(AttemptKey key, boolean hangs) throws InterruptedException {
    Effect effect = Objects.requireNonNull(current);
    if (!over) {
      atWork.put(key, effect);
      long wanted =
          atWork.entrySet().stream()
              .filter(entry -> entry.getKey().task().equals(key.task()))
              .filter(entry -> !entry.getValue().interrupted && !entry.getValue().fiber.isTold())
              .count();
      Promises.require(wanted <= 1, "%s is at work twice", key.task());
      int nap = ++effect.naps;
      if (!hangs) {
        clock.after(
            chance.work(),
            () -> {
              if (effect.naps == nap) {
                goOn(effect);
              }
            });
      }
    }
    try {
      effect.fiber.suspend();
    } finally {
      effect.naps++;
      atWork.remove(key);
    }
  }
}
