package dev.signalbox.app.command;

import dev.signalbox.app.PlanHistory;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.check.CheckReport;
import dev.signalbox.app.check.Move;
import dev.signalbox.app.check.Simulation;
import dev.signalbox.plan.PlanFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `signalbox simulate PLAN`.
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description =
        "Plays a plan through in thought: when each task would start and end and in which slot,"
            + " when the run would end, and what another order or other slots would change.")
final class SimulateCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SignalboxCommand root;

  @Parameters(paramLabel = "PLAN", description = "The plan, a YAML or JSON file.")
  private @Nullable Path plan;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many commands run at once; otherwise as the plan says.")
  private @Nullable Integer parallel;

  @ArgGroup(exclusive = false, multiplicity = "0..*")
  private List<Reorder> moves = new ArrayList<>();

  @Option(names = "--format", paramLabel = "text|json", description = "How to print it.")
  private Format format = Format.TEXT;

  /// One move; several are made one after the other.
  static final class Reorder {
    @Option(
        names = "--move",
        paramLabel = "TASK",
        required = true,
        description = "Says what it would change if this task stood elsewhere in the queue:")
    private @Nullable String task;

    @Option(
        names = "--before",
        paramLabel = "TASK",
        required = true,
        description = "right before this one.")
    private @Nullable String before;
  }

  @Override
  public Integer call() throws SetupException {
    SignalboxCommand signalbox = Objects.requireNonNull(root);
    Terminal terminal = signalbox.terminal();
    parallel = HeadlessOptions.within(parallel);
    PlanFile file = Plans.read(Objects.requireNonNull(plan), terminal);
    PlanHistory history = PlanHistory.of(signalbox.folders(), file);
    Simulation simulation = simulate(CheckReport.of(file, history.lengths(), path -> false));
    terminal.print(
        (format == Format.JSON ? simulation.json() : simulation.text(terminal.hasColours()))
            .stripTrailing());
    return 0;
  }

  private Simulation simulate(CheckReport report) throws SetupException {
    try {
      return report
          .simulate(
              parallel,
              moves.stream()
                  .map(
                      m ->
                          new Move(
                              Objects.requireNonNull(m.task), Objects.requireNonNull(m.before)))
                  .toList())
          .orElseThrow(() -> Plans.unusable(report.problems()));
    } catch (Move.MoveException e) {
      throw new SetupException(String.valueOf(e.getMessage()), e);
    }
  }
}
