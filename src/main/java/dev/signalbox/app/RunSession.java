package dev.signalbox.app;

import dev.signalbox.agent.AgentRunner;
import dev.signalbox.agent.ShellRunner;
import dev.signalbox.app.gc.GarbageCollector;
import dev.signalbox.conflict.resolve.Rungs;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.EngineClock;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.EventLog;
import dev.signalbox.engine.Machine;
import dev.signalbox.engine.ParallelExecutor;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunResult;
import dev.signalbox.engine.RunSetup;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.RunSummary;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.process.Supervisor;
import dev.signalbox.report.RunReport;
import dev.signalbox.service.ControlLimits;
import dev.signalbox.service.ControlServer;
import dev.signalbox.service.Controls;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/// One run in this process: plan, workspace, runners, journal and executor put together.
public final class RunSession implements LiveRun {
  private static final Logger LOG = Logger.getLogger(RunSession.class.getName());

  private final StateFolders folders;
  private final String run;
  private final String planFile;
  private final Journal journal;
  private final ParallelExecutor executor;
  private final Controls controls;

  private final Owned owned;

  private RunSession(
      StateFolders folders,
      String run,
      String planFile,
      Journal journal,
      ParallelExecutor executor,
      Controls controls,
      Owned owned) {
    this.folders = folders;
    this.run = run;
    this.planFile = planFile;
    this.journal = journal;
    this.executor = executor;
    this.controls = controls;
    this.owned = owned;
  }

