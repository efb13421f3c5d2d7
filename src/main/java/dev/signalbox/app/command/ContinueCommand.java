package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import picocli.CommandLine;

/// `signalbox continue RUN`.
@CommandLine.Command(
    name = "continue",
    mixinStandardHelpOptions = true,
    description = "Lets a paused or draining run go on.")
final class ContinueCommand extends AskCommand {
  @Override
  Command command(String by, Target target) {
    return new Command.Continue(by);
  }
}
