package dev.signalbox.app.command;

import dev.signalbox.engine.Command;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `signalbox depend RUN TASK --on OTHER`.
@CommandLine.Command(
    name = "depend",
    mixinStandardHelpOptions = true,
    description =
        "Lets a task come after another from now on, in this run; the plan file stays as it is."
            + " Where the task has started, that is ended and kept, and it runs again once the"
            + " other has landed; no retry is spent.")
final class DependCommand extends AskTaskCommand {
  @Option(
      names = "--on",
      required = true,
      paramLabel = "OTHER",
      description = "The task that comes before.")
  private @Nullable String on;

  @Option(
      names = "--turn",
      description =
          "OTHER came after TASK so far, as somebody had declared: that edge goes. Neither may have"
              + " started.")
  private boolean turn;

  @Override
  Command command(String by, Target target) {
    String other = Objects.requireNonNull(on);
    return turn
        ? new Command.TurnEdge(task(), other, by)
        : new Command.ComeAfter(task(), other, by);
  }
}
