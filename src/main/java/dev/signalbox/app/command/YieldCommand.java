package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
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

  @ArgGroup private @Nullable Otherwise otherwise;

  /// What is asked for in place of waiting with what it has.
  private static final class Otherwise {
    @Option(
        names = "--again",
        description =
            "Ends what the task has under way, and runs it again on what the other has landed. What"
                + " it had changed is kept; no retry is spent.")
    private boolean again;

    @Option(names = "--undo", description = "Takes that back: it does not wait any more.")
    private boolean undo;
  }

  @Override
  Command command(String by, Target target) {
    String other = Objects.requireNonNull(to);
    Otherwise what = otherwise;
    if (what == null) {
      return new Command.Yield(task(), other, by);
    }
    return what.undo
        ? new Command.EndYield(task(), other, by)
        : new Command.SendBack(task(), other, by);
  }
}
