package dev.signalbox.console.tasks;

import dev.signalbox.console.model.TaskFacts;
import dev.signalbox.console.model.TaskRow;
import dev.signalbox.console.part.AgentDot;
import dev.signalbox.console.theme.AgentColours;
import java.util.function.Supplier;

/// The agent's colour.
final class AgentCell extends TaskCell {
  private final AgentDot dot = new AgentDot();
  private final Supplier<AgentColours> colours;

  AgentCell(Supplier<AgentColours> colours) {
    this.colours = colours;
  }

  @Override
  void show(TaskRow row, TaskFacts facts) {
    dot.show(colours.get().of(row.agent()));
    setGraphic(dot);
    setAccessibleText("agent " + row.agent());
  }
}
