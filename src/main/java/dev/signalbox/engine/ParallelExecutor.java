package dev.signalbox.engine;

import dev.signalbox.agent.AgentRunner;
import dev.signalbox.conflict.live.Sight;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.workspace.FolderRemoval;
import dev.signalbox.workspace.PlainFolders;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs a graph of tasks.
///
/// One thread owns the state; commands, reports and timers reach it through a bounded mailbox.
/// Tasks handed over in code need no plan and no repository:
///
/// ```java
/// try (var executor = new ParallelExecutor(3)) {
///   executor.register("AGT-002", request -> AgentOutcome.success());
///   executor.submit(new Task("task1", "AGT-002", "Test task", Map.of()));
///   RunResult result = executor.run();
/// }
/// ```
public final class ParallelExecutor implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ParallelExecutor.class.getName());

  /// Reporters wait while it is full; the engine itself never writes to it.
  private static final int MAILBOX = 4096;

  private final BlockingQueue<Signal> mailbox = new ArrayBlockingQueue<>(MAILBOX);
  private final CompletableFuture<RunResult> ended = new CompletableFuture<>();
  private final List<AutoCloseable> owned = new ArrayList<>();

  // Until the start, under the lock; afterwards the engine's thread has taken over.
  private final Object lock = new Object();
  private final int parallel;
  private final List<Task> tasks = new ArrayList<>();
  private final Map<String, Agent> agents = new LinkedHashMap<>();
  private final Map<String, AgentRunner> runners = new LinkedHashMap<>();
  private final List<Consumer<List<Entry>>> listeners = new ArrayList<>();
  private @Nullable RunSetup setup;
  private @Nullable Thread thread;
  private volatile boolean closed;

  /// The engine's thread has ended on an error, and nobody reads the mailbox any more.
  private volatile boolean dead;

  /// For tasks handed over in code.
  ///
  /// @param parallel how many run at once
  public ParallelExecutor(int parallel) {
    if (parallel < 1) {
      throw new IllegalArgumentException("At least one task must be able to run, not " + parallel);
    }
    this.parallel = parallel;
  }

  /// For a plan.
  public ParallelExecutor(RunSetup setup) {
    this.parallel = setup.plan().parallel();
    this.setup = setup;
    this.owned.add(setup.workspace());
  }

  /// Who does the tasks of agent `id`; as many at once as the executor allows.
  public ParallelExecutor register(String id, AgentRunner runner) {
    return register(id, parallel, runner);
  }

  /// Who does the tasks of agent `id`.
  ///
  /// @param capacity how many at once
  /// @throws IllegalStateException once the run has started
  public ParallelExecutor register(String id, int capacity, AgentRunner runner) {
    synchronized (lock) {
      if (thread != null || setup != null) {
        throw new IllegalStateException("Agents are registered before the run starts");
      }
      agents.put(id, new Agent(id, "code", capacity, "sh", Map.of(), null));
      runners.put(id, runner);
      return this;
    }
  }

  /// Adds a task, before the run or during it.
  ///
  /// @return what became of it; before the run it is accepted at once and proved at the start
  public CompletableFuture<Command.Result> submit(Task task) {
    synchronized (lock) {
      if (thread == null && setup == null) {
        tasks.add(task);
        return CompletableFuture.completedFuture(
            new Command.Result(true, task.id() + " is added."));
      }
    }
    return send(new Command.Add(task, "program"));
  }

  /// Asks for something; the answer says what changed. Never call it from a listener, which runs on
  /// the very thread that would answer.
  public CompletableFuture<Command.Result> send(Command command) {
    CompletableFuture<Command.Result> answer = new CompletableFuture<>();
    if (closed) {
      answer.complete(new Command.Result(false, "The run is over."));
    } else {
      post(new Signal.Asked(command, answer));
    }
    return answer;
  }

  /// Tells how changes of tasks stand to each other; what is news of it comes into the log. Never
  /// call it from a listener.
  public void observe(List<Sight> sights) {
    if (!closed) {
      post(new Signal.Seen(List.copyOf(sights)));
    }
  }

  /// Sees every entry of the log from the first on, in order, in batches, each once, after it was
  /// kept. `listener` is called on the engine's thread and must not block.
  ///
  /// @return ends the subscription when closed
  public Subscription subscribe(Consumer<List<Entry>> listener) {
    synchronized (lock) {
      if (thread == null) {
        listeners.add(listener);
      } else {
        post(new Signal.Subscribed(listener));
      }
    }
    return () -> post(new Signal.Unsubscribed(listener));
  }

  /// Ends a subscription.
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  /// Starts the run and comes back at once.
  ///
  /// @throws WorkspaceException where the workspace cannot be used; nothing has started then
  /// @throws dev.signalbox.graph.CycleException where tasks wait for each other
  public void start() throws WorkspaceException, InterruptedException {
    start(List.of());
  }

  /// Starts the run, with what is asked of it before anything else happens in it; what cannot be
  /// done of that is left out.
  public void start(List<Command> first) throws WorkspaceException, InterruptedException {
    synchronized (lock) {
      if (thread != null) {
        throw new IllegalStateException("The run has started already");
      }
      RunSetup ready = setup == null ? inCode() : setup;
      Engine engine = new Engine(ready, this::post);
      listeners.forEach(listener -> post(new Signal.Subscribed(listener)));
      try {
        engine.start(first);
      } catch (EventLog.EventLogException e) {
        throw new WorkspaceException(e.getMessage(), e);
      }
      if (engine.state().outcome().isPresent()) {
        ended.complete(RunResult.of(engine.state()));
      }
      // Virtual, so that what it hands to a virtual thread, and gets back, wakes no processor up:
      // in a chain of tasks that was most of the time.
      thread = Thread.ofVirtual().name("signalbox-engine").start(() -> work(engine));
    }
  }

  /// Completes when the run, or this session of it, has ended; exceptionally, with a sentence, when
  /// its log could not be written any more.
  public CompletableFuture<RunResult> ended() {
    return ended;
  }

  /// Starts the run and waits for its end. What is submitted while it runs is run too.
  public RunResult run() throws WorkspaceException, InterruptedException {
    start();
    try {
      return ended.get();
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }

  private RunSetup inCode() {
    Plan bare = Plan.ofTasks("in-code", parallel, tasks);
    tasks.forEach(task -> agents.putIfAbsent(task.agent(), Agent.shell(task.agent())));
    // No virtual ones: what somebody's code computes there must not keep the engine waiting.
    ExecutorService threads = Executors.newCachedThreadPool();
    EngineClock clock = EngineClock.system();
    Path folder;
    try {
      folder = Files.createTempDirectory("signalbox-run-");
    } catch (IOException e) {
      throw new UncheckedIOException("No temporary folder can be made", e);
    }
    PlainFolders folders = new PlainFolders(folder.resolve("trees"));
    owned.add(folders);
    owned.add(threads::shutdownNow);
    owned.add(clock);
    owned.add(() -> FolderRemoval.delete(folder));
    return new RunSetup(
        "in-code",
        bare.withAgents(agents),
        "",
        folder,
        folders,
        runners,
        EventLog.inMemory(),
        clock,
        new Random(),
        threads,
        List.of());
  }

  private void work(Engine engine) {
    List<Signal> signals = new ArrayList<>();
    try {
      while (true) {
        signals.clear();
        signals.add(mailbox.take());
        mailbox.drainTo(signals);
        engine.step(signals);
        if (engine.state().outcome().isPresent()) {
          ended.complete(RunResult.of(engine.state()));
          if (closed) {
            return;
          }
        }
      }
    } catch (EventLog.EventLogException e) {
      LOG.log(Level.SEVERE, "The run stops: its log cannot be written", e);
      fail(engine, e);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "The run stops on an unexpected error", e);
      fail(engine, e);
    } catch (InterruptedException e) {
      fail(engine, e);
    }
  }

  private void fail(Engine engine, Exception cause) {
    dead = true;
    engine.abandon();
    ended.completeExceptionally(cause);
    // Whoever waits for a place in the mailbox, or for an answer, must not wait for ever.
    List<Signal> rest = new ArrayList<>();
    mailbox.drainTo(rest);
    rest.forEach(ParallelExecutor::refuse);
  }

  private void post(Signal signal) {
    if (dead) {
      refuse(signal);
      return;
    }
    try {
      mailbox.put(signal);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      refuse(signal);
    }
  }

  private static void refuse(Signal signal) {
    if (signal instanceof Signal.Asked asked) {
      asked.answer().complete(new Command.Result(false, "The run is over."));
    }
  }

  /// Stops what runs, waits for its end, and gives everything back. The run can be resumed where it
  /// has a journal.
  @Override
  public void close() {
    Thread engine;
    synchronized (lock) {
      engine = thread;
    }
    if (engine != null && engine.isAlive() && !closed) {
      closed = true;
      post(new Signal.Closed());
      boolean interrupted = false;
      while (engine.isAlive()) {
        try {
          engine.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    for (AutoCloseable resource : owned) {
      try {
        resource.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "Closing " + resource.getClass().getSimpleName() + " failed", e);
      }
    }
    owned.clear();
  }
}
