package dev.signalbox.app.command;

import dev.signalbox.app.Opening;
import dev.signalbox.app.SetupException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `signalbox console [PLAN]`, `signalbox console --attach RUN`.
@Command(
    name = "console",
    mixinStandardHelpOptions = true,
    description = "Opens the console, on a plan if one is named, or on a run of another process.")
final class ConsoleCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SignalboxCommand root;

  @Parameters(paramLabel = "PLAN", arity = "0..1", description = "The plan to open.")
  private @Nullable Path plan;

  @Option(
      names = "--attach",
      paramLabel = "RUN",
      description =
          "Look at and steer a run that another process has open: its id, the beginning of it, or"
              + " `latest`. Closing the window leaves it running.")
  private @Nullable String run;

  @Override
  public Integer call() throws SetupException {
    SignalboxCommand signalbox = Objects.requireNonNull(root);
    if (run != null) {
      return signalbox.openConsole(new Opening.OfRun(signalbox.id(run)));
    }
    return signalbox.openConsole(
        plan == null ? new Opening.Nothing() : new Opening.OfPlan(plan, false));
  }
}
