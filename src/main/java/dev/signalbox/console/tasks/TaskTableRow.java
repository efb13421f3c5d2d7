package dev.signalbox.console.tasks;

import dev.signalbox.console.model.TaskFacts;
import dev.signalbox.console.model.TaskRow;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeTableRow;
import org.jspecify.annotations.Nullable;

/// A row: the menu of its task, and all that its cells may have to cut.
final class TaskTableRow extends TreeTableRow<Line> {
  private final ContextMenu menu;
  private final Tooltip tooltip = new Tooltip();

  TaskTableRow(ContextMenu menu) {
    this.menu = menu;
    tooltip.setWrapText(true);
    tooltip.setMaxWidth(360);
    tooltip.setOnShowing(event -> describe());
  }

  @Override
  protected void updateItem(@Nullable Line line, boolean empty) {
    super.updateItem(line, empty);
    boolean task = !empty && line instanceof Line.One;
    setContextMenu(task ? menu : null);
    setTooltip(task ? tooltip : null);
  }

  // Put together when it is wanted: a run changes faster than anybody reads tooltips.
  private void describe() {
    if (getItem() instanceof Line.One one) {
      TaskRow row = one.row();
      TaskFacts facts = row.facts();
      String said = row.task().description();
      tooltip.setText(
          row.id()
              + " · "
              + row.agent()
              + "\n"
              + (said.isBlank() ? "" : said.strip() + "\n")
              + facts.line());
    }
  }
}
