package dev.signalbox.app.command;

import dev.signalbox.app.DetachedRun;
import dev.signalbox.app.Opening;
import dev.signalbox.app.RunOptions;
import dev.signalbox.app.RunSession;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.StateFolders;
import dev.signalbox.plan.PlanFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      names = "--detach",
      description =
          "Run in a process of its own that outlives this terminal: prints the run's id and comes back"
              + " once the run has started.")
  private boolean detach;

  /// How `--detach` calls the process it starts.
  @Option(names = DetachedRun.OPTION, hidden = true)
  private boolean detached;

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
    if (detach) {
      return detach(signalbox, path);
    }
    if (!headless && !detached) {
      @Nullable String obstacle = Display.obstacle(terminal.environment());
      if (obstacle == null) {
        return signalbox.openConsole(new Opening.OfPlan(path, true));
      }
      terminal.print(obstacle + " Running in the terminal.");
    }
    PlanFile file = Plans.read(path, terminal);
    RunOptions run = new RunOptions(options.parallel(), restart);
    try (RunSession session = RunSession.start(signalbox.folders(), file, run)) {
      signalbox.tellOfDamage();
      return options.follow(
          detached ? leave(terminal, session, signalbox.folders()) : terminal,
          session,
          signalbox.folders());
    }
  }

  private int detach(SignalboxCommand signalbox, Path path) throws SetupException {
    List<String> arguments = new ArrayList<>(options.arguments());
    if (restart) {
      arguments.add("--restart");
    }
    Terminal terminal = signalbox.terminal();
    String id =
        DetachedRun.start(
            signalbox.home(), signalbox.folders(), terminal.environment(), path, arguments);
    terminal.print(id);
    return 0;
  }

  /// Says that the run has started to the process that waits for it, and nothing more from there
  /// on: it goes, and its terminal with it.
  private static Terminal leave(Terminal terminal, RunSession session, StateFolders folders)
      throws SetupException {
    Path log = DetachedRun.output(folders, session.run());
    try {
      Terminal own = Terminal.into(log, terminal.environment());
      terminal.print(session.run());
      return own;
    } catch (IOException e) {
      throw new SetupException("%s cannot be written.".formatted(log), e);
    }
  }
}
