package dev.signalbox.console.tasks;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.model.TaskFacts;
import dev.signalbox.console.model.TaskRow;
import dev.signalbox.console.part.ActionButtons;
import dev.signalbox.engine.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ConstrainedColumnResizeBase;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.StackPane;
import javafx.util.Callback;
import javafx.util.Subscription;

/// The table at the left.
public final class TasksView extends StackPane implements AutoCloseable {
  private static final double LEAST_NAME = 24;

  private final TasksViewModel model;
  private final TreeTableView<Line> table = new TreeTableView<>();
  private final TreeItem<Line> root = new TreeItem<>(new Line.Group("", 0));
  private final Map<String, TreeItem<Line>> itemsById = new HashMap<>();
  private final Map<String, Boolean> foldedGroups = new HashMap<>();
  private final TreeTableColumn<Line, Line> state = column("", 34);
  private final TreeTableColumn<Line, Line> task = column("Tasks", 120);
  private final TreeTableColumn<Line, Line> agent = column("", 22);
  private final TreeTableColumn<Line, Line> time = column("Time", 72);
  // The rows stand flush at the left: the tree's own indentation is for groups alone.
  private final TreeTableColumn<Line, Line> nowhere = column("", 0);
  private final Label empty = new Label();
  private Subscription subscription;
  private boolean syncing;

  public TasksView(TasksViewModel model) {
    this.model = model;
    getStyleClass().add("sb-tasks");
    table.setId("tasks");
    table.setRoot(root);
    table.setShowRoot(false);
    table.setFixedCellSize(28);
    table.setAccessibleText("Tasks");
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.setColumnResizePolicy(new NamesGiveWay());
    setUpColumns();
    empty.setWrapText(true);
    empty.getStyleClass().addAll("sb-soft", "sb-table-empty");
    table.setPlaceholder(empty);
    table.setRowFactory(view -> new TaskTableRow(menu()));
    table.setOnMouseEntered(event -> model.hold(true));
    table.setOnMouseExited(event -> model.hold(false));
    getChildren().add(table);

    ListChangeListener<TreeItem<Line>> picked = change -> pick();
    table.getSelectionModel().getSelectedItems().addListener(picked);
    ListChangeListener<String> chosen = change -> showSelection();
    model.selected().addListener(chosen);
    subscription =
        Subscription.combine(
            () -> table.getSelectionModel().getSelectedItems().removeListener(picked),
            () -> model.selected().removeListener(chosen),
            model.sectionsProperty().subscribe(this::show),
            table.comparatorProperty().subscribe(this::sortChanged));
    task.textProperty().bind(model.headingProperty());
  }

  private ContextMenu menu() {
    ContextMenu menu = new ContextMenu();
    for (Action action : model.rowActions()) {
      menu.getItems().add(ActionButtons.menuItem(action));
    }
    return menu;
  }

  private static TreeTableColumn<Line, Line> column(String title, double width) {
    TreeTableColumn<Line, Line> column = new TreeTableColumn<>(title);
    column.setPrefWidth(width);
    column.setReorderable(false);
    return column;
  }

  /// The names get what the other columns leave. The stock policies leave the last column outside
  /// the pane when the window becomes smaller before it was first laid out.
  private final class NamesGiveWay extends ConstrainedColumnResizeBase
      implements Callback<TreeTableView.ResizeFeatures, Boolean> {
    @Override
    public Boolean call(TreeTableView.ResizeFeatures features) {
      if (features.getColumn() != null) {
        return false;
      }
      double others = state.getWidth() + agent.getWidth() + time.getWidth();
      features.setColumnWidth(task, Math.max(LEAST_NAME, features.getContentWidth() - others));
      return true;
    }
  }

  private void setUpColumns() {
    for (TreeTableColumn<Line, Line> fixed : List.of(state, agent, time)) {
      fixed.setMinWidth(fixed.getPrefWidth());
      fixed.setMaxWidth(fixed.getPrefWidth());
      fixed.setResizable(false);
    }
    time.getStyleClass().add("sb-number");
    nowhere.setVisible(false);
    state.setCellFactory(column -> new StateCell());
    task.setCellFactory(column -> new TaskNameCell());
    agent.setCellFactory(column -> new AgentCell(model::agentColours));
    time.setCellFactory(column -> new TimeCell());
    for (TreeTableColumn<Line, Line> column : List.of(state, task, agent, time)) {
      column.setCellValueFactory(features -> features.getValue().valueProperty());
    }
    state.setComparator(byRow(Comparator.comparing((TaskRow row) -> row.facts().state())));
    task.setComparator(byRow(Comparator.comparing(TaskRow::id)));
    agent.setComparator(byRow(Comparator.comparing(TaskRow::agent)));
    time.setComparator(byRow(Comparator.comparing((TaskRow row) -> timeKey(row.facts()))));
    table.getColumns().setAll(List.of(nowhere, state, task, agent, time));
  }

