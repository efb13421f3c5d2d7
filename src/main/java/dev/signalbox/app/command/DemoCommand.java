package dev.signalbox.app.command;

import dev.signalbox.app.Opening;
import dev.signalbox.app.RunOptions;
import dev.signalbox.app.RunSession;
import dev.signalbox.app.SetupException;
import dev.signalbox.plan.PlanFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// `signalbox demo`: the quickstart, whatever this machine can show.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Opens the console on the quickstart, or runs it in the terminal where no window can be"
            + " opened.")
final class DemoCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SignalboxCommand root;

  @Override
  public Integer call() throws SetupException, InterruptedException {
    SignalboxCommand signalbox = Objects.requireNonNull(root);
    Terminal terminal = signalbox.terminal();
    Path plan = signalbox.home().resolve("plans/quickstart.yaml");
    if (!Files.isRegularFile(plan)) {
      throw new SetupException(
          "The quickstart is not at %s; run signalbox from where it was built.".formatted(plan));
    }
    @Nullable String obstacle = Display.obstacle(terminal.environment());
    if (obstacle == null) {
      return signalbox.openConsole(new Opening.OfPlan(plan, false));
    }
    terminal.print(obstacle + " Running the quickstart in the terminal.");
    ApprovalPolicy policy = ApprovalPolicy.ASK;
    if (!terminal.interactive()) {
      terminal.print("Nobody can be asked here, so the quickstart gives its own approvals.");
      policy = ApprovalPolicy.ALL;
    }
    PlanFile file = Plans.read(plan, terminal);
    try (RunSession session = RunSession.start(signalbox.folders(), file, RunOptions.DEFAULT)) {
      signalbox.tellOfDamage();
      Path report = signalbox.folders().run(session.run()).resolve("report");
      return new HeadlessRun(terminal, session, policy, report).follow();
    }
  }
}
