package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `signalbox retry RUN TASK`.
@CommandLine.Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description =
        "Runs a task again that ended without landing, and lets what was skipped because of it wait for it again."
            + " Of a run that no process has open any more: signalbox resume RUN --retry-failed.")
final class RetryCommand extends AskTaskCommand {
  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Why, for the journal and the report.")
  private String message = "";

  @Override
  Command command(String by, Target target) {
    return new Command.Retry(task(), by, message);
  }
}
