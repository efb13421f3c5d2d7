package dev.signalbox.console.model;

import dev.signalbox.app.LiveRun;
import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.FoundConflict;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.engine.Waiting;
import dev.signalbox.plan.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The one bridge between a run and the views: its own fold of the log, as properties and lists.
///
/// A plan that is only looked at is folded too, as a run that has just begun, so that every view
/// has one source. Everything here belongs to the window's thread.
public final class RunModel implements AutoCloseable {
  private final InstantSource clock;
  private final ZoneId zone;
  private final Executor window;

  private RunState state = new RunState();
  private @Nullable LiveRun run;
  private @Nullable EntryInbox inbox;

  private List<String> criticalPath = List.of();
  private AgentColours agentColours = AgentColours.NONE;
  private final Map<String, TaskRow> rowsById = new LinkedHashMap<>();
  private final ObservableList<TaskRow> rows = FXCollections.observableArrayList();
  private final ObservableList<AttentionItem> attention = FXCollections.observableArrayList();
  private final ObservableList<FoundConflict> conflicts = FXCollections.observableArrayList();
  private final ObservableList<String> selected = FXCollections.observableArrayList();
  // Held here: the wrapper listens weakly, and would be gone with its first reader otherwise.
  private final ObservableList<TaskRow> rowsView = FXCollections.unmodifiableObservableList(rows);
  private final ObservableList<AttentionItem> attentionView =
      FXCollections.unmodifiableObservableList(attention);
  private final ObservableList<FoundConflict> conflictsView =
      FXCollections.unmodifiableObservableList(conflicts);
  private final ObservableList<String> selectedView =
      FXCollections.unmodifiableObservableList(selected);
  private final ReadOnlyObjectWrapper<Queues> queues = new ReadOnlyObjectWrapper<>(Queues.EMPTY);
  private final ReadOnlyObjectWrapper<Counts> counts = new ReadOnlyObjectWrapper<>(Counts.NONE);
  private final ReadOnlyLongWrapper structure = new ReadOnlyLongWrapper();
  private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper();
  private final ReadOnlyLongWrapper time = new ReadOnlyLongWrapper();

  /// @param window runs what it is given on the window's thread, later
  public RunModel(InstantSource clock, ZoneId zone, Executor window) {
    this.clock = clock;
    this.zone = zone;
    this.window = window;
  }

  // ---- what it follows --------------------------------------------------------------------------

  /// Shows a plan of which nothing runs, or nothing.
  ///
  /// @param fresh its own from now on
  void preview(RunState fresh) {
    release();
    state = fresh;
    restructure();
    refresh();
  }

  /// Follows a run from its first entry on. What was shown before stays until that comes.
  public void attach(LiveRun live) {
    release();
    run = live;
    inbox = new EntryInbox(window, this::take);
    // The fold begins anew with the run's first entry.
    state = new RunState();
    inbox.follow(live);
  }

  private void take(List<Entry> entries) {
    boolean restructured = false;
    for (Entry entry : entries) {
      state.apply(entry);
      restructured |=
          entry.event() instanceof Event.RunStarted || entry.event() instanceof Event.TaskAdded;
    }
    if (restructured) {
      restructure();
    }
    refresh();
  }

  /// Moves on what depends on the time alone: to be called about once a second while a run goes on.
  public void tick() {
    if (!state.hasStarted()) {
      return;
    }
    Instant now = clock.instant();
    for (TaskRow row : rows) {
      TaskState of = row.facts().state();
      if (of == TaskState.RUNNING || of == TaskState.BACKING_OFF) {
        row.show(facts(state.status(row.id()), now));
      }
    }
    if (state.count(TaskState.BACKING_OFF) > 0) {
      queues.set(Queues.of(state, now, zone));
    }
    time.set(time.get() + 1);
  }

  private void restructure() {
    rowsById.keySet().removeIf(id -> state.task(id).isEmpty());
    List<TaskRow> fresh = new ArrayList<>();
    Instant now = clock.instant();
    for (TaskStatus task : state.tasks()) {
      TaskRow old = rowsById.get(task.id());
      boolean same = old != null && old.task().equals(task.task()) && old.index() == task.index();
      TaskRow row =
          same && old != null ? old : new TaskRow(task.task(), task.index(), facts(task, now));
      rowsById.put(task.id(), row);
      fresh.add(row);
    }
    selected.removeIf(id -> !rowsById.containsKey(id));
    criticalPath = state.graph().criticalPath(RunModel::expected);
    agentColours = state.hasStarted() ? new AgentColours(agents()) : AgentColours.NONE;
    if (!fresh.equals(rows)) {
      rows.setAll(fresh);
    }
    structure.set(structure.get() + 1);
  }

