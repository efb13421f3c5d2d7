package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import picocli.CommandLine;

/// `signalbox stop RUN`.
@CommandLine.Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description = "Ends what runs now; what landed stays, and the run can be resumed.")
final class StopCommand extends AskCommand {
  @Override
  Command command(String by, Target target) {
    return new Command.Stop(by, "stopped by " + by, false);
  }
}
