package dev.signalbox.console.tasks;

import dev.signalbox.console.model.TaskFacts;
import dev.signalbox.console.model.TaskRow;
import dev.signalbox.console.theme.StateStyle;

/// How long it took or takes, or what it waits for.
final class TimeCell extends TaskCell {
  TimeCell() {
    getStyleClass().add("sb-number");
  }

  @Override
  void show(TaskRow row, TaskFacts facts) {
    setText(facts.brief());
    getStyleClass().removeIf(name -> name.endsWith("-text"));
    StateStyle style = StateStyle.of(facts.state());
    if (style == StateStyle.FAILED || style == StateStyle.ATTENTION) {
      getStyleClass().add("sb-" + style.styleClass() + "-text");
    }
  }

  @Override
  void blank() {
    super.blank();
    getStyleClass().removeIf(name -> name.endsWith("-text"));
  }
}
