package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import picocli.CommandLine;

/// `signalbox pause RUN`.
@CommandLine.Command(
    name = "pause",
    mixinStandardHelpOptions = true,
    description = "Lets nothing new start in a running run until it is continued.")
final class PauseCommand extends AskCommand {
  @Override
  Command command(String by, Target target) {
    return new Command.Pause(by);
  }
}
