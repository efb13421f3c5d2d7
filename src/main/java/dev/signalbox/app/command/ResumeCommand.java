package dev.signalbox.app.command;

import dev.signalbox.app.RunOptions;
import dev.signalbox.app.RunSession;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.ThisUser;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `signalbox resume [RUN]`.
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description =
        "Goes on, in the terminal, with a run that was stopped or whose process died. What had landed"
            + " stays; what ran runs again.")
final class ResumeCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SignalboxCommand root;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      description = "The run's id or the beginning of it; otherwise the latest run.")
  private @Nullable String run;

  @Option(
      names = "--retry-failed",
      description =
          "Run again what failed, was rejected, called off or skipped, with the plan the run began"
              + " with; what landed stays.")
  private boolean retryFailed;

  @Mixin private HeadlessOptions options = new HeadlessOptions();

  @Override
  public Integer call() throws SetupException, InterruptedException {
    SignalboxCommand signalbox = Objects.requireNonNull(root);
    RunOptions resumed =
        new RunOptions(options.parallel(), false, retryFailed ? ThisUser.name() : "");
    try (RunSession session =
        RunSession.resume(signalbox.folders(), run == null ? "" : run, resumed)) {
      signalbox.tellOfDamage();
      return options.follow(signalbox.terminal(), session, signalbox.folders());
    }
  }
}
