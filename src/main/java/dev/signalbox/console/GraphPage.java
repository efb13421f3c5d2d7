package dev.signalbox.console;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.conflicts.ConflictsViewModel;
import dev.signalbox.console.editor.EditorViewModel;
import dev.signalbox.console.graph.ConflictLook;
import dev.signalbox.console.graph.GraphView;
import dev.signalbox.console.graph.LayoutKind;
import dev.signalbox.console.graph.NodeLook;
import dev.signalbox.console.model.Amounts;
import dev.signalbox.console.model.Choices;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.TaskFacts;
import dev.signalbox.console.model.TaskFilter;
import dev.signalbox.console.model.TaskRow;
import dev.signalbox.console.model.WaitingWords;
import dev.signalbox.console.part.ActionButtons;
import dev.signalbox.engine.Blocker;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.input.ContextMenuEvent;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Keeps the graph view in step with the model, and the model with what is done on it.
final class GraphPage implements AutoCloseable {
  private final Console console;
  private final RunModel model;
  private final GraphView view;
  private final Map<String, TaskFacts> shownFacts = new HashMap<>();
  private final Map<String, NodeLook> looks = new HashMap<>();
  private final Label empty = new Label();
  private final ContextMenu menu = new ContextMenu();
  private final Subscription subscription;
  private boolean syncing;

  GraphPage(Console console, Runnable showInspector) {
    this.console = console;
    this.model = console.model;
    view = new GraphView(console.services.clock());
    view.setId("graph");
    view.emptyProperty().set(empty);
    empty.setWrapText(true);
    view.editingProperty().bindBidirectional(console.choices.editingProperty());
    view.layoutKindProperty().set(layout(console.settings.get().layout()));
    view.onAddDependency(console.editor::add);
    view.onRemoveDependency(edge -> console.editor.remove(edge.from(), edge.to()));
    view.onTurnDependency(edge -> console.editor.turn(edge.from(), edge.to()));
    view.onOpenTask(
        task -> {
          model.select(task);
          showInspector.run();
        });
    addLayoutActions();
    for (Action action : console.tasks.rowActions()) {
      menu.getItems().add(ActionButtons.menuItem(action));
    }
    view.setOnContextMenuRequested(this::menu);

    ListChangeListener<String> selection = change -> showSelection();
    model.selected().addListener(selection);
    subscription =
        Subscription.combine(
            () -> model.selected().removeListener(selection),
            model.structureProperty().subscribe(structure -> showStructure()),
            model.revisionProperty().subscribe(revision -> showFacts()),
            model.timeProperty().subscribe(time -> showFacts()),
            console.conflicts.rowsProperty().subscribe(this::showConflicts),
            console.choices.filterProperty().subscribe(filter -> showFilter()),
            console.workbench.phaseProperty().subscribe(this::showEmpty),
            console.editor.ringProperty().subscribe(this::showRing),
            view.selectedTaskProperty().subscribe((before, now) -> picked(now)),
            view.selectedConflictProperty().subscribe((before, now) -> conflictPicked(now)),
            view.layoutKindProperty()
                .subscribe(
                    (before, now) ->
                        console.settings.change(
                            s -> s.withLayout(now.name().toLowerCase(Locale.ROOT)))));
    showSelection();
  }

  private static LayoutKind layout(String name) {
    for (LayoutKind kind : LayoutKind.values()) {
      if (kind.name().equalsIgnoreCase(name)) {
        return kind;
      }
    }
    return LayoutKind.LAYERED;
  }

  private void addLayoutActions() {
    for (LayoutKind kind : LayoutKind.values()) {
      console.actions.add(
          "layout-" + kind.name().toLowerCase(Locale.ROOT),
          "Arrange the graph " + kind.toString().toLowerCase(Locale.ROOT),
          "How the graph places its tasks",
          null,
          Actions.ALWAYS,
          () -> view.layoutKindProperty().set(kind));
    }
  }

  // ---- from the model ---------------------------------------------------------------------------

