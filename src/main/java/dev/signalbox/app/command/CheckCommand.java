package dev.signalbox.app.command;

import dev.signalbox.app.PlanHistory;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.StartChecks;
import dev.signalbox.app.check.CheckReport;
import dev.signalbox.app.check.RepositoryFiles;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.PlanReader;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `signalbox check PLAN`.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description =
        "Says everything that is wrong with a plan and what a run of it would be refused for now,"
            + " and what it would do: dependencies with their"
            + " reasons, overlaps with a path as witness, critical path, width, predicted length.")
final class CheckCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SignalboxCommand root;

  @Parameters(paramLabel = "PLAN", description = "The plan, a YAML or JSON file.")
  private @Nullable Path plan;

  @Option(names = "--format", paramLabel = "text|json", description = "How to print it.")
  private Format format = Format.TEXT;

  @Override
  public Integer call() throws SetupException, InterruptedException {
    SignalboxCommand signalbox = Objects.requireNonNull(root);
    Terminal terminal = signalbox.terminal();
    PlanFile file = new PlanReader().read(Objects.requireNonNull(plan));
    PlanHistory history = PlanHistory.of(signalbox.folders(), file);
    signalbox.tellOfDamage();
    CheckReport report =
        CheckReport.of(
            file,
            history.lengths(),
            history.changed(),
            new RepositoryFiles(PlanHistory.root(file)),
            StartChecks.of(file, terminal.environment()));
    terminal.print(
        format == Format.JSON ? report.json() : report.text(terminal.hasColours()).stripTrailing());
    return report.hasErrors() ? 2 : 0;
  }
}
