package dev.signalbox.app.command;

import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `signalbox console [PLAN]`.
@Command(
    name = "console",
    mixinStandardHelpOptions = true,
    description = "Opens the console, on a plan if one is named.")
final class ConsoleCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SignalboxCommand root;

  @Parameters(paramLabel = "PLAN", arity = "0..1", description = "The plan to open.")
  private @Nullable Path plan;

  @Override
  public Integer call() {
    return Objects.requireNonNull(root).openConsole(plan, false);
  }
}
