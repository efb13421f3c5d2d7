package dev.signalbox.console.palette;

import dev.signalbox.console.palette.PaletteViewModel.Entry;
import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.engine.TaskState;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// A field and what it finds.
public final class PaletteView extends VBox implements AutoCloseable {
  private static final int ROWS = 10;

  private final PaletteViewModel model;
  private final TextField field = new TextField();
  private final ListView<Entry> list = new ListView<>();
  private final Label nothing = new Label("Nothing is called that.");
  private final Subscription subscription;

  public PaletteView(PaletteViewModel model) {
    this.model = model;
    getStyleClass().add("sb-palette");
    setId("palette-view");
    setMaxSize(600, Region.USE_PREF_SIZE);
    field.setId("palette-field");
    field.promptTextProperty().bind(model.promptProperty());
    field.textProperty().bindBidirectional(model.queryProperty());
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    list.setId("palette-list");
    list.setFixedCellSize(32);
    list.setFocusTraversable(false);
    nothing.getStyleClass().add("sb-soft");
    list.setPlaceholder(nothing);
    list.setCellFactory(view -> new EntryCell());
    getChildren().addAll(field, list);
    subscription = model.entriesProperty().subscribe(this::show);
  }

  public void focusField() {
    field.requestFocus();
  }

  private void show(List<Entry> entries) {
    list.getItems().setAll(entries);
    list.setPrefHeight(Math.clamp(entries.size(), 1, ROWS) * 32.0 + 2);
    if (!entries.isEmpty()) {
      list.getSelectionModel().select(0);
      list.scrollTo(0);
    }
  }

  private void key(KeyEvent event) {
    switch (event.getCode()) {
      case DOWN -> move(1);
      case UP -> move(-1);
      case PAGE_DOWN -> move(ROWS);
      case PAGE_UP -> move(-ROWS);
      case ENTER -> choose();
      case ESCAPE -> model.close();
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void move(int by) {
    int last = list.getItems().size() - 1;
    if (last >= 0) {
      int to = Math.clamp(list.getSelectionModel().getSelectedIndex() + by, 0, last);
      list.getSelectionModel().select(to);
      list.scrollTo(Math.max(0, to - ROWS + 2));
    }
  }

  private void choose() {
    Entry entry = list.getSelectionModel().getSelectedItem();
    if (entry != null) {
      model.choose(entry);
    }
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }

  private final class EntryCell extends ListCell<Entry> {
    private final Node glyph = Glyphs.state(TaskState.WAITING);
    private final Label title = new Label();
    private final Label detail = new Label();
    private final Label key = Glyphs.key("");
    private final HBox row;

    EntryCell() {
      title.setMinWidth(Region.USE_PREF_SIZE);
      detail.getStyleClass().addAll("sb-soft", "sb-small");
      detail.setMinWidth(0);
      detail.setMaxWidth(Double.MAX_VALUE);
      HBox.setHgrow(detail, Priority.ALWAYS);
      key.setMinWidth(Region.USE_PREF_SIZE);
      row = new HBox(10, glyph, title, detail, key);
      row.setAlignment(Pos.CENTER_LEFT);
      setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
      setPrefWidth(0);
      setOnMouseClicked(
          event -> {
            if (event.getButton() == MouseButton.PRIMARY && getItem() != null) {
              model.choose(getItem());
            }
          });
    }

    @Override
    protected void updateItem(@Nullable Entry entry, boolean empty) {
      super.updateItem(entry, empty);
      if (empty || entry == null) {
        setGraphic(null);
        setAccessibleText(null);
        return;
      }
      title.setText(entry.title());
      detail.setText(entry.detail());
      key.setText(entry.key());
      key.setVisible(!entry.key().isEmpty());
      key.setManaged(!entry.key().isEmpty());
      boolean task = entry.task() != null;
      glyph.setVisible(task);
      glyph.setManaged(task);
      if (entry.task() != null) {
        Glyphs.show(glyph, entry.task().facts().state());
      }
      setAccessibleText(entry.title() + ", " + entry.detail());
      setGraphic(row);
    }
  }
}
