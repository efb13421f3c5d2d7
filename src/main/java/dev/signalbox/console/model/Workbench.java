package dev.signalbox.console.model;

import dev.signalbox.app.LiveRun;
import dev.signalbox.app.RunOptions;
import dev.signalbox.app.SetupException;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.Problem;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// What is open: at most one plan, at most one run of it. Everything that blocks happens on
/// `background`; everything here belongs to the window's thread.
public final class Workbench implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Workbench.class.getName());

  private final RunModel model;
  private final OpenPlan plan;
  private final OpenRun run;
  private final RunStarter starter;
  private final Executor window;
  private final String operator;

  private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.EMPTY);
  private @Nullable Command lastCarriedOut;
  private final ReadOnlyObjectWrapper<Notice> notice = new ReadOnlyObjectWrapper<>(Notice.NONE);
  private final ReadOnlyObjectWrapper<String> opening = new ReadOnlyObjectWrapper<>("");
  private final ReadOnlyObjectWrapper<String> damage = new ReadOnlyObjectWrapper<>("");
  private final ReadOnlyObjectWrapper<Integer> parallel = new ReadOnlyObjectWrapper<>(1);
  private final ControlsModel controls;
  private final Subscription following;
  private @Nullable Integer parallelWished;

  // Whether the run that another process has open was started from this window.
  private boolean startedHere;

  public Workbench(
      RunModel model,
      PlanSource plans,
      RunStarter starter,
      Executor background,
      Executor window,
      String operator) {
    this.model = model;
    this.plan = new OpenPlan(plans, model::now, background, window);
    this.controls = new ControlsModel(window, this::tell);
    this.run = new OpenRun(model, controls, background, window, this::tell, this::settle);
    this.starter = starter;
    this.window = window;
    this.operator = operator;
    this.following = model.revisionProperty().subscribe(revision -> settle());
  }

  // ---- plans ------------------------------------------------------------------------------------

  /// Opens a plan file in place of what is open.
  public void open(Path file) {
    if (phase.get().isLive()) {
      tell(Notice.error("Stop the run before you open another plan."));
      return;
    }
    opening.set(String.valueOf(file.getFileName()));
    plan.read(
        file,
        read -> {
          opening.set("");
          tell(Notice.NONE);
          run.close();
          parallelWished = null;
          show(read);
        });
  }

  /// Takes in that the plan file is another one on disk.
  public void planChangedOnDisk() {
    Optional<PlanFile> open = plan.file();
    if (open.isEmpty()) {
      return;
    }
    plan.read(
        open.get().path(),
        read -> {
          if (!plan.isNews(read.file())) {
            return;
          }
          if (run.phase().isPresent()) {
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
    plan.expect(text);
  }

  /// Takes in what an edit made of the plan file; what was read of it before no longer counts.
  public void planEdited(PlanPreview edited) {
    plan.forgetQuestions();
    if (run.phase().isEmpty()) {
      show(edited);
    } else {
      // The run stays in view; the next edit is one of this text.
      plan.show(edited);
    }
  }

  private void show(PlanPreview preview) {
    model.preview(preview.state());
    Plan read = preview.file().plan();
    if (read != null) {
      parallel.set(parallelWished == null ? Integer.valueOf(read.parallel()) : parallelWished);
    }
    plan.show(preview);
    settle();
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
    Optional<PlanFile> open = plan.file();
    if (open.isEmpty() || phase.get().isLive() || phase.get() == Phase.BROKEN) {
      return;
    }
    RunOptions options = new RunOptions(parallelWished, false);
    if (run.run().isEmpty()) {
      PlanFile file = open.get();
      run.begin(() -> how.of(file, options));
      return;
    }
    plan.read(
        open.get().path(),
        read -> {
          run.close();
          show(read);
          if (phase.get() == Phase.READY) {
            run.begin(() -> how.of(read.file(), options));
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
    inPlace(() -> starter.attach(id));
  }

  /// Goes on with an earlier run that nobody has open, in place of what is open.
  public void resume(String id) {
    if (phase.get().isLive()) {
      tell(Notice.error("Stop the run before you go on with another."));
      return;
    }
    parallelWished = null;
    inPlace(() -> starter.resume(id, RunOptions.DEFAULT));
  }

  /// Shows a run in place of what is open, and the plan file it was started from.
  private void inPlace(OpenRun.Starting how) {
    run.close();
    plan.clear();
    run.begin(
        () -> {
          LiveRun live = how.start();
          window.execute(() -> live.planFile().ifPresent(file -> plan.read(file, plan::show)));
          return live;
        });
  }

  /// Goes on with the run that was stopped, or cut short in another process.
  public void resume() {
    LiveRun ended = run.run().orElse(null);
    if (ended == null || phase.get() != Phase.ENDED) {
      return;
    }
    String id = ended.run();
    run.begin(
        () -> {
          ended.close();
          return starter.resume(id, new RunOptions(parallelWished, false));
        });
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
    if (result.accepted()) {
      lastCarriedOut = command;
      if (notice.get().severity() == Notice.Severity.ERROR) {
        tell(Notice.NONE);
      }
    } else if (!command.equals(lastCarriedOut)) {
      // A key pressed twice: what the second asks for is so by the first.
      tell(Notice.error(result.text()));
    }
    return result.accepted();
  }

  /// How many commands may run at once: of the run there is, else of the next.
  public void setParallel(int number) {
    parallelWished = number;
    parallel.set(number);
    if (phase.get().isLive() && run.run().isPresent()) {
      var unused = send(new Command.SetParallel(number, operator));
    }
  }

  /// Stops what runs, then calls `then`.
  public void stopAndThen(Runnable then) {
    run.closeAndThen(live -> new Closing(live, operator).stop(), then);
  }

  /// Lets what runs land and starts nothing new, then calls `then`: once that is over, or, where
  /// another process sees to it, at once.
  public void drainAndThen(Runnable then) {
    run.closeAndThen(live -> new Closing(live, operator).drain(), then);
  }

  /// Takes up what somebody may have found wrong with the journal.
  public void lookForDamage() {
    starter.damage().ifPresent(damage::set);
  }

  private void settle() {
    lookForDamage();
    if (run.run().isPresent() && model.state().hasStarted()) {
      parallel.set(model.state().parallel());
    }
    phase.set(run.phase().orElseGet(this::phaseOfPlan));
  }

  private Phase phaseOfPlan() {
    if (plan.file().isEmpty()) {
      return Phase.EMPTY;
    }
    return plan.hasErrors() ? Phase.BROKEN : Phase.READY;
  }

  // ---- what it says -----------------------------------------------------------------------------

  public ReadOnlyObjectProperty<Phase> phaseProperty() {
    return phase.getReadOnlyProperty();
  }

  public Phase phase() {
    return phase.get();
  }

  public ReadOnlyObjectProperty<Optional<PlanFile>> planProperty() {
    return plan.fileProperty();
  }

  public Optional<PlanFile> plan() {
    return plan.file();
  }

  /// What is wrong with the open plan, in the order of the file.
  public ObservableList<Problem> problems() {
    return plan.problems();
  }

  public ReadOnlyObjectProperty<Notice> noticeProperty() {
    return notice.getReadOnlyProperty();
  }

  /// The name of the plan file that is being read to be shown; empty for none.
  public ReadOnlyObjectProperty<String> openingProperty() {
    return opening.getReadOnlyProperty();
  }

  /// What was found wrong with the journal since the window was opened; empty for nothing.
  public ReadOnlyObjectProperty<String> damageProperty() {
    return damage.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Integer> parallelProperty() {
    return parallel.getReadOnlyProperty();
  }

  public Optional<RunOutcome> outcome() {
    return phase.get() == Phase.ENDED ? model.state().outcome() : Optional.empty();
  }

  public Optional<LiveRun> run() {
    return run.run();
  }

  /// Who may steer the run.
  public ControlsModel controls() {
    return controls;
  }

  /// Whether another process runs it, so that closing the window ends nothing.
  public boolean isApart() {
    return run.isElsewhere();
  }

  /// Whether that process was started from this window.
  public boolean isStartedHere() {
    return startedHere && run.isElsewhere();
  }

  /// Whether the process that ran it is gone and the run with it, so that it can be resumed here.
  public boolean isCutShort() {
    return run.isBroken() && run.isElsewhere();
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
    run.close();
    model.close();
  }
}
