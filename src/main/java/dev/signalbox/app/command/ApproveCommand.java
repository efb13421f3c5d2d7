package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `signalbox approve RUN TASK`.
@CommandLine.Command(
    name = "approve",
    mixinStandardHelpOptions = true,
    description =
        "Says yes where a task of a running run waits for a person: before its start, before it lands, or whether it runs again.")
final class ApproveCommand extends AskTaskCommand {
  @Option(
      names = {"-m", "--message"},
      paramLabel = "TEXT",
      description = "Why, for the journal and the report.")
  private String message = "";

  @Override
  Command command(String by, Target target) {
    return new Command.Approve(task(), by, message);
  }
}
