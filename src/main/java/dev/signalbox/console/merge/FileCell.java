package dev.signalbox.console.merge;

import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.report.StateGlyph;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A file in the list: its name, where it lies, and how much of it is open.
final class FileCell extends ListCell<MergeFile> {
  private final StackPane glyph = new StackPane();
  private final Label name = new Label();
  private final Label folder = new Label();
  private final Label state = new Label();
  private final HBox row;

  FileCell() {
    name.setMinWidth(0);
    name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
    folder.setMinWidth(0);
    folder.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
    folder.getStyleClass().addAll("sb-soft", "sb-tiny");
    state.getStyleClass().addAll("sb-soft", "sb-tiny");
    state.setMinWidth(Region.USE_PREF_SIZE);
    VBox words = new VBox(name, folder);
    words.setAlignment(Pos.CENTER_LEFT);
    words.setMinWidth(0);
    words.setPrefWidth(60);
    HBox.setHgrow(words, Priority.ALWAYS);
    folder.managedProperty().bind(folder.textProperty().isNotEmpty());
    row = new HBox(8, glyph, words, state);
    row.setAlignment(Pos.CENTER_LEFT);
    setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    setPrefWidth(0);
  }

  @Override
  protected void updateItem(@Nullable MergeFile file, boolean empty) {
    super.updateItem(file, empty);
    if (empty || file == null) {
      setGraphic(null);
      setTooltip(null);
      setAccessibleText(null);
      return;
    }
    int slash = file.path().lastIndexOf('/');
    name.setText(file.path().substring(slash + 1));
    folder.setText(slash < 0 ? "" : file.path().substring(0, slash));
    state.setText(state(file));
    glyph
        .getChildren()
        .setAll(
            file.open() > 0
                ? Glyphs.glyph(StateGlyph.CONFLICT, "conflict")
                : Glyphs.glyph(StateGlyph.LANDED, "done"));
    Tooltip tip = new Tooltip(file.path());
    setTooltip(tip);
    setAccessibleText(file.path() + ", " + state(file));
    setGraphic(row);
  }

  private static String state(MergeFile file) {
    if (file.open() == 0) {
      return "done";
    }
    return file instanceof MergeFile.Whole whole ? whole.why() : file.open() + " open";
  }
}