  private Collection<String> agents() {
    Set<String> ids = new LinkedHashSet<>(state.plan().agents().keySet());
    state.tasks().forEach(task -> ids.add(task.task().agent()));
    return ids;
  }

  // Where nobody says how long a task takes, one is as long as another.
  private static Duration expected(Task task) {
    Duration said = task.expect();
    return said == null ? Duration.ofMinutes(1) : said;
  }

  private void refresh() {
    Instant now = clock.instant();
    for (TaskRow row : rows) {
      row.show(facts(state.status(row.id()), now));
    }
    counts.set(Counts.of(state));
    setIfChanged(attention, isPreview() ? List.of() : AttentionItem.of(state));
    setIfChanged(conflicts, state.conflicts());
    queues.set(isPreview() ? Queues.EMPTY : Queues.of(state, now, zone));
    revision.set(revision.get() + 1);
  }

  private TaskFacts facts(TaskStatus task, Instant now) {
    return TaskFacts.of(state, task, Waiting.blocker(state, task.id()), now);
  }

  private static <T> void setIfChanged(ObservableList<T> list, List<T> now) {
    if (!list.equals(now)) {
      list.setAll(now);
    }
  }

  // ---- what it says -----------------------------------------------------------------------------

  /// The fold itself, for reading on the window's thread.
  public RunState state() {
    return state;
  }

  /// Whether nothing runs or ran: only a plan is shown, or nothing.
  public boolean isPreview() {
    return run == null;
  }

  public Optional<LiveRun> run() {
    return Optional.ofNullable(run);
  }

  public Instant now() {
    return clock.instant();
  }

  public ZoneId zone() {
    return zone;
  }

  /// Every task, in the order of the plan.
  public ObservableList<TaskRow> rows() {
    return rowsView;
  }

  public Optional<TaskRow> row(String task) {
    return Optional.ofNullable(rowsById.get(task));
  }

  /// The agents' colours, by their order in the plan.
  public AgentColours agentColours() {
    return agentColours;
  }

  /// The tasks on the longest way through the plan, in order.
  public List<String> criticalPath() {
    return criticalPath;
  }

  public ObservableList<AttentionItem> attention() {
    return attentionView;
  }

  public ObservableList<FoundConflict> conflicts() {
    return conflictsView;
  }

  public ReadOnlyObjectProperty<Queues> queuesProperty() {
    return queues.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Counts> countsProperty() {
    return counts.getReadOnlyProperty();
  }

  /// Grows whenever tasks or edges may have come or gone.
  public ReadOnlyLongProperty structureProperty() {
    return structure.getReadOnlyProperty();
  }

  /// Grows whenever something happened, after every list is up to date.
  public ReadOnlyLongProperty revisionProperty() {
    return revision.getReadOnlyProperty();
  }

  /// Grows with every [#tick].
  public ReadOnlyLongProperty timeProperty() {
    return time.getReadOnlyProperty();
  }

  // ---- what is looked at ------------------------------------------------------------------------

  /// The tasks that are selected in every view, the first one shown by the inspector.
  public ObservableList<String> selected() {
    return selectedView;
  }

  public Optional<String> selectedTask() {
    return selected.isEmpty() ? Optional.empty() : Optional.of(selected.getFirst());
  }

  public void select(List<String> tasks) {
    setIfChanged(selected, tasks.stream().filter(rowsById::containsKey).distinct().toList());
  }

  public void select(String task) {
    select(List.of(task));
  }

  // ---- what is asked of the run -----------------------------------------------------------------

  /// Asks the run for something. The answer comes on the window's thread.
  public CompletableFuture<Command.Result> send(Command command) {
    if (run == null) {
      return CompletableFuture.completedFuture(
          new Command.Result(false, "Nothing runs, so there is nobody to ask."));
    }
    return run.send(command).thenApplyAsync(result -> result, window);
  }

  private void release() {
    if (inbox != null) {
      inbox.close();
      inbox = null;
    }
    run = null;
  }

  /// Ends the subscription; the run itself goes on.
  @Override
  public void close() {
    release();
  }
}
