package dev.signalbox.console.queue;

import dev.signalbox.console.model.QueueRow;
import dev.signalbox.console.model.Queues;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// Both queues, one below the other.
public final class QueueView extends StackPane implements AutoCloseable {
  private final QueueViewModel model;
  private final ObservableList<QueueRow> starting = FXCollections.observableArrayList();
  private final ObservableList<QueueRow> landing = FXCollections.observableArrayList();
  private final ListView<QueueRow> startingList = new ListView<>(starting);
  private final ListView<QueueRow> landingList = new ListView<>(landing);
  private final Label startingHead = new Label();
  private final Label landingHead = new Label();
  private final Label hint = new Label();
  private final VBox lists;
  private final Label empty = new Label();
  private final Subscription subscription;
  private boolean syncing;

  public QueueView(QueueViewModel model) {
    this.model = model;
    getStyleClass().add("sb-page");
    RowDrag drag = new RowDrag(startingList, model);
    startingList.setCellFactory(view -> new QueueCell(model, drag));
    landingList.setCellFactory(view -> new QueueCell(model, null));
    startingList.setId("queue-starting");
    landingList.setId("queue-landing");
    startingList.setAccessibleText("Tasks that wait to start");
    landingList.setAccessibleText("Merge queue");
    for (ListView<QueueRow> list : List.of(startingList, landingList)) {
      list.getStyleClass().add("sb-queue");
      list.setPlaceholder(new Region());
      list.setOnMouseEntered(event -> model.hold(true));
      list.setOnMouseExited(event -> model.hold(drag.isDragging()));
    }
    startingHead.getStyleClass().add("sb-heading");
    landingHead.getStyleClass().add("sb-heading");
    hint.getStyleClass().addAll("sb-soft", "sb-tiny");
    hint.setMinWidth(0);
    hint.setId("queue-hint");
    VBox startingBox = box(heading(startingHead, hint), startingList);
    VBox.setVgrow(startingBox, Priority.ALWAYS);
    VBox landingBox = box(heading(landingHead, new Label()), landingList);
    landingList.setMinHeight(60);
    lists = new VBox(landingBox, startingBox);
    VBox.setVgrow(landingBox, Priority.SOMETIMES);
    empty.setWrapText(true);
    VBox emptyBox = new VBox(empty);
    emptyBox.getStyleClass().add("sb-empty");
    emptyBox.visibleProperty().bind(lists.visibleProperty().not());
    getChildren().addAll(lists, emptyBox);

    ListChangeListener<String> chosen = change -> showSelection();
    model.model().selected().addListener(chosen);
    subscription =
        Subscription.combine(
            () -> model.model().selected().removeListener(chosen),
            model.queuesProperty().subscribe(this::show),
            model.model().revisionProperty().subscribe(r -> showWords()),
            model.previewProperty().subscribe(words -> showWords()),
            startingList
                .getSelectionModel()
                .selectedItemProperty()
                .subscribe(row -> pick(startingList, row)),
            landingList
                .getSelectionModel()
                .selectedItemProperty()
                .subscribe(row -> pick(landingList, row)));
  }

  private static VBox box(Region heading, ListView<QueueRow> list) {
    VBox.setVgrow(list, Priority.ALWAYS);
    return new VBox(heading, list);
  }

  private static Region heading(Label title, Label more) {
    javafx.scene.layout.HBox row = new javafx.scene.layout.HBox(12, title, more);
    row.getStyleClass().add("sb-section-head");
    title.setMinWidth(Region.USE_PREF_SIZE);
    return row;
  }

  private void show(Queues queues) {
    syncing = true;
    try {
      update(starting, queues.starting());
      update(landing, queues.landing());
    } finally {
      syncing = false;
    }
    showWords();
    showSelection();
  }

  // Row by row, so that a list that only counts down does not lose its place.
  private static void update(ObservableList<QueueRow> list, List<QueueRow> now) {
    if (list.size() != now.size()) {
      list.setAll(now);
      return;
    }
    for (int i = 0; i < now.size(); i++) {
      if (!now.get(i).equals(list.get(i))) {
        list.set(i, now.get(i));
      }
    }
  }

  private void showWords() {
    boolean any = !starting.isEmpty() || !landing.isEmpty();
    lists.setVisible(any);
    empty.setText(model.emptyWords());
    startingHead.setText("Waits to start · " + starting.size());
    landingHead.setText("Merge queue · " + landing.size());
    hint.setText(hintWords());
    boolean landingShown = !landing.isEmpty();
    landingList.getParent().setVisible(landingShown);
    landingList.getParent().setManaged(landingShown);
    double height = Math.min(4, landing.size()) * 52.0;
    landingList.setPrefHeight(height);
    landingList.setMaxHeight(height);
  }

  private String hintWords() {
    String preview = model.previewProperty().get();
    if (!preview.isEmpty()) {
      return preview;
    }
    if (!model.canReorder() || starting.isEmpty()) {
      return "";
    }
    return model.isOrdered()
        ? "Your order first, then priority and the longest way to the end"
        : "By priority and the longest way to the end; drag a row, or Alt+↑ and Alt+↓, to change it";
  }

  private void pick(ListView<QueueRow> list, @org.jspecify.annotations.Nullable QueueRow row) {
    if (syncing || row == null) {
      return;
    }
    syncing = true;
    try {
      ListView<QueueRow> other = list == startingList ? landingList : startingList;
      other.getSelectionModel().clearSelection();
      model.select(row.task());
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
      String task = model.selectedTask().orElse("");
      for (ListView<QueueRow> list : List.of(startingList, landingList)) {
        int at = -1;
        for (int i = 0; i < list.getItems().size(); i++) {
          at = list.getItems().get(i).task().equals(task) ? i : at;
        }
        if (at < 0) {
          list.getSelectionModel().clearSelection();
        } else if (list.getSelectionModel().getSelectedIndex() != at) {
          list.getSelectionModel().clearAndSelect(at);
        }
      }
    } finally {
      syncing = false;
    }
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