  /// Starts a run of `plan`. Blocks while the repository is looked at; call it off the window's
  /// thread.
  ///
  /// @throws SetupException where it cannot start; the message is a sentence with the remedy
  public static RunSession start(StateFolders folders, PlanFile file, RunOptions options)
      throws SetupException {
    Plan read = PlanChecks.usable(file);
    AppSettings settings = AppSettings.of(folders, System.getenv());
    Random random = new Random();
    EngineClock clock = EngineClock.system();
    String run = RunIds.next(clock.now(), read.name(), random);
    Owned owned = new Owned();
    owned.add(clock);
    try {
      Journal journal = owned.add(Journal.open(folders.journal()));
      String planFile = PlanHistory.name(file);
      Plan plan = options.applyTo(read).withExpected(journal.history(planFile, read.name()));
      Path repository = PlanChecks.repository(file, plan, folders.run(run));
      Supervisor processes = new Supervisor(run, random);
      RunSight sight = RunSight.of(owned, folders.run(run), repository);
      Workspace workspace =
          RunWorkspace.open(
              owned,
              folders,
              settings,
              run,
              plan,
              repository,
              plan.base(),
              options.restart(),
              sight.watches(),
              processes);
      return begin(
          folders, run, plan, planFile, workspace, sight, processes, journal, clock, random,
          List.of(), List.of(), owned);
    } catch (JournalException e) {
      throw owned.giveUp(new SetupException(e.getMessage(), e));
    } catch (WorkspaceException e) {
      throw owned.giveUp(PlanChecks.explained(file, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw owned.giveUp(new SetupException("Starting the run was interrupted.", e));
    }
  }

  /// Goes on with a run that ended before all its tasks did, or whose process died.
  ///
  /// @param run its id or the beginning of it; the latest run where it is empty
  public static RunSession resume(StateFolders folders, String run, RunOptions options)
      throws SetupException {
    AppSettings settings = AppSettings.of(folders, System.getenv());
    EngineClock clock = EngineClock.system();
    Owned owned = new Owned();
    owned.add(clock);
    try {
      Journal journal = owned.add(Journal.open(folders.journal()));
      RunSummary summary = Runs.find(journal, run);
      List<Entry> past = journal.read(summary.id());
      RunState state = new RunState();
      past.forEach(state::apply);
      List<Command> first = again(state, options.again());
      if (state.isFinished() && first.isEmpty() && !state.isBaseLeft()) {
        throw new SetupException(nothingLeft(state));
      }
      Plan plan = PlanChecks.withSecrets(options.applyTo(state.plan()), state.planFile());
      Random random = new Random();
      Supervisor processes = new Supervisor(summary.id(), random);
      RunSight sight = RunSight.of(owned, folders.run(summary.id()), Path.of(state.repository()));
      Workspace workspace =
          RunWorkspace.open(
              owned,
              folders,
              settings,
              summary.id(),
              plan,
              Path.of(state.repository()),
              state.base(),
              false,
              sight.watches(),
              processes);
      return begin(
          folders,
          summary.id(),
          plan,
          state.planFile(),
          workspace,
          sight,
          processes,
          journal,
          clock,
          random,
          past,
          first,
          owned);
    } catch (JournalException e) {
      throw owned.giveUp(new SetupException(e.getMessage(), e));
    } catch (WorkspaceException e) {
      throw owned.giveUp(new SetupException(e.getMessage(), e));
    } catch (SetupException e) {
      throw owned.giveUp(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw owned.giveUp(new SetupException("Resuming the run was interrupted.", e));
    }
  }

  /// What to ask for before anything else, so that what ended without landing runs again.
  ///
  /// @param by who wants that; empty where nobody does
  private static List<Command> again(RunState state, String by) {
    if (by.isEmpty()) {
      return List.of();
    }
    // What was skipped comes back with what it was skipped for.
    return state.tasks().stream()
        .filter(
            task ->
                switch (task.state()) {
                  case FAILED, REJECTED, CANCELLED -> true;
                  default -> false;
                })
        .<Command>map(task -> new Command.Retry(task.id(), by, "on resume"))
        .toList();
  }

  private static String nothingLeft(RunState state) {
    boolean all = state.count(TaskState.LANDED) == state.tasks().size();
    return all
        ? "Nothing is left to do in %s: every task has landed. See `%s`."
            .formatted(state.run(), CommandName.with("show " + state.run()))
        : "Nothing is left to do in %s: every task has ended. Run again what did not land: %s --retry-failed"
            .formatted(state.run(), CommandName.with("resume " + state.run()));
  }

  private static RunSession begin(
      StateFolders folders,
      String run,
      Plan plan,
      String planFile,
      Workspace workspace,
      RunSight sight,
      Supervisor processes,
      Journal journal,
      EngineClock clock,
      Random random,
      List<Entry> past,
      List<Command> first,
      Owned owned)
      throws WorkspaceException, InterruptedException, JournalException {
    EventLog log = owned.add(journal.logOf(run));
    Machine machine = new ThisMachine(Path.of("/"));
    owned.add(processes);
    // Only here: whoever holds the log knows that no other session of the run is alive.
    int leftOver = past.isEmpty() ? 0 : processes.endLeftovers();
    if (leftOver > 0) {
      LOG.info("%d processes of an earlier session of %s were ended.".formatted(leftOver, run));
    }
    new GarbageCollector(folders, journal, clock.now(), System.getenv()).sweep();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    owned.add(threads::shutdownNow);
    Map<String, AgentRunner> runners = new HashMap<>();
    for (Agent agent : plan.agents().values()) {
      runners.put(agent.id(), new ShellRunner(processes));
    }
    ParallelExecutor executor =
        new ParallelExecutor(
            new RunSetup(
                run,
                plan,
                planFile,
                folders.run(run),
                workspace,
                runners,
                log,
                clock,
                random,
                machine,
                threads,
                past,
                new Rungs(
                    plan.conflicts(),
                    plan.check().command() != null,
                    System.getenv().getOrDefault("PATH", ""))));
    Controls controls = owned.add(new Controls(ControlLimits.DEFAULT.handOver()));
    // Closed after the executor, so that who follows is told the end.
    listen(folders, run, executor, controls).ifPresent(owned::add);
    owned.add(executor);
    sight.begin(executor);
    executor.start(first);
    return new RunSession(folders, run, planFile, journal, executor, controls, owned);
  }

  /// A run that other processes cannot reach is a run all the same.
  private static Optional<ControlServer> listen(
      StateFolders folders, String run, ParallelExecutor executor, Controls controls) {
    try {
      return Optional.of(
          ControlServer.open(folders.control(), run, executor, controls, ControlLimits.DEFAULT));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Other processes cannot reach run " + run, e);
      return Optional.empty();
    }
  }

  @Override
  public String run() {
    return run;
  }

  @Override
  public Optional<Path> planFile() {
    return Optional.of(Path.of(planFile)).filter(Files::isRegularFile);
  }

  @Override
  public CompletableFuture<Command.Result> send(Command command) {
    return executor.send(command);
  }

  @Override
  public ParallelExecutor.Subscription subscribe(Consumer<List<Entry>> listener) {
    return executor.subscribe(listener);
  }

  @Override
  public CompletableFuture<RunOutcome> ended() {
    return executor.ended().thenApply(RunResult::outcome);
  }

  @Override
  public Path writeReport(Path directory) throws IOException {
    try {
      return RunReport.of(journal.read(run), true).write(directory, folders.certificateKey());
    } catch (JournalException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void attend(Consumer<Controls.News> listener) {
    controls.attend(new Window(listener));
  }

  /// The window of this process.
  private record Window(Consumer<Controls.News> listener) implements Controls.Party {
    @Override
    public String name() {
      return "the console that runs it, process " + ProcessHandle.current().pid();
    }

    @Override
    public boolean agreesAtOnce() {
      return false;
    }

    @Override
    public void hear(Controls.News news) {
      listener.accept(news);
    }
  }

  @Override
  public CompletableFuture<Command.Result> takeControls() {
    return controls.takeBack();
  }

  @Override
  public CompletableFuture<Command.Result> answer(boolean agreed) {
    return CompletableFuture.completedFuture(controls.answerAsOwner(agreed));
  }

  /// Stops what runs, waits for it, and closes the journal. The run can be resumed.
  @Override
  public void close() {
    owned.close();
  }
}
