package dev.signalbox.console;

import dev.signalbox.console.action.Actions;
import dev.signalbox.console.attention.AttentionView;
import dev.signalbox.console.banner.BannerView;
import dev.signalbox.console.graph.GraphView;
import dev.signalbox.console.inspector.InspectorView;
import dev.signalbox.console.merge.MergeView;
import dev.signalbox.console.model.Choices.Page;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.palette.PaletteView;
import dev.signalbox.console.part.Sheet;
import dev.signalbox.console.start.StartView;
import dev.signalbox.console.status.StatusView;
import dev.signalbox.console.tasks.TasksView;
import dev.signalbox.console.toolbar.ToolbarView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// The window's content: toolbar, tasks, middle, inspector, attention, status, and what may lie
/// over them.
final class ShellView extends StackPane implements AutoCloseable {
  private static final double TASKS_SHARE = 260.0 / 1440;
  private static final double INSPECTOR_SHARE = 328.0 / 1440;
  private static final double INSPECTOR_LEAST = 280;
  private static final double NARROW = 1120;
  private static final double LOW = 800;

  private final Console console;
  private final ToolbarView toolbar;
  private final TasksView tasks;
  private final InspectorView inspector;
  private final AttentionView attention;
  private final MergeView merge;
  private final MiddleView middle;
  private final BannerView banners;
  private final StatusView status;
  private final PaletteView palette;
  private final StartView start;
  private final SplitPane split =
      new SplitPane() {
        @Override
        protected void layoutChildren() {
          super.layoutChildren();
          // Only now: until the panes have their new width, their own rule, that a pane keeps its
          // width, wins over what is wanted.
          if (replace) {
            replace = false;
            placeDividers();
            super.layoutChildren();
          }
        }
      };
  private final BorderPane frame = new BorderPane();
  private final Sheet sheet = new Sheet();
  private final Subscription subscription;
  private boolean isNarrow;

  /// The dividers go back to where they belong with the next layout.
  private boolean replace;

  private boolean dragging;
  private boolean tasksFolded;
  private boolean inspectorFolded;

  ShellView(Console console) {
    this.console = console;
    getStyleClass().add("sb-shell");
    tasks = new TasksView(console.tasks);
    inspector =
        new InspectorView(
            console.inspector, console.attention, console.resolve, console.choices.themeProperty());
    middle = new MiddleView(console, () -> fold(tasksFolded, false));
    attention = new AttentionView(console.attention, console.resolve);
    merge = new MergeView(console.merge, console.choices.themeProperty(), sheet);
    banners = new BannerView(console.banners);
    status = new StatusView(console.status);
    start = new StartView(console.start);
    palette = new PaletteView(console.palette);
    toolbar = new ToolbarView(console.toolbar, console.palette.show());

    split.getStyleClass().add("sb-split");
    SplitPane.setResizableWithParent(tasks, false);
    SplitPane.setResizableWithParent(inspector, false);
    inspector.setMinWidth(INSPECTOR_LEAST);
    middle.setMinWidth(320);
    frame.setTop(new VBox(toolbar, banners));
    frame.setBottom(new VBox(attention, status));
    getChildren().addAll(frame, sheet);
    addActions();
    watchDividers();
    arrange();

    subscription =
        Subscription.combine(
            console.workbench.phaseProperty().subscribe(phase -> showCenter()),
            console.merge.openProperty().subscribe(open -> showCenter()),
            console.palette.openProperty().subscribe(this::palette),
            widthProperty().subscribe(width -> fit()),
            heightProperty().subscribe(height -> fit()));
  }

  private void addActions() {
    Actions actions = console.actions;
    actions.add(
        "show-tasks",
        "Fold or unfold the tasks",
        "Folds the pane at the left",
        "Shortcut+B",
        Actions.ALWAYS,
        () -> fold(!tasksFolded, inspectorFolded));
    actions.add(
        "show-inspector",
        "Fold or unfold the inspector",
        "Folds the pane at the right",
        "Shortcut+I",
        Actions.ALWAYS,
        () -> fold(tasksFolded, !inspectorFolded));
    actions.add(
        "filter",
        "Filter tasks",
        "Puts the cursor into the filter",
        "Shortcut+F",
        Actions.ALWAYS,
        toolbar::focusFilter);
    actions.add(
        "page-graph",
        "Show the graph",
        "Shows the graph",
        "Shortcut+1",
        Actions.ALWAYS,
        () -> console.choices.pageProperty().set(Page.GRAPH));
    actions.add(
        "page-queue",
        "Show the queues",
        "Shows the queues",
        "Shortcut+2",
        Actions.ALWAYS,
        () -> console.choices.pageProperty().set(Page.QUEUE));
    actions.add(
        "page-conflicts",
        "Show the conflicts",
        "Shows the conflicts",
        "Shortcut+3",
        Actions.ALWAYS,
        () -> console.choices.pageProperty().set(Page.CONFLICTS));
    actions.add(
        "page-matrix",
        "Show the matrix of tasks",
        "Shows which tasks meet which",
        "Shortcut+4",
        Actions.ALWAYS,
        () -> console.choices.pageProperty().set(Page.MATRIX));
  }

