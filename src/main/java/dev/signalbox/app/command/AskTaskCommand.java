package dev.signalbox.app.command;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/// Asks for something about one task of a run.
abstract class AskTaskCommand extends AskCommand {
  @Parameters(index = "1", paramLabel = "TASK", description = "The task's id.")
  private @Nullable String task;

  final String task() {
    return Objects.requireNonNull(task);
  }
}
