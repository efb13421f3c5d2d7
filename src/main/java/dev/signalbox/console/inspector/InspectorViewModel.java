package dev.signalbox.console.inspector;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.Workbench;
import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// What is selected, in full.
public final class InspectorViewModel implements AutoCloseable {
  private final RunModel model;
  private final Workbench workbench;
  private final LogViewModel log;
  private final DiffViewModel diff;
  private final DiskSizes sizes;
  private final DiffViewModel since;
  private final ReadOnlyObjectWrapper<Details> details =
      new ReadOnlyObjectWrapper<>(nothing(Phase.EMPTY));
  private final ReadOnlyObjectWrapper<Integer> attempt = new ReadOnlyObjectWrapper<>(0);
  private final Subscription subscription;
  private String attemptOf = "";

  private final Action retry;
  private final Action cancel;
  private final Action hold;
  private final Action release;
  private final Action front;
  private final Action tryNow;
  private final List<Action> more;

  /// @param more what else can be done with what is selected
  public InspectorViewModel(
      RunModel model,
      Workbench workbench,
      Actions actions,
      List<Action> more,
      LogViewModel log,
      DiffViewModel diff,
      DiffViewModel since,
      SizeSource sizes,
      Executor background,
      Executor window) {
    this.model = model;
    this.workbench = workbench;
    this.more = List.copyOf(more);
    this.log = log;
    this.diff = diff;
    this.sizes = new DiskSizes(sizes, background, window, this::update);
    this.since = since;
    String by = workbench.operator();
    retry =
        actions.add(
            "task-retry",
            "Run it again",
            "Runs a task again that ended without landing",
            null,
            selectedIs(t -> t.state().isFinal() && t.state() != TaskState.LANDED),
            () -> send(task -> new Command.Retry(task, by, "")));
    cancel =
        actions.add(
            "task-cancel",
            "Call it off",
            "Ends the task; what comes after it is skipped",
            null,
            selectedIs(t -> !t.state().isFinal() && !t.state().isAsking()),
            () -> send(task -> new Command.Cancel(task, by, "")));
    hold =
        actions.add(
            "task-hold",
            "Hold it",
            "Keeps the task from starting until it is released",
            "H",
            selectedIs(t -> hasNotStarted(t) && t.heldBy().isEmpty()),
            () -> send(task -> new Command.Hold(task, by)));
    release =
        actions.add(
            "task-release",
            "Release it",
            "Lets a held task start",
            "H",
            selectedIs(t -> !t.heldBy().isEmpty()),
            () -> send(task -> new Command.Release(task, by)));
    front =
        actions.add(
            "task-front",
            "Move to the front",
            "Makes it the next task to start",
            "F",
            selectedIs(InspectorViewModel::hasNotStarted),
            () -> send(task -> new Command.MoveToFront(task, by)));
    tryNow =
        actions.add(
            "task-try-now",
            "Try the account now",
            "Does not wait for the end of the usage limit",
            null,
            selectedIs(t -> model.state().limits().containsKey(model.state().account(t.agent()))),
            () ->
                send(
                    task -> {
                      RunState run = model.state();
                      return new Command.LiftLimit(run.account(run.status(task).agent()), by);
                    }));
    ListChangeListener<String> selection = change -> update();
    model.selected().addListener(selection);
    subscription =
        Subscription.combine(
            () -> model.selected().removeListener(selection),
            model.revisionProperty().subscribe(revision -> update()),
            model.timeProperty().subscribe(time -> update()),
            workbench.phaseProperty().subscribe(phase -> update()));
  }

  private BooleanBinding selectedIs(Predicate<TaskStatus> what) {
    return Bindings.createBooleanBinding(
        () ->
            takesCommands()
                && model.selectedTask().flatMap(model.state()::task).filter(what).isPresent(),
        model.selected(),
        model.revisionProperty(),
        workbench.phaseProperty());
  }

  private static boolean hasNotStarted(TaskStatus task) {
    return switch (task.state()) {
      case WAITING, ASKING_START, READY, BACKING_OFF -> true;
      default -> false;
    };
  }

  private boolean takesCommands() {
    Phase phase = workbench.phase();
    return phase == Phase.RUNNING
        || phase == Phase.PAUSED
        || phase == Phase.DRAINING
        || phase == Phase.ENDED; // a task that is wanted again lets the run go on
  }

  private void send(Function<String, Command> command) {
    model.selectedTask().ifPresent(task -> workbench.send(command.apply(task)));
  }