  private void fold(boolean noTasks, boolean noInspector) {
    if (noTasks == tasksFolded && noInspector == inspectorFolded) {
      return;
    }
    tasksFolded = noTasks;
    inspectorFolded = noInspector;
    arrange();
  }

  private void arrange() {
    split.getItems().clear();
    if (!tasksFolded) {
      split.getItems().add(tasks);
    }
    split.getItems().add(middle);
    if (!inspectorFolded) {
      split.getItems().add(inspector);
    }
    placeDividers();
  }

  private void placeDividers() {
    Map<String, Double> dividers = console.settings.get().dividers();
    double left = dividers.getOrDefault("tasks", TASKS_SHARE);
    double right = dividers.getOrDefault("inspector", INSPECTOR_SHARE);
    double width = getWidth();
    if (width > 0) {
      left = width < NARROW ? 46 / width : Math.max(left, 170 / width);
      right = Math.max(right, INSPECTOR_LEAST / width);
    }
    if (!tasksFolded && !inspectorFolded) {
      split.setDividerPositions(left, 1 - right);
    } else if (!tasksFolded) {
      split.setDividerPositions(left);
    } else if (!inspectorFolded) {
      split.setDividerPositions(1 - right);
    }
  }

  /// The divider that a person drags, while one does.
  private void watchDividers() {
    split.addEventFilter(
        MouseEvent.MOUSE_PRESSED, event -> dragging = isDivider(event.getTarget()));
    split.addEventFilter(
        MouseEvent.MOUSE_RELEASED,
        event -> {
          if (dragging) {
            dragging = false;
            remember();
          }
        });
  }

  private static boolean isDivider(Object target) {
    return target instanceof Node node
        && (node.getStyleClass().contains("split-pane-divider")
            || (node.getParent() != null
                && node.getParent().getStyleClass().contains("split-pane-divider")));
  }

  // As shares of the window, so that they fit a smaller one too. Only what a person dragged: that
  // panes give way in a small window says nothing about what is wanted.
  private void remember() {
    if (getWidth() < NARROW) {
      return;
    }
    double[] positions = split.getDividerPositions();
    Map<String, Double> dividers = new HashMap<>(console.settings.get().dividers());
    if (!tasksFolded) {
      dividers.put("tasks", positions[0]);
    }
    if (!inspectorFolded) {
      dividers.put("inspector", 1 - positions[positions.length - 1]);
    }
    console.settings.change(s -> s.withDividers(dividers));
  }

  private void fit() {
    double width = getWidth();
    if (width > 0) {
      boolean narrow = width < NARROW;
      boolean turned = narrow != isNarrow;
      isNarrow = narrow;
      tasks.setNarrow(narrow);
      tasks.setMinWidth(narrow ? 46 : 170);
      tasks.setMaxWidth(narrow ? 46 : Double.MAX_VALUE);
      if (turned) {
        replace = true;
        split.requestLayout();
      }
    }
    attention.setUsualRows(getHeight() > 0 && getHeight() < LOW ? 2 : 4);
  }

  private void showCenter() {
    boolean empty = console.workbench.phase() == Phase.EMPTY;
    boolean merging = !console.merge.isClosed();
    Node before = frame.getCenter();
    if (empty) {
      start.refresh();
    }
    frame.setCenter(empty ? start : merging ? merge : split);
    attention.setVisible(!empty);
    attention.setManaged(!empty);
    attention.holdFolded(merging);
    if (frame.getCenter() != before) {
      // What had the focus is gone; the keys of the tasks and approvals must work at once.
      Platform.runLater(this::focusFirst);
    }
  }

  private void palette(boolean open) {
    if (open) {
      sheet.show(palette, Pos.TOP_CENTER, () -> console.palette.openProperty().set(false));
      palette.focusField();
    } else {
      sheet.takeAway(palette);
    }
  }

  Sheet sheet() {
    return sheet;
  }

  GraphView graph() {
    return middle.graphPage().graph();
  }

  /// Where the keyboard starts.
  void focusFirst() {
    if (frame.getCenter() == start) {
      start.requestFocus();
    } else if (frame.getCenter() == merge) {
      merge.focusMain();
    } else {
      tasks.focusTable();
    }
  }

  @Override
  public void close() {
    subscription.unsubscribe();
    for (AutoCloseable view :
        List.of(toolbar, tasks, inspector, attention, middle, merge, banners, status, palette)) {
      try {
        view.close();
      } catch (Exception e) {
        console.failed(e);
      }
    }
  }
}