  private void showStructure() {
    view.agents(model.agentColours());
    view.show(model.state().graph(), model.criticalPath());
    shownFacts.keySet().retainAll(model.rows().stream().map(TaskRow::id).toList());
    looks.keySet().retainAll(shownFacts.keySet());
  }

  private void showFacts() {
    boolean changed = false;
    for (TaskRow row : model.rows()) {
      TaskFacts facts = row.facts();
      if (facts != shownFacts.put(row.id(), facts)) {
        looks.put(row.id(), look(row, facts));
        changed = true;
      }
    }
    if (changed) {
      view.update(looks);
      showFilter(); // it may ask for a state
    }
  }

  private void showFilter() {
    TaskFilter filter = console.choices.filterProperty().get();
    view.only(
        filter.isAll()
            ? null
            : model.rows().stream()
                .filter(filter::matches)
                .map(TaskRow::id)
                .collect(Collectors.toSet()));
  }

  private NodeLook look(TaskRow row, TaskFacts facts) {
    String why =
        facts.blocker() instanceof Blocker.Nothing
            ? ""
            : WaitingWords.sentence(facts.blocker(), model.now(), model.zone()).text();
    return facts.since() == null
        ? new NodeLook(facts.state(), facts.agent(), facts.line(), why, null, null, facts.held())
        : NodeLook.running(facts.state(), facts.agent(), facts.since(), facts.expected());
  }

  private void showConflicts(List<ConflictsViewModel.Row> rows) {
    view.conflicts(
        rows.stream()
            .filter(row -> row.open() && row.conflict().isInTheWay())
            .map(
                row ->
                    new ConflictLook(
                        Integer.toString(row.number()),
                        row.conflict().tasks().stream().filter(id -> !Conflict.isBase(id)).toList(),
                        label(row),
                        row.title().text()))
            .toList());
  }

  private static String label(ConflictsViewModel.Row row) {
    int hunks = row.conflict().hunks().size();
    String amount =
        hunks > 0
            ? Amounts.count(hunks, "hunk", "hunks")
            : Amounts.count(row.conflict().paths().size(), "path", "paths");
    // The base has no place on the graph.
    return row.conflict().tasks().stream()
        .filter(Conflict::isBase)
        .findFirst()
        .map(base -> base + " · " + amount)
        .orElse(hunks > 0 ? amount + " · git" : row.kind() + " · " + amount);
  }

  private void showEmpty(Phase phase) {
    empty.setText(
        phase == Phase.BROKEN
            ? "The tasks stand here once the plan’s problems are mended.\nIt is read again when the file is saved."
            : "The plan’s tasks stand here.");
  }

  private void showRing(EditorViewModel.@Nullable Ring ring) {
    if (ring != null) {
      console.choices.pageProperty().set(Choices.Page.GRAPH);
      view.showRing(ring.edges(), ring.sentence());
    }
  }

  private void showSelection() {
    sync(() -> view.selectedTaskProperty().set(model.selectedTask().orElse(null)));
  }

  // ---- from the view ----------------------------------------------------------------------------

  private void picked(@Nullable String task) {
    sync(() -> model.select(task == null ? List.of() : List.of(task)));
  }

  private void conflictPicked(@Nullable String id) {
    if (id != null) {
      console.conflicts.choose(Integer.parseInt(id));
      console.choices.pageProperty().set(Choices.Page.CONFLICTS);
    }
  }

  private void menu(ContextMenuEvent event) {
    view.taskAt(event.getX(), event.getY())
        .ifPresent(
            task -> {
              model.select(task);
              menu.show(view, event.getScreenX(), event.getScreenY());
            });
  }

  private void sync(Runnable what) {
    if (!syncing) {
      syncing = true;
      try {
        what.run();
      } finally {
        syncing = false;
      }
    }
  }

  Node view() {
    return view;
  }

  GraphView graph() {
    return view;
  }

  Node legend() {
    return view.legend();
  }

  @Override
  public void close() {
    subscription.unsubscribe();
    view.editingProperty().unbindBidirectional(console.choices.editingProperty());
    view.close();
  }
}
