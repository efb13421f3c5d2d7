package dev.signalbox.app.command;

import dev.signalbox.app.CommandName;
import dev.signalbox.app.Runs;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.ThisUser;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.plan.Spelling;
import dev.signalbox.service.ControlClient;
import dev.signalbox.service.ControlException;
import dev.signalbox.service.RunStatus;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Asks a run that another process has open for something, and prints what changed.
abstract class AskCommand implements Callable<Integer> {
  /// The run's state does not allow it, or no process has it open: a person has to do something.
  static final int REFUSED = RunOutcome.STOPPED.exitCode();

  private static final long ANSWER_SECONDS = 30;

  @ParentCommand private @Nullable SignalboxCommand root;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      description = "The run's id, the beginning of it, or `latest`.")
  private @Nullable String run;

  /// What to ask for.
  ///
  /// @param by who asks
  /// @param target the run, for what has to be known of it first
  abstract Command command(String by, Target target)
      throws ControlException, SetupException, MoreToSay;

  /// There is something to read first, and nothing is asked for.
  static final class MoreToSay extends Exception {
    private static final long serialVersionUID = 1L;

    private final String text;
    private final int exit;

    MoreToSay(String text, int exit) {
      super(text, null, false, false);
      this.text = text;
      this.exit = exit;
    }

    String text() {
      return text;
    }

    int exit() {
      return exit;
    }
  }

  /// A run that is open somewhere.
  interface Target {
    RunStatus status() throws ControlException;
  }

  @Override
  public Integer call() throws SetupException {
    SignalboxCommand signalbox = Objects.requireNonNull(root);
    Terminal terminal = signalbox.terminal();
    String id = signalbox.id(Objects.requireNonNull(run));
    try {
      Optional<ControlClient> open = ControlClient.connect(signalbox.folders().control(), id);
      if (open.isEmpty()) {
        terminal.error(Runs.notOpen(signalbox.folders(), id));
        return REFUSED;
      }
      try (ControlClient client = open.get()) {
        return ask(client, terminal);
      }
    } catch (ControlException e) {
      terminal.error(e.getMessage());
      return REFUSED;
    }
  }

  private int ask(ControlClient client, Terminal terminal) throws ControlException, SetupException {
    Target target = () -> Runs.await(client.show(), ANSWER_SECONDS);
    Command command;
    try {
      command = command(ThisUser.name(), target);
    } catch (MoreToSay e) {
      terminal.print(e.text());
      return e.exit();
    }
    Command.Result result = Runs.await(client.send(command), ANSWER_SECONDS);
    if (result.accepted()) {
      terminal.print(result.text());
      return RunOutcome.SUCCEEDED.exitCode();
    }
    demandKnown(names(command), target.status());
    terminal.error(result.text());
    return REFUSED;
  }

  private static List<String> names(Command command) {
    return switch (command) {
      case Command.Approve c -> List.of(c.task());
      case Command.Reject c -> List.of(c.task());
      case Command.Resolve c -> List.of(c.task());
      case Command.Retry c -> List.of(c.task());
      case Command.Hold c -> List.of(c.task());
      case Command.Release c -> List.of(c.task());
      case Command.Yield c -> List.of(c.task(), c.to());
      case Command.SendBack c -> List.of(c.task(), c.to());
      case Command.ComeAfter c -> List.of(c.task(), c.after());
      case Command.TurnEdge c -> List.of(c.task(), c.after());
      case Command.EndYield c -> List.of(c.task(), c.to());
      case Command.MoveToFront c -> List.of(c.task());
      case Command.SetPriority c -> List.of(c.task());
      case Command.Cancel c when c.task() != null -> List.of(c.task());
      case Command.Reorder c when c.before() != null -> List.of(c.task(), c.before());
      case Command.Reorder c -> List.of(c.task());
      default -> List.of();
    };
  }

  private static void demandKnown(List<String> names, RunStatus status) throws SetupException {
    List<String> known = status.tasks().stream().map(RunStatus.TaskLine::id).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new SetupException(
            "There is no task %s in this run. %sSee them all: %s"
                .formatted(
                    name, Spelling.suggest(name, known), CommandName.with("show " + status.run())));
      }
    }
  }
}
