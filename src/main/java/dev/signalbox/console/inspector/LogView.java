package dev.signalbox.console.inspector;

import dev.signalbox.console.part.Clips;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// A log's end, line by line.
final class LogView extends VBox implements AutoCloseable {
  private final LogViewModel model;
  private final ListView<String> list;
  private final Label note = new Label();
  private final Subscription subscription;

  LogView(LogViewModel model) {
    this.model = model;
    list = new ListView<>(model.lines());
    list.setId("log");
    list.getStyleClass().addAll("sb-lines", "sb-log");
    list.setFixedCellSize(18);
    list.setAccessibleText("Log");
    list.setPlaceholder(new Region());
    list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    list.setCellFactory(view -> new LineCell());
    list.addEventFilter(
        ScrollEvent.SCROLL,
        event -> {
          if (event.getDeltaY() > 0) {
            model.followProperty().set(false);
          }
        });
    Clips.copyable(list, line -> line);
    ToggleButton follow = new ToggleButton("Follow");
    follow.setId("log-follow");
    follow.getStyleClass().addAll("sb-quiet", "sb-small-button");
    follow.selectedProperty().bindBidirectional(model.followProperty());
    follow.setTooltip(new Tooltip("Stays at the end as the log grows"));
    note.getStyleClass().addAll("sb-soft", "sb-tiny");
    note.setMinWidth(0);
    note.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(note, Priority.ALWAYS);
    note.textProperty().bind(model.noteProperty());
    HBox foot = new HBox(8, note, follow);
    foot.setAlignment(Pos.CENTER_LEFT);
    foot.getStyleClass().add("sb-foot");
    VBox.setVgrow(list, Priority.ALWAYS);
    getChildren().addAll(list, foot);
    ListChangeListener<String> grown = change -> stay();
    model.lines().addListener(grown);
    subscription =
        Subscription.combine(
            () -> model.lines().removeListener(grown),
            model.followProperty().subscribe(now -> stay()),
            // A list that was not on the screen yet could not scroll.
            list.skinProperty().subscribe(skin -> Platform.runLater(this::stay)));
  }

  private void stay() {
    if (model.followProperty().get() && !model.lines().isEmpty()) {
      list.scrollTo(model.lines().size() - 1);
    }
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }

  private static final class LineCell extends ListCell<String> {
    @Override
    protected void updateItem(@Nullable String line, boolean empty) {
      super.updateItem(line, empty);
      setText(empty ? null : line);
    }
  }
}
