package dev.signalbox.console;

import dev.signalbox.console.conflicts.ConflictsView;
import dev.signalbox.console.conflicts.MatrixView;
import dev.signalbox.console.model.Choices.Page;
import dev.signalbox.console.model.Counts;
import dev.signalbox.console.queue.QueueView;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// The middle: one of the pages, chosen by its tab.
final class MiddleView extends VBox implements AutoCloseable {
  private final Console console;
  private final QueueView queue;
  private final ConflictsView conflicts;
  private final MatrixView matrix;
  private final GraphPage graph;
  private final Node legend;
  private final Map<Page, ToggleButton> tabs = new EnumMap<>(Page.class);
  private final StackPane pages = new StackPane();
  private final Label conflictCount = new Label();
  private final Subscription subscription;

  /// @param showInspector brings the inspector into view
  MiddleView(Console console, Runnable showInspector) {
    this.console = console;
    graph = new GraphPage(console, showInspector);
    getStyleClass().add("sb-middle");
    queue = new QueueView(console.queue);
    conflicts = new ConflictsView(console.conflicts, console.resolve, console.yields);
    matrix =
        new MatrixView(console.matrix, () -> console.choices.pageProperty().set(Page.CONFLICTS));
    HBox row = new HBox();
    row.getStyleClass().add("sb-tabs");
    ToggleGroup group = new ToggleGroup();
    for (Page page : Page.values()) {
      ToggleButton tab = new ToggleButton(title(page));
      tab.setId("tab-" + page.name().toLowerCase(Locale.ROOT));
      tab.getStyleClass().add("sb-tab");
      tab.setMinWidth(Region.USE_PREF_SIZE);
      tab.setToggleGroup(group);
      tabs.put(page, tab);
      row.getChildren().add(tab);
    }
    // The arrow keys choose a toggle without pressing it, and to press a chosen one chooses none.
    group.selectedToggleProperty().subscribe(this::chosen);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    legend = graph.legend();
    row.getChildren().addAll(gap, legend);
    conflictCount.getStyleClass().add("sb-pill");
    VBox.setVgrow(pages, Priority.ALWAYS);
    getChildren().addAll(row, pages);
    subscription =
        Subscription.combine(
            console.choices.pageProperty().subscribe(this::show),
            console.model.countsProperty().subscribe(this::count),
            widthProperty().subscribe(width -> fitLegend()));
  }

  private static String title(Page page) {
    return switch (page) {
      case GRAPH -> "Graph";
      case QUEUE -> "Queue";
      case CONFLICTS -> "Conflicts";
      case MATRIX -> "Matrix";
    };
  }

  private void chosen(@Nullable Toggle chosen) {
    if (chosen == null) {
      choose(console.choices.pageProperty().get());
    } else {
      tabs.forEach(
          (page, tab) -> {
            if (tab == chosen) {
              console.choices.pageProperty().set(page);
            }
          });
    }
  }

  private void choose(Page page) {
    Objects.requireNonNull(tabs.get(page)).setSelected(true);
  }

  private void show(Page page) {
    choose(page);
    Node node =
        switch (page) {
          case GRAPH -> graph.view();
          case QUEUE -> queue;
          case CONFLICTS -> conflicts;
          case MATRIX -> matrix;
        };
    pages.getChildren().setAll(node);
    fitLegend();
  }

  private void fitLegend() {
    boolean room = getWidth() == 0 || getWidth() > 640;
    legend.setVisible(room && console.choices.pageProperty().get() == Page.GRAPH);
    legend.setManaged(legend.isVisible());
  }

  private void count(Counts counts) {
    ToggleButton tab = tabs.get(Page.CONFLICTS);
    if (tab != null) {
      conflictCount.setText(Integer.toString(counts.conflicts()));
      tab.setGraphic(counts.conflicts() == 0 ? null : conflictCount);
      tab.setContentDisplay(ContentDisplay.RIGHT);
    }
  }

  GraphPage graphPage() {
    return graph;
  }

  @Override
  public void close() {
    subscription.unsubscribe();
    graph.close();
    queue.close();
    conflicts.close();
    matrix.close();
  }
}
