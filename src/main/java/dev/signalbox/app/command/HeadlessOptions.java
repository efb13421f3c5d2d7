package dev.signalbox.app.command;

import dev.signalbox.app.RunSession;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.StateFolders;
import dev.signalbox.plan.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What `run` and `resume` share where there is no window.
final class HeadlessOptions {
  @Option(
      names = "--parallel",
      paramLabel = "N",
      description = "How many commands run at once; otherwise as the plan says.")
  private @Nullable Integer parallel;

  @Option(
      names = "--approve",
      paramLabel = "ask|all|none",
      description =
          "Who approves: a person at this terminal or, where there is none, by `signalbox approve`"
              + " (ask, the default), the command line itself (all, recorded as such), or nobody"
              + " (none: stops with exit code 3 once nothing else can go on).")
  private ApprovalPolicy approve = ApprovalPolicy.ASK;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Where the report goes; otherwise beside the run's logs.")
  private @Nullable Path report;

  /// @throws SetupException where so many cannot run at once
  @Nullable Integer parallel() throws SetupException {
    return within(parallel);
  }

  /// @param parallel null for as many as the plan says
  /// @throws SetupException where so many cannot run at once
  static @Nullable Integer within(@Nullable Integer parallel) throws SetupException {
    if (parallel != null && (parallel < 1 || parallel > Plan.MAX_PARALLEL)) {
      throw new SetupException(
          "Between 1 and %d tasks can run at once, not %d. Give --parallel another number."
              .formatted(Plan.MAX_PARALLEL, parallel));
    }
    return parallel;
  }

  /// The same options, for another process.
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("--approve", approve.name()));
    if (parallel != null) {
      arguments.addAll(List.of("--parallel", parallel.toString()));
    }
    if (report != null) {
      arguments.addAll(List.of("--report", report.toAbsolutePath().toString()));
    }
    return arguments;
  }

  int follow(Terminal terminal, RunSession session, StateFolders folders)
      throws InterruptedException {
    Path folder = report == null ? folders.run(session.run()).resolve("report") : report;
    return new HeadlessRun(terminal, session, approve, folder.toAbsolutePath()).follow();
  }
}
