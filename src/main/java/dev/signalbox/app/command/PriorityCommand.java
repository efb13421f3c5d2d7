package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/// `signalbox priority RUN TASK NUMBER`.
@CommandLine.Command(
    name = "priority",
    mixinStandardHelpOptions = true,
    description = "Gives a task that has not started another priority; the highest goes first.")
final class PriorityCommand extends AskTaskCommand {
  @Parameters(index = "2", paramLabel = "NUMBER", description = "The new priority; 0 is usual.")
  private int number;

  @Override
  Command command(String by, Target target) {
    return new Command.SetPriority(task(), number, by);
  }
}
