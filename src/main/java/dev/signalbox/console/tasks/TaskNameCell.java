package dev.signalbox.console.tasks;

import dev.signalbox.console.model.TaskFacts;
import dev.signalbox.console.model.TaskRow;
import dev.signalbox.engine.TaskState;
import javafx.css.PseudoClass;

/// The task's name, struck where it will not run.
final class TaskNameCell extends TaskCell {
  private static final PseudoClass STRUCK = PseudoClass.getPseudoClass("struck");
  private static final PseudoClass GROUP = PseudoClass.getPseudoClass("group");

  TaskNameCell() {
    getStyleClass().add("sb-name-cell");
  }

  @Override
  void show(TaskRow row, TaskFacts facts) {
    setText(row.id());
    boolean struck = facts.state() == TaskState.SKIPPED || facts.state() == TaskState.CANCELLED;
    pseudoClassStateChanged(STRUCK, struck);
    pseudoClassStateChanged(GROUP, false);
  }

  @Override
  void show(Line.Group group) {
    setText("%s · %d".formatted(group.title(), group.number()));
    pseudoClassStateChanged(STRUCK, false);
    pseudoClassStateChanged(GROUP, true);
  }

  @Override
  void blank() {
    super.blank();
    pseudoClassStateChanged(STRUCK, false);
    pseudoClassStateChanged(GROUP, false);
  }
}
