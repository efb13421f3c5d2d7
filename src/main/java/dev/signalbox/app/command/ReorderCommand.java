package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// `signalbox reorder RUN TASK --before TASK`.
@CommandLine.Command(
    name = "reorder",
    mixinStandardHelpOptions = true,
    description = "Moves a task that has not started to another place in the queue.")
final class ReorderCommand extends AskTaskCommand {
  /// Where to.
  static final class Place {
    @Option(names = "--before", paramLabel = "TASK", description = "Right before this task.")
    private @Nullable String before;

    @Option(names = "--first", description = "To the front of the queue.")
    private boolean first;

    @Option(names = "--last", description = "To the end of the queue.")
    private boolean last;
  }

  @ArgGroup(multiplicity = "1")
  private @Nullable Place place;

  @Override
  Command command(String by, Target target) {
    Place to = Objects.requireNonNull(place);
    return to.first
        ? new Command.MoveToFront(task(), by)
        : new Command.Reorder(task(), to.before, by);
  }
}
