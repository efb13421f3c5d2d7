package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signalbox parallel RUN NUMBER`.
@CommandLine.Command(
    name = "parallel",
    mixinStandardHelpOptions = true,
    description = "Says how many commands of a running run, or of one agent, may run at once.")
final class ParallelCommand extends AskCommand {
  @Parameters(index = "1", paramLabel = "NUMBER", description = "From 1 to 256.")
  private int number;

  @Option(names = "--agent", paramLabel = "AGENT", description = "For this agent alone.")
  private @Nullable String agent;

  @Override
  Command command(String by, Target target) {
    return agent == null
        ? new Command.SetParallel(number, by)
        : new Command.SetCapacity(agent, number, by);
  }
}
