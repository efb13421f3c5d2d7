package dev.signalbox.console.model;

import dev.signalbox.app.LiveRun;
import dev.signalbox.app.RunOptions;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.check.CycleProblem;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.graph.CycleException;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// What is open: at most one plan, at most one run of it. Everything that blocks happens on
/// `background`; everything here belongs to the window's thread.
public final class Workbench implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Workbench.class.getName());

  private final RunModel model;
  private final PlanSource plans;
  private final RunStarter starter;
  private final Executor background;
  private final Executor window;
  private final String operator;

  private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.EMPTY);
  private final ReadOnlyObjectWrapper<Optional<PlanFile>> plan =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Notice> notice = new ReadOnlyObjectWrapper<>(Notice.NONE);
  private final ObservableList<Problem> problems = FXCollections.observableArrayList();
  private final ObservableList<Problem> problemsView =
      FXCollections.unmodifiableObservableList(problems);
  private final ReadOnlyObjectWrapper<Integer> parallel = new ReadOnlyObjectWrapper<>(1);
  private final ControlsModel controls;
  private final Subscription following;
  private @Nullable LiveRun run;
  // Whether the run that another process has open was started from this window.
  private boolean startedHere;
  private boolean starting;
  // The engine is gone without a last entry: the journal could not be written.
  private boolean broken;
  private @Nullable Integer parallelWished;
  // Only the answer to the newest question counts: a file read late must not replace a later one.
  private long asked;
  private volatile String expected = "";

  public Workbench(
      RunModel model,
      PlanSource plans,
      RunStarter starter,
      Executor background,
      Executor window,
      String operator) {
    this.model = model;
    this.plans = plans;
    this.starter = starter;
    this.background = background;
    this.window = window;
    this.operator = operator;
    this.controls = new ControlsModel(window, this::tell);
    this.following = model.revisionProperty().subscribe(revision -> settle());
  }

  // ---- plans ------------------------------------------------------------------------------------

  /// Opens a plan file in place of what is open.
  public void open(Path file) {
    if (phase.get().isLive()) {
      tell(Notice.error("Stop the run before you open another plan."));
      return;
    }
    read(
        file,
        read -> {
          tell(Notice.NONE);
          closeRun();
          parallelWished = null;
          show(read);
        });
  }

  /// Takes in that the plan file is another one on disk.
  public void planChangedOnDisk() {
    Optional<PlanFile> open = plan.get();
    if (open.isEmpty()) {
      return;
    }
    read(
        open.get().path(),
        read -> {
          if (read.text().equals(plan.get().map(PlanFile::text).orElse(""))
              || read.text().equals(expected)) {
            return;
          }
          if (run != null || starting) {
            tell(
                Notice.information(
                    phase.get().isLive()
                        ? "The plan file changed on disk. This run goes on with what it started with."
                        : "The plan file changed on disk. Run again takes it as it is now."));
          } else {
            show(read);
            tell(Notice.information("The plan file changed on disk and was read again."));
          }
        });
  }

  /// Says what an edit is about to write: that the file is so is no news then. From any thread.
  public void expect(String text) {
    expected = text;
  }

  /// Takes in what an edit made of the plan file; what was read of it before no longer counts.
  public void planEdited(PlanFile edited) {
    asked++;
    if (run == null && !starting) {
      show(edited);
    }
  }

  private void read(Path file, Consumer<PlanFile> then) {
    long question = ++asked;
    background.execute(
        () -> {
          PlanFile read = plans.read(file);
          window.execute(
              () -> {
                if (question == asked) {
                  then.accept(read);
                }
              });
        });
  }

  private void show(PlanFile file) {
    List<Problem> found = new ArrayList<>(file.problems());
    Plan read = file.plan();
    if (read == null) {
      model.clear();
    } else {
      preview(read, file, found);
      parallel.set(parallelWished == null ? Integer.valueOf(read.parallel()) : parallelWished);
    }
    plan.set(Optional.of(file));
    problems.setAll(found);
    settle();
  }

  private void preview(Plan read, PlanFile file, List<Problem> found) {
    try {
      model.preview(read, file.path().toString());
    } catch (CycleException e) {
      model.preview(Cycles.without(read), file.path().toString());
      found.add(CycleProblem.of(file, e));
    }
  }

  // ---- runs -------------------------------------------------------------------------------------

  /// Runs the open plan; after a run, runs it again, as the file is now.
  public void start() {
    start(starter::start);
  }

  /// Likewise, in a process of its own, which goes on when the window is closed.
  public void startApart() {
    startedHere = true;
    start(starter::startApart);
  }

  private interface Start {
    LiveRun of(PlanFile plan, RunOptions options) throws SetupException;
  }

  private void start(Start how) {
    Optional<PlanFile> open = plan.get();
    if (open.isEmpty() || phase.get().isLive() || phase.get() == Phase.BROKEN) {
      return;
    }
    RunOptions options = new RunOptions(parallelWished, false);
    if (run == null) {
      PlanFile file = open.get();
      begin(() -> how.of(file, options));
      return;
    }
    read(
        open.get().path(),
        read -> {
          closeRun();
          show(read);
          if (phase.get() == Phase.READY) {
            begin(() -> how.of(read, options));
          }
        });
  }

  /// Follows a run that another process has open, in place of what is open.
  ///
  /// @param id its id or the beginning of it
  public void attach(String id) {
    if (phase.get().isLive()) {
      tell(Notice.error("Stop the run before you look at another."));
      return;
    }
    startedHere = false;
    closeRun();
    begin(
        () -> {
          LiveRun live = starter.attach(id);
          PlanFile file = live.planFile().map(plans::read).orElse(null);
          window.execute(() -> plan.set(Optional.ofNullable(file)));
          return live;
        });
  }

  /// Goes on with the run that was stopped, or cut short in another process.
  public void resume() {
    LiveRun ended = run;
    if (ended == null || phase.get() != Phase.ENDED) {
      return;
    }
    String id = ended.run();
    begin(
        () -> {
          ended.close();
          return starter.resume(id, new RunOptions(parallelWished, false));
        });
  }

  private interface Starting {
    LiveRun start() throws SetupException;
  }

  private void begin(Starting how) {
    starting = true;
    tell(Notice.NONE);
    settle();
    background.execute(
        () -> {
          try {
            LiveRun live = how.start();
            window.execute(() -> follow(live));
          } catch (SetupException e) {
            LOG.log(Level.INFO, "A run could not be started", e);
            window.execute(() -> notStarted(String.valueOf(e.getMessage())));
          } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "A run could not be started", e);
            window.execute(() -> notStarted("The run could not be started; the log says why."));
          }
        });
  }

  private void follow(LiveRun live) {
    run = live;
    starting = false;
    broken = false;
    controls.follow(live);
    model.attach(live);
    settle();
    live.ended().whenCompleteAsync((outcome, failure) -> over(live, failure), window);
  }

  private void notStarted(String why) {
    starting = false;
    tell(Notice.error(why));
    settle();
  }

  private void over(LiveRun live, @Nullable Throwable failure) {
    if (failure != null && live == run) {
      LOG.log(Level.SEVERE, "The run broke off", failure);
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      tell(Notice.error(String.valueOf(cause.getMessage())));
      broken = true;
    }
    settle();
  }

  /// Asks the run for something; a refusal is shown.
  ///
  /// @return whether it was carried out, on the window's thread
  public CompletableFuture<Boolean> send(Command command) {
    if (!controls.elsewhere().isEmpty()) {
      tell(Notice.error("Take the controls first: %s has them.".formatted(controls.elsewhere())));
      return CompletableFuture.completedFuture(false);
    }
    return model
        .send(command)
        .handleAsync((result, failure) -> taken(command, result, failure), window);
  }

  private boolean taken(
      Command command, Command.@Nullable Result result, @Nullable Throwable failure) {
    if (result == null) {
      LOG.log(Level.WARNING, "Sending " + command, failure);
      tell(Notice.error("The run did not answer; it may have ended."));
      return false;
    }
    if (!result.accepted()) {
      tell(Notice.error(result.text()));
    } else if (notice.get().severity() == Notice.Severity.ERROR) {
      tell(Notice.NONE);
    }
    return result.accepted();
  }

  /// How many commands may run at once: of the run there is, else of the next.
  public void setParallel(int number) {
    parallelWished = number;
    parallel.set(number);
    if (phase.get().isLive() && run != null) {
      var unused = send(new Command.SetParallel(number, operator));
    }
  }

  /// Stops what runs, then calls `then`.
  public void stopAndThen(Runnable then) {
    closeAndThen(Closing::stop, then);
  }

  /// Lets what runs land and starts nothing new, then calls `then`: once that is over, or, where
  /// another process sees to it, at once.
  public void drainAndThen(Runnable then) {
    closeAndThen(Closing::drain, then);
  }

  private void closeAndThen(Consumer<Closing> how, Runnable then) {
    LiveRun live = run;
    background.execute(
        () -> {
          if (live != null) {
            how.accept(new Closing(live, operator));
          }
          window.execute(then);
        });
  }

  private void closeRun() {
    LiveRun old = run;
    run = null;
    broken = false;
    controls.release();
    if (old != null) {
      background.execute(old::close);
    }
  }

  private void settle() {
    RunState state = model.state();
    Phase now;
    if (starting) {
      now = Phase.STARTING;
    } else if (run == null) {
      now = plan.get().isEmpty() ? Phase.EMPTY : hasErrors() ? Phase.BROKEN : Phase.READY;
    } else if (!state.hasStarted()) {
      now = broken ? Phase.ENDED : Phase.STARTING;
    } else if (state.outcome().isPresent() || broken) {
      now = Phase.ENDED;
    } else if (state.isStopping()) {
      now = Phase.STOPPING;
    } else if (state.isDraining()) {
      now = Phase.DRAINING;
    } else if (state.isPaused()) {
      now = Phase.PAUSED;
    } else {
      now = Phase.RUNNING;
    }
    if (run != null && state.hasStarted()) {
      parallel.set(state.parallel());
    }
    phase.set(now);
  }

  private boolean hasErrors() {
    return problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
  }

  // ---- what it says -----------------------------------------------------------------------------

  public ReadOnlyObjectProperty<Phase> phaseProperty() {
    return phase.getReadOnlyProperty();
  }

  public Phase phase() {
    return phase.get();
  }

  public ReadOnlyObjectProperty<Optional<PlanFile>> planProperty() {
    return plan.getReadOnlyProperty();
  }

  public Optional<PlanFile> plan() {
    return plan.get();
  }

  /// What is wrong with the open plan, in the order of the file.
  public ObservableList<Problem> problems() {
    return problemsView;
  }

  public ReadOnlyObjectProperty<Notice> noticeProperty() {
    return notice.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Integer> parallelProperty() {
    return parallel.getReadOnlyProperty();
  }

  public Optional<RunOutcome> outcome() {
    return phase.get() == Phase.ENDED ? model.state().outcome() : Optional.empty();
  }

  public Optional<LiveRun> run() {
    return Optional.ofNullable(run);
  }

  /// Who may steer the run.
  public ControlsModel controls() {
    return controls;
  }

  /// Whether another process runs it, so that closing the window ends nothing.
  public boolean isApart() {
    return run != null && run.isElsewhere();
  }

  /// Whether that process was started from this window.
  public boolean isStartedHere() {
    return isApart() && startedHere;
  }

  /// Whether the process that ran it is gone and the run with it, so that it can be resumed here.
  public boolean isCutShort() {
    return broken && isApart();
  }

  /// Who asks, as the journal names them.
  public String operator() {
    return operator;
  }

  public void tell(Notice what) {
    notice.set(what);
  }

  /// Ends the run if there is one, without waiting, and every subscription.
  @Override
  public void close() {
    following.unsubscribe();
    closeRun();
    model.close();
  }
}
