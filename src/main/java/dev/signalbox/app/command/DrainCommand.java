package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import picocli.CommandLine;

/// `signalbox drain RUN`.
@CommandLine.Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    description =
        "Lets what runs land and nothing new start, and then ends the run, which can be resumed.")
final class DrainCommand extends AskCommand {
  @Override
  Command command(String by, Target target) {
    return new Command.Drain(by);
  }
}
