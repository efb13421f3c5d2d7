package dev.signalbox.console.inspector;

import dev.signalbox.console.part.Clips;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A diff, line by line.
final class DiffView extends VBox {
  /// @param id of the list
  /// @param what it shows, for who cannot see it
  DiffView(DiffViewModel model, String id, String what) {
    ListView<DiffLine> list = new ListView<>(model.lines());
    list.setId(id);
    list.getStyleClass().addAll("sb-lines", "sb-diff");
    list.setFixedCellSize(18);
    list.setAccessibleText(what);
    list.setPlaceholder(new Region());
    list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    list.setCellFactory(view -> new LineCell());
    Clips.copyable(list, DiffLine::text);
    Label note = new Label();
    note.getStyleClass().addAll("sb-soft", "sb-small", "sb-note");
    note.setWrapText(true);
    note.textProperty().bind(model.noteProperty());
    note.managedProperty().bind(note.textProperty().isNotEmpty());
    note.visibleProperty().bind(note.managedProperty());
    VBox.setVgrow(list, Priority.ALWAYS);
    getChildren().addAll(note, list);
  }

  private static final class LineCell extends ListCell<DiffLine> {
    private static final List<String> STYLES =
        List.of("sb-line-file", "sb-line-head", "sb-line-add", "sb-line-del");

    @Override
    protected void updateItem(@Nullable DiffLine line, boolean empty) {
      super.updateItem(line, empty);
      getStyleClass().removeAll(STYLES);
      setTooltip(null);
      if (empty || line == null) {
        setText(null);
        return;
      }
      setText(line.text());
      switch (line.kind()) {
        case FILE -> {
          getStyleClass().add("sb-line-file");
          setTooltip(new Tooltip(line.text()));
        }
        case PLACE -> getStyleClass().add("sb-line-head");
        case ADDED -> getStyleClass().add("sb-line-add");
        case REMOVED -> getStyleClass().add("sb-line-del");
        case SAME -> {}
      }
    }
  }
}
