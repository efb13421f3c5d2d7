package dev.signalbox.app.command;

import dev.signalbox.app.Runs;
import dev.signalbox.app.SetupException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `signalbox report RUN --to DIR`.
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Writes a run's report: report.html and report.json.")
final class ReportCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SignalboxCommand root;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      description = "The run's id or the beginning of it; otherwise the latest run.")
  private @Nullable String run;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "The folder it goes to; made where it is not there.")
  private @Nullable Path to;

  @Override
  public Integer call() throws SetupException {
    SignalboxCommand signalbox = Objects.requireNonNull(root);
    Path folder = Objects.requireNonNull(to).toAbsolutePath().normalize();
    Path page = Runs.writeReport(signalbox.folders(), run == null ? "" : run, folder);
    signalbox.terminal().print("Report: " + page);
    return 0;
  }
}
