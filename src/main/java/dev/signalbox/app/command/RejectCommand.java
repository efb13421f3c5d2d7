package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `signalbox reject RUN TASK`.
@CommandLine.Command(
    name = "reject",
    mixinStandardHelpOptions = true,
    description =
        "Says no where a task of a running run waits for a person; what comes after it is skipped.")
final class RejectCommand extends AskTaskCommand {
  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Why, for the journal and the report.")
  private String message = "";

  @Override
  Command command(String by, Target target) {
    return new Command.Reject(task(), by, message);
  }
}
