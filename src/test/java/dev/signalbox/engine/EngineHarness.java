package dev.signalbox.engine;

import dev.signalbox.agent.AgentException;
import dev.signalbox.agent.AgentOutcome;
import dev.signalbox.agent.AgentRequest;
import dev.signalbox.agent.AgentRunner;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import dev.signalbox.plan.WorkspaceSetup;
import dev.signalbox.workspace.FolderRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// The engine without its thread: a fake workspace, a fake runner, a virtual clock. [#settle] lets
/// everything happen that can happen without the clock or a person, and then comes back.
final class EngineHarness implements AutoCloseable {
  final VirtualClock clock = new VirtualClock();
  final FakeWorkspace workspace;
  final List<Entry> log = new ArrayList<>();

  /// What the machine runs short of.
  volatile String shortage = "";

  final List<AgentRequest> requests = new ArrayList<>();

  private final Map<String, AgentRunner> behaviours = new HashMap<>();
  private final Set<String> holds = new HashSet<>();
  private final Map<String, Thread> held = new HashMap<>();
  private final ArrayDeque<Signal> mailbox = new ArrayDeque<>();
  private final Engine engine;
  private final Path folder;
  private int busy;

  EngineHarness(Plan plan) {
    this(plan, new FakeWorkspace(), List.of());
  }

  EngineHarness(Plan plan, FakeWorkspace workspace, List<Entry> past) {
    this.workspace = workspace;
    log.addAll(past);
    try {
      folder = Files.createTempDirectory("engine-harness-");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Map<String, AgentRunner> runners = new HashMap<>();
    plan.agents().keySet().forEach(id -> runners.put(id, this::behave));
    EventLog journal =
        new EventLog() {
          @Override
          public void append(List<Entry> entries) {
            log.addAll(entries);
          }

          @Override
          public void close() {}
        };
    RunSetup setup =
        new RunSetup(
            "run-1",
            plan,
            "",
            folder,
            workspace,
            runners,
            journal,
            clock,
            new Random(7),
            () -> shortage,
            this::execute,
            past);
    engine = new Engine(setup, this::post);
  }

  static Plan plan(int parallel, Task... tasks) {
    return plan(parallel, CheckPolicy.NONE, Undeclared.OPTIMISTIC, tasks);
  }

  static Plan plan(int parallel, CheckPolicy check, Undeclared undeclared, Task... tasks) {
    Map<String, Agent> agents = new LinkedHashMap<>();
    for (Task task : tasks) {
      agents.put(task.agent(), new Agent(task.agent(), "fake", 100, "sh", Map.of(), null));
    }
    return new Plan(
        "test",
        null,
        null,
        null,
        "signalbox/test",
        check,
        parallel,
        undeclared,
        WorkspaceSetup.NONE,
        List.of(),
        true,
        Map.of(),
        agents,
        Arrays.asList(tasks));
  }

  static Task task(String id) {
    return new Task(id, "A", "", Map.of()).withRun("true");
  }

  EngineHarness start() {
    try {
      engine.start();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return settle();
  }

  /// What the agent does for `task`, each time.
  EngineHarness when(String task, AgentRunner behaviour) {
    behaviours.put(task, behaviour);
    return this;
  }

  EngineHarness writes(String task, String... paths) {
    workspace.writes.put(task, Set.of(paths));
    return this;
  }

  /// Lets the command of `task`, or of `task#attempt`, run until [#release].
  EngineHarness hold(String task) {
    synchronized (this) {
      holds.add(task);
    }
    return this;
  }

  EngineHarness release(String task) {
    synchronized (this) {
      holds.remove(task);
      LockSupport.unpark(held.remove(task));
      busy++;
    }
    return settle();
  }

  Command.Result send(Command command) {
    CompletableFuture<Command.Result> answer = new CompletableFuture<>();
    post(new Signal.Asked(command, answer));
    settle();
    return answer.join();
  }

  EngineHarness advance(Duration duration) {
    clock.advance(duration);
    return settle();
  }

  RunState state() {
    return engine.state();
  }

  TaskState state(String task) {
    return engine.state().status(task).state();
  }

  /// The state that the log alone gives.
  RunState folded() {
    RunState state = new RunState();
    log.forEach(state::apply);
    return state;
  }

  List<String> attempts() {
    return requests.stream().map(r -> r.task().id()).toList();
  }

  EngineHarness settle() {
    try {
      while (true) {
        List<Signal> signals = new ArrayList<>();
        synchronized (this) {
          while (mailbox.isEmpty() && (busy > 0 || someHeldIsInterrupted())) {
            wait();
          }
          if (mailbox.isEmpty()) {
            return this;
          }
          signals.addAll(mailbox);
          mailbox.clear();
        }
        engine.step(signals);
      }
    } catch (InterruptedException | EventLog.EventLogException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized void post(Signal signal) {
    mailbox.add(signal);
    notifyAll();
  }

  private void execute(Runnable work) {
    synchronized (this) {
      busy++;
    }
    Thread.startVirtualThread(
        () -> {
          try {
            work.run();
          } finally {
            idle();
          }
        });
  }

  private synchronized void idle() {
    busy--;
    notifyAll();
  }

  private AgentOutcome behave(AgentRequest request) throws InterruptedException, AgentException {
    synchronized (this) {
      requests.add(request);
    }
    waitWhileHeld(request.task().id());
    waitWhileHeld(request.task().id() + "#" + request.attempt());
    return behaviours.getOrDefault(request.task().id(), r -> AgentOutcome.success()).run(request);
  }

  private void waitWhileHeld(String task) throws InterruptedException {
    boolean counted = true;
    while (true) {
      synchronized (this) {
        if (counted && holds.contains(task)) {
          held.put(task, Thread.currentThread());
          counted = false;
          idle();
        }
        if (!holds.contains(task)) {
          return;
        }
        // The flag stays up until this thread counts as busy again: whoever interrupted can rely on
        // it.
        if (Thread.currentThread().isInterrupted()) {
          held.remove(task);
          busy++;
          notifyAll();
          throw new InterruptedException();
        }
      }
      LockSupport.park();
    }
  }

  private boolean someHeldIsInterrupted() {
    return held.values().stream().anyMatch(Thread::isInterrupted);
  }

  @Override
  public void close() {
    try {
      FolderRemoval.delete(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
