package dev.signalbox.console.attention;

import dev.signalbox.console.model.AttentionItem;
import dev.signalbox.console.model.AttentionItem.Kind;
import dev.signalbox.console.part.SentenceLine;
import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.report.StateGlyph;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// One row: what is asked, what it holds up, the keys that answer it.
final class AttentionCell extends ListCell<AttentionItem> {
  private static final PseudoClass REMINDED = PseudoClass.getPseudoClass("reminded");

  private final AttentionViewModel model;
  private final StackPane glyph = new StackPane();
  private final SentenceLine title = new SentenceLine();
  private final Label cost = new Label();
  private final HBox keys = new HBox(4);
  private final HBox row;
  private @Nullable Kind shown;

  AttentionCell(AttentionViewModel model) {
    this.model = model;
    cost.getStyleClass().addAll("sb-soft", "sb-small", "sb-cost");
    cost.setMinWidth(Region.USE_PREF_SIZE);
    HBox cell = new HBox(cost);
    cell.setAlignment(Pos.CENTER_LEFT);
    // A column of its own, so that the figures of all rows stand below each other.
    cell.setMinWidth(250);
    cell.setPrefWidth(480);
    title.setMinWidth(0);
    title.setPrefWidth(100);
    HBox.setHgrow(title, Priority.ALWAYS);
    keys.setAlignment(Pos.CENTER_RIGHT);
    keys.setMinWidth(96);
    row = new HBox(10, glyph, title, cell, keys);
    row.setAlignment(Pos.CENTER_LEFT);
    setContentDisplay(javafx.scene.control.ContentDisplay.GRAPHIC_ONLY);
    setPrefWidth(0);
    setOnMouseClicked(
        event -> {
          if (event.getButton() == MouseButton.PRIMARY && getItem() != null) {
            model.choose(getItem());
          }
        });
  }

  @Override
  protected void updateItem(@Nullable AttentionItem item, boolean empty) {
    super.updateItem(item, empty);
    if (empty || item == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    title.show(item.title());
    cost.setText(model.cost(item));
    cost.pseudoClassStateChanged(REMINDED, item.reminded() > 0);
    if (item.kind() != shown) {
      shown = item.kind();
      glyph.getChildren().setAll(glyphOf(shown));
      keys.getChildren().setAll(keysOf(shown));
    }
    setAccessibleText(item.title().text() + ", " + cost.getText());
    setGraphic(row);
  }

  private static Node glyphOf(Kind kind) {
    return switch (kind) {
      case APPROVE_START, APPROVE_LANDING -> Glyphs.glyph(StateGlyph.ATTENTION, "attention");
      case DECISION, CONFLICT, BASE_LEFT -> Glyphs.glyph(StateGlyph.CONFLICT, "conflict");
      case FAILURE, BASE_RED -> Glyphs.glyph(StateGlyph.FAILED, "failed");
    };
  }

  private static Node[] keysOf(Kind kind) {
    return switch (kind) {
      case APPROVE_START, APPROVE_LANDING -> new Node[] {key("A", "Approve"), key("R", "Reject")};
      case DECISION -> new Node[] {key("A", "Run again"), key("R", "Drop")};
      case CONFLICT ->
          new Node[] {key("E", "Resolve by hand"), key("A", "Run again"), key("R", "Drop")};
      case FAILURE, BASE_RED, BASE_LEFT -> new Node[] {Glyphs.key("↵ open")};
    };
  }

  private static Label key(String key, String meaning) {
    Label label = Glyphs.key(key);
    label.setTooltip(new Tooltip(meaning));
    return label;
  }
}