  private void update() {
    RunState run = model.state();
    Optional<TaskStatus> status = model.selectedTask().flatMap(run::task);
    Details now;
    if (!run.hasStarted()) {
      now = nothing(workbench.phase());
    } else if (status.isPresent()) {
      now = TaskDetails.of(model, status.get(), sizes.facts(tree(run, status.get())));
    } else {
      now = RunDetails.of(model, sizes.facts(wholeRun(run)));
    }
    if (!now.equals(details.get())) {
      details.set(now);
    }
    follow(now);
  }

  private static DiskSizes.@Nullable Question wholeRun(RunState run) {
    return run.run().isEmpty() ? null : new DiskSizes.Question.OfRun(run.run(), run.repository());
  }

  /// The work tree of its last attempt, unless that is another task's by now.
  private static DiskSizes.@Nullable Question tree(RunState run, TaskStatus task) {
    Attempt last = task.lastAttempt().orElse(null);
    if (last == null || last.directory().isEmpty() || task.state() == TaskState.LANDED) {
      return null;
    }
    boolean takenOver =
        run.tasks().stream()
            .flatMap(other -> other.lastAttempt().stream())
            .anyMatch(
                other ->
                    other.directory().equals(last.directory())
                        && other.started().isAfter(last.started()));
    if (takenOver) {
      return null;
    }
    boolean inUse =
        switch (task.state()) {
          case RUNNING, SEALING, PARKED -> true;
          default -> false;
        };
    return new DiskSizes.Question.OfTree(Path.of(last.directory()), inUse);
  }

  private static Details nothing(Phase phase) {
    return phase == Phase.BROKEN
        ? new Details.Nothing(
            "No tasks yet", "Once the plan’s problems are mended, its tasks can be selected.")
        : new Details.Nothing(
            "Nothing is open", "What is selected is shown here: a task in full, or the run.");
  }

  private void follow(Details now) {
    if (now instanceof Details.OfTask task && !task.attempts().isEmpty()) {
      int last = task.attempts().getLast().number();
      // The newest attempt is shown as it comes, unless a person looks at an earlier one.
      boolean same = attemptOf.equals(task.id());
      if (!same || attempt.get() == 0 || attempt.get() == last - 1) {
        attempt.set(last);
      }
      attemptOf = task.id();
    } else {
      attempt.set(0);
      attemptOf = "";
    }
    showAttempt(now);
  }

  private void showAttempt(Details now) {
    Optional<Attempt> shown =
        now instanceof Details.OfTask task ? task.attempt(attempt.get()) : Optional.empty();
    log.show(
        shown.map(a -> Path.of(a.log())).orElse(null),
        shown.filter(a -> a.ended() != null).isPresent());
    String repository = model.state().repository();
    diff.show(repository, shown.map(Attempt::sealed).orElse(null));
    selected()
        .ifPresent(
            status ->
                status
                    .shownBefore()
                    .ifPresent(
                        before ->
                            since.showSince(repository, before, status.shown().orElse(before))));
  }

  // ---- for the view -----------------------------------------------------------------------------

  ReadOnlyObjectProperty<Details> detailsProperty() {
    return details.getReadOnlyProperty();
  }

  /// Which attempt's log and changes are shown; 0 for none.
  ReadOnlyObjectProperty<Integer> attemptProperty() {
    return attempt.getReadOnlyProperty();
  }

  void chooseAttempt(int number) {
    attempt.set(number);
    showAttempt(details.get());
  }

  AgentColours agentColours() {
    return model.agentColours();
  }

  void follow(String task) {
    model.select(task);
  }

  /// Shows the run again.
  void clear() {
    model.select(List.of());
  }

  public LogViewModel log() {
    return log;
  }

  public DiffViewModel diff() {
    return diff;
  }

  /// What has changed of what is to land since a person said yes to it.
  DiffViewModel since() {
    return since;
  }

  /// Whether the selected task asks again about its landing.
  boolean asksAgain() {
    return selected().flatMap(TaskStatus::shownBefore).isPresent();
  }

  private Optional<TaskStatus> selected() {
    return model.selectedTask().flatMap(model.state()::task);
  }

  /// What can be done with the selected task.
  public List<Action> taskActions() {
    List<Action> all = new ArrayList<>(List.of(hold, release, front, tryNow, retry, cancel));
    all.addAll(more);
    return all;
  }

  @Override
  public void close() {
    subscription.unsubscribe();
    sizes.close();
    log.close();
  }
}
