package dev.signalbox.console.tasks;

import dev.signalbox.console.model.TaskRow;

/// A line of the table.
sealed interface Line {
  /// A heading over `number` tasks.
  record Group(String title, int number) implements Line {}

  record One(TaskRow row) implements Line {}
}
