package dev.signalbox.console.queue;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.model.Choices;
import dev.signalbox.console.model.Outlook;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.model.QueueRow;
import dev.signalbox.console.model.Queues;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.Workbench;
import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.console.theme.Theme;
import dev.signalbox.engine.Command;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Both queues, and the moves a person makes in the one for a start.
public final class QueueViewModel implements AutoCloseable {
  private final RunModel model;
  private final Workbench workbench;
  private final Choices choices;
  private final ReadOnlyObjectWrapper<Queues> shown = new ReadOnlyObjectWrapper<>(Queues.EMPTY);
  private final Subscription subscription;
  // What was moved from this window: the engine's order names every task after the first move.
  private final Set<String> moved = new HashSet<>();
  private final Outlook outlook;
  private final ReadOnlyStringWrapper preview = new ReadOnlyStringWrapper("");
  private boolean held;

  final Action up;
  final Action down;

  public QueueViewModel(RunModel model, Workbench workbench, Choices choices, Actions actions) {
    this.model = model;
    this.choices = choices;
    this.workbench = workbench;
    this.outlook = new Outlook(model);
    BooleanBinding movable =
        Bindings.createBooleanBinding(
            () -> selectedRow().filter(QueueRow::movable).isPresent() && canReorder(),
            model.selected(),
            shown,
            workbench.phaseProperty());
    up =
        actions.add(
            "queue-up",
            "Start it earlier",
            "Moves the selected task up in the queue",
            "Alt+Up",
            movable,
            () -> step(-1));
    down =
        actions.add(
            "queue-down",
            "Start it later",
            "Moves the selected task down in the queue",
            "Alt+Down",
            movable,
            () -> step(1));
    subscription = model.queuesProperty().subscribe(queues -> take());
  }

  /// Says what the end of the run would be with a task at a gap between rows, before it is moved.
  ///
  /// @param gap as for [#moveTo]; -1 where nothing is being moved
  void preview(@Nullable String task, int gap) {
    List<QueueRow> rows = shown.get().starting();
    boolean known = task != null && gap >= 0 && gap <= rows.size();
    String before = known && gap < rows.size() ? rows.get(gap).task() : null;
    preview.set(
        known && task != null && !task.equals(before)
            ? outlook.ifMoved(task, before).orElse("")
            : "");
  }

  /// What [#preview] said last; empty where nothing is being moved.
  ReadOnlyStringProperty previewProperty() {
    return preview.getReadOnlyProperty();
  }

  private void take() {
    Queues now = model.queuesProperty().get();
    shown.set(held ? inPlace(now) : now);
  }

  /// The rows as they are now, where they stood: what is new comes last, what is gone goes.
  private Queues inPlace(Queues now) {
    return new Queues(
        inPlace(shown.get().starting(), now.starting()),
        inPlace(shown.get().landing(), now.landing()));
  }

  private static List<QueueRow> inPlace(List<QueueRow> before, List<QueueRow> now) {
    List<QueueRow> rows = new ArrayList<>();
    for (QueueRow old : before) {
      now.stream().filter(row -> row.task().equals(old.task())).forEach(rows::add);
    }
    now.stream()
        .filter(row -> rows.stream().noneMatch(r -> r.task().equals(row.task())))
        .forEach(rows::add);
    return List.copyOf(rows);
  }

  private Optional<QueueRow> selectedRow() {
    return model
        .selectedTask()
        .flatMap(
            task -> shown.get().starting().stream().filter(r -> r.task().equals(task)).findFirst());
  }

  // ---- for the view -----------------------------------------------------------------------------

  ReadOnlyObjectProperty<Queues> queuesProperty() {
    return shown.getReadOnlyProperty();
  }

  /// Whether the run takes an order now.
  boolean canReorder() {
    return switch (workbench.phase()) {
      case RUNNING, PAUSED, DRAINING -> true;
      case EMPTY, BROKEN, READY, STARTING, STOPPING, ENDED -> false;
    };
  }

  /// What stands in the place of empty queues.
  String emptyWords() {
    Phase phase = workbench.phase();
    return switch (phase) {
      case EMPTY, BROKEN, READY, STARTING ->
          "Once the run starts, the tasks that wait stand here, each with what it waits for.";
      case ENDED -> "The run has ended; nothing waits.";
      case RUNNING, PAUSED, DRAINING, STOPPING -> "Nothing waits: every task has started or ended.";
    };
  }

  ObservableValue<Theme> theme() {
    return choices.themeProperty();
  }

  AgentColours agentColours() {
    return model.agentColours();
  }

  /// Whether an operator's order is in force.
  boolean isOrdered() {
    return !model.state().order().isEmpty();
  }

  /// Whether the person moved it.
  boolean wasMoved(String task) {
    return moved.contains(task);
  }

  String agent(String task) {
    return model.row(task).map(row -> row.agent()).orElse("");
  }

  /// While held (a row is being dragged, or the pointer is on the list) no row changes its place.
  void hold(boolean now) {
    held = now;
    if (!now) {
      take();
    }
  }

  void select(String task) {
    model.select(task);
  }

  Optional<String> selectedTask() {
    return model.selectedTask();
  }

  RunModel model() {
    return model;
  }

  private void step(int by) {
    Optional<QueueRow> row = selectedRow();
    List<QueueRow> rows = shown.get().starting();
    if (row.isPresent()) {
      int at = rows.indexOf(row.get());
      // Before the one above; or behind the one below, which is before the one after that.
      moveTo(row.get().task(), by < 0 ? at - 1 : at + 2);
    }
  }

  /// Puts a task at a gap between rows: 0 is above the first.
  void moveTo(String task, int gap) {
    List<QueueRow> rows = shown.get().starting();
    int at = indexOf(rows, task);
    if (at < 0 || gap < 0 || gap > rows.size() || gap == at || gap == at + 1 || !canReorder()) {
      return;
    }
    String before = gap == rows.size() ? null : rows.get(gap).task();
    var unused =
        workbench
            .send(new Command.Reorder(task, before, workbench.operator()))
            .thenAccept(
                accepted -> {
                  if (accepted) {
                    moved.add(task);
                    take();
                  }
                  model.select(task);
                });
  }

  private static int indexOf(List<QueueRow> rows, String task) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).task().equals(task)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