  // Words first, then lengths by their size.
  private static String timeKey(TaskFacts facts) {
    boolean length = facts.state() == TaskState.RUNNING || facts.state() == TaskState.LANDED;
    return length ? "~%12s".formatted(facts.brief()) : facts.brief();
  }

  private static Comparator<Line> byRow(Comparator<TaskRow> rows) {
    // Groups keep their order; tasks are compared within theirs.
    return (left, right) ->
        left instanceof Line.One a && right instanceof Line.One b
            ? rows.compare(a.row(), b.row())
            : 0;
  }

  private void sortChanged(java.util.Comparator<TreeItem<Line>> order) {
    if (order == null) {
      show(model.sectionsProperty().get());
    }
  }

  private void show(List<TasksViewModel.Section> sections) {
    syncing = true;
    try {
      itemsById.clear();
      table.setTreeColumn(model.isGrouped() ? task : nowhere);
      List<TreeItem<Line>> top = new ArrayList<>();
      for (TasksViewModel.Section section : sections) {
        List<TreeItem<Line>> rows = new ArrayList<>();
        for (TaskRow row : section.rows()) {
          TreeItem<Line> item = new TreeItem<>(new Line.One(row));
          itemsById.put(row.id(), item);
          rows.add(item);
        }
        if (section.title().isEmpty()) {
          top.addAll(rows);
        } else {
          top.add(group(section, rows));
        }
      }
      root.getChildren().setAll(top);
      if (table.getComparator() != null) {
        table.sort();
      }
      empty.setText(model.emptyWords());
    } finally {
      syncing = false;
    }
    showSelection();
  }

  private TreeItem<Line> group(TasksViewModel.Section section, List<TreeItem<Line>> rows) {
    TreeItem<Line> group = new TreeItem<>(new Line.Group(section.title(), rows.size()));
    group.setExpanded(!foldedGroups.getOrDefault(section.title(), false));
    group.expandedProperty().subscribe(open -> foldedGroups.put(section.title(), !open));
    group.getChildren().setAll(rows);
    return group;
  }

  private void pick() {
    if (syncing) {
      return;
    }
    List<String> tasks = new ArrayList<>();
    for (TreeItem<Line> item : table.getSelectionModel().getSelectedItems()) {
      if (item != null && item.getValue() instanceof Line.One one) {
        tasks.add(one.row().id());
      }
    }
    syncing = true;
    try {
      model.select(tasks);
    } finally {
      syncing = false;
    }
  }

  private void showSelection() {
    if (syncing) {
      return;
    }
    syncing = true;
    try {
      table.getSelectionModel().clearSelection();
      int first = -1;
      for (String id : model.selected().reversed()) {
        TreeItem<Line> item = itemsById.get(id);
        if (item != null) {
          table.getSelectionModel().select(item);
          first = table.getRow(item);
        }
      }
      if (first >= 0) {
        reveal(first);
      }
    } finally {
      syncing = false;
    }
  }

  // Scrolls only where the row is out of sight: nothing moves under the pointer without need.
  private void reveal(int row) {
    boolean seen =
        table.lookupAll(".tree-table-row-cell").stream()
            .filter(TaskTableRow.class::isInstance)
            .map(TaskTableRow.class::cast)
            .anyMatch(
                cell ->
                    cell.getIndex() == row
                        && cell.isVisible()
                        && cell.getBoundsInParent().getMinY() >= 0
                        && cell.getBoundsInParent().getMaxY() <= table.getHeight() - 28);
    if (!seen) {
      table.scrollTo(Math.max(0, row - 3));
    }
  }

  /// Shows the states alone where there is little room; the names are in the tooltips.
  public void setNarrow(boolean narrow) {
    task.setVisible(!narrow);
    agent.setVisible(!narrow);
    time.setVisible(!narrow);
  }

  public void focusTable() {
    table.requestFocus();
  }

  @Override
  public void close() {
    subscription.unsubscribe();
    subscription = Subscription.EMPTY;
  }
}
