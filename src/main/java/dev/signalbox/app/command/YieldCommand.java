package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `signalbox yield RUN TASK --to OTHER`.
@CommandLine.Command(
    name = "yield",
    mixinStandardHelpOptions = true,
    description =
        "Lets another task that is under way land before a task. The task goes on; what it changes"
            + " waits in the merge queue until the other has landed or ended.")
final class YieldCommand extends AskTaskCommand {
  @Option(
      names = "--to",
      required = true,
      paramLabel = "OTHER",
      description = "The task that lands first.")
  private @Nullable String to;

  @Option(names = "--undo", description = "Takes that back: it does not wait any more.")
  private boolean undo;

  @Override
  Command command(String by, Target target) {
    String other = Objects.requireNonNull(to);
    return undo ? new Command.EndYield(task(), other, by) : new Command.Yield(task(), other, by);
  }
}
