package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signalbox cancel RUN [TASK]`.
@CommandLine.Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = "Calls one task of a running run off for good, or all that have not ended.")
final class CancelCommand extends AskCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TASK",
      description = "The task's id; without one, every task that has not ended.")
  private @Nullable String task;

  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Why, for the journal and the report.")
  private String message = "";

  @Override
  Command command(String by, Target target) {
    return new Command.Cancel(task, by, message);
  }
}
