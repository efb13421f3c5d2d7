package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/// `signalbox continue RUN [TASK]`.
@CommandLine.Command(
    name = "continue",
    mixinStandardHelpOptions = true,
    description = "Lets a paused or draining run go on, or releases a task that is held back.")
final class ContinueCommand extends AskCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TASK",
      description = "The task to release; without one, the whole run.")
  private @Nullable String task;

  @Override
  Command command(String by, Target target) {
    return task == null ? new Command.Continue(by) : new Command.Release(task, by);
  }
}
