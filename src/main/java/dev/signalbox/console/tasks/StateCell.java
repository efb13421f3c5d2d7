package dev.signalbox.console.tasks;

import dev.signalbox.console.model.TaskFacts;
import dev.signalbox.console.model.TaskRow;
import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.engine.TaskState;
import dev.signalbox.report.StateGlyph;
import javafx.scene.Node;

/// The state's shape.
final class StateCell extends TaskCell {
  private final Node glyph = Glyphs.state(TaskState.WAITING);

  StateCell() {
    getStyleClass().add("sb-state-cell");
  }

  @Override
  void show(TaskRow row, TaskFacts facts) {
    Glyphs.show(glyph, facts.state());
    setGraphic(glyph);
    setAccessibleText(StateGlyph.word(facts.state()));
  }
}
