package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/// `signalbox pause RUN [TASK]`.
@CommandLine.Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description =
        "Lets nothing new start in a running run until it is continued, or holds one task back.")
final class PauseCommand extends AskCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TASK",
      description = "The task to hold back; without one, the whole run.")
  private @Nullable String task;

  @Override
  Command command(String by, Target target) {
    return task == null ? new Command.Pause(by) : new Command.Hold(task, by);
  }
}
