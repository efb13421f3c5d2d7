package dev.signalbox.console.queue;

import dev.signalbox.console.model.QueueRow;
import dev.signalbox.console.part.AgentLabel;
import dev.signalbox.console.part.SentenceFlow;
import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.engine.TaskState;
import dev.signalbox.report.StateGlyph;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// A row: which task, by whom, and the whole reason why it waits.
final class QueueCell extends ListCell<QueueRow> {
  private final QueueViewModel model;
  private final Label position = new Label();
  private final Node glyph = Glyphs.state(TaskState.WAITING);
  private final Label name = new Label();
  private final AgentLabel agent;
  private final Label moved = new Label("moved by you");
  private final SentenceFlow why;
  private final HBox row;

  QueueCell(QueueViewModel model, @Nullable RowDrag drag) {
    this.model = model;
    why = new SentenceFlow(model::select);
    agent = new AgentLabel(model.theme());
    position.getStyleClass().addAll("sb-number", "sb-queue-position");
    position.setMinWidth(24);
    name.getStyleClass().add("sb-strong");
    name.setMinWidth(0);
    moved.getStyleClass().add("sb-tag");
    moved.setMinWidth(Region.USE_PREF_SIZE);
    moved.setTooltip(
        new Tooltip("Your order goes before priority and the length of the way to the end"));
    HBox head = new HBox(8, name, agent, moved);
    head.setAlignment(Pos.BASELINE_LEFT);
    VBox words = new VBox(1, head, why);
    words.setMinWidth(0);
    HBox.setHgrow(words, Priority.ALWAYS);
    row = new HBox(8, position, glyph, words);
    row.setAlignment(Pos.TOP_LEFT);
    getStyleClass().add("sb-queue-cell");
    setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    setPrefWidth(0);
    if (drag != null) {
      drag.attach(this);
    }
  }

  @Override
  protected void updateItem(@Nullable QueueRow item, boolean empty) {
    super.updateItem(item, empty);
    if (empty || item == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    position.setText(Integer.toString(item.position()));
    Glyphs.show(glyph, item.state());
    name.setText(item.task());
    agent.show(model.agent(item.task()), model.agentColours());
    moved.setVisible(model.wasMoved(item.task()));
    moved.setManaged(moved.isVisible());
    why.show(item.why());
    setAccessibleText(
        "%d, %s, %s, %s"
            .formatted(
                item.position(), item.task(), StateGlyph.word(item.state()), item.why().text()));
    setGraphic(row);
  }
}
