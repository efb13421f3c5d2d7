package dev.signalbox.app.command;

import dev.signalbox.app.RunOptions;
import dev.signalbox.app.RunSession;
import dev.signalbox.app.SetupException;
import dev.signalbox.plan.PlanFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `signalbox run PLAN`.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs a plan: in the console, or in the terminal with --headless.")
final class RunCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SignalboxCommand root;

  @Parameters(paramLabel = "PLAN", description = "The plan, a YAML or JSON file.")
  private @Nullable Path plan;

  @Option(names = "--headless", description = "Run in the terminal, without a window.")
  private boolean headless;

  @Option(
      names = "--restart",
      description =
          "Begin the integration branch anew where it does not descend from the plan's base; the old"
              + " one is kept under refs/signalbox/.")
  private boolean restart;

  @Mixin private HeadlessOptions options = new HeadlessOptions();

  @Override
  public Integer call() throws SetupException, InterruptedException {
    SignalboxCommand signalbox = Objects.requireNonNull(root);
    Path path = Objects.requireNonNull(plan);
    Terminal terminal = signalbox.terminal();
    if (!headless) {
      @Nullable String obstacle = Display.obstacle(terminal.environment());
      if (obstacle == null) {
        return signalbox.openConsole(path, true);
      }
      terminal.print(obstacle + " Running in the terminal.");
    }
    PlanFile file = Plans.read(path, terminal);
    RunOptions run = new RunOptions(options.parallel(), restart);
    try (RunSession session = RunSession.start(signalbox.folders(), file, run)) {
      return options.follow(terminal, session, signalbox.folders());
    }
  }
}
