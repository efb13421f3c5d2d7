package dev.signalbox.engine;

import dev.signalbox.agent.AgentException;
import dev.signalbox.agent.AgentOutcome;
import dev.signalbox.agent.AgentRequest;
import dev.signalbox.agent.AgentRunner;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.BaseMoves;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.CommitPolicy;
import dev.signalbox.plan.ConflictPolicy;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.StaleReads;
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
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The engine without its thread: a fake workspace, a fake runner, a virtual clock, and effects
/// that take turns in the order of their coming. [#settle] lets everything happen that can happen
/// without the clock or a person, and then comes back.
final class EngineHarness implements AutoCloseable {
  final VirtualClock clock = new VirtualClock();
  final FakeWorkspace workspace;
  final List<Entry> log = new ArrayList<>();

  /// What the machine runs short of.
  volatile String shortage = "";

  final List<AgentRequest> requests = new ArrayList<>();

  private final Map<String, AgentRunner> behaviours = new HashMap<>();
  private final Set<String> holds = new HashSet<>();
  private final ArrayDeque<Signal> mailbox = new ArrayDeque<>();
  private final ArrayDeque<Fiber> ready = new ArrayDeque<>();
  private final List<Fiber> held = new ArrayList<>();
  private @Nullable Fiber current;
  private final Engine engine;
  private final Path folder;

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
          public List<Entry> read() {
            return List.copyOf(log);
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
    return plan(parallel, check, CommitPolicy.DEFAULT, undeclared, tasks);
  }

  static Plan plan(
      int parallel, CheckPolicy check, CommitPolicy commit, Undeclared undeclared, Task... tasks) {
    Map<String, Agent> agents = new LinkedHashMap<>();
    for (Task task : tasks) {
      agents.put(task.agent(), new Agent(task.agent(), "fake", 100, "sh", Map.of(), null));
    }
    return new Plan(
        "test",
        null,
        null,
        null,
        BaseMoves.IGNORE,
        "signalbox/test",
        check,
        commit,
        parallel,
        undeclared,
        WorkspaceSetup.NONE,
        List.of(),
        StaleReads.RERUN,
        ConflictPolicy.DEFAULT,
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
    holds.add(task);
    return this;
  }

  EngineHarness release(String task) {
    holds.remove(task);
    ready.addAll(held);
    held.clear();
    return settle();
  }

  Command.Result send(Command command) {
    CompletableFuture<Command.Result> answer = new CompletableFuture<>();
    post(new Signal.Asked(command, answer));
    settle();
    return answer.join();
  }

  /// What is at work now waits while `what` is held, or until it is ended.
  void waitWhileHeld(String what) {
    Fiber fiber = Objects.requireNonNull(current);
    try {
      while (holds.contains(what)) {
        fiber.suspend();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Comes in the midst of something.
  void post(Command command) {
    post(new Signal.Asked(command, new CompletableFuture<>()));
  }

  /// All in one step of the engine.
  EngineHarness sendTogether(Command... commands) {
    for (Command command : commands) {
      post(new Signal.Asked(command, new CompletableFuture<>()));
    }
    return settle();
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
        while (!ready.isEmpty()) {
          Fiber fiber = ready.remove();
          current = fiber;
          if (!fiber.resume()) {
            held.add(fiber);
          }
        }
        if (!mailbox.isEmpty()) {
          List<Signal> signals = List.copyOf(mailbox);
          mailbox.clear();
          engine.step(signals);
        }
        held.stream().filter(Fiber::isTold).forEach(ready::add);
        held.removeAll(ready);
        if (ready.isEmpty() && mailbox.isEmpty()) {
          return this;
        }
      }
    } catch (EventLog.EventLogException e) {
      throw new AssertionError(e);
    }
  }

  void post(Signal signal) {
    mailbox.add(signal);
  }

  private void execute(Runnable work) {
    ready.add(new Fiber(work));
  }

  private AgentOutcome behave(AgentRequest request) throws InterruptedException, AgentException {
    Fiber fiber = Objects.requireNonNull(current);
    String task = request.task().id();
    requests.add(request);
    while (holds.contains(task) || holds.contains(task + "#" + request.attempt())) {
      fiber.suspend();
    }
    return behaviours.getOrDefault(task, r -> AgentOutcome.success()).run(request);
  }

  @Override
  public void close() {
    held.forEach(Fiber::kill);
    try {
      FolderRemoval.delete(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
