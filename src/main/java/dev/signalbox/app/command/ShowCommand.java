package dev.signalbox.app.command;

import dev.signalbox.app.Runs;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.gc.RunSizes;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.engine.Waiting;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.RunSummary;
import dev.signalbox.report.RunReport;
import dev.signalbox.workspace.DiskSize;
import dev.signalbox.workspace.Remains;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `signalbox show RUN`.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows where a run stands, task by task, with the reason.")
final class ShowCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SignalboxCommand root;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      description = "The run's id or the beginning of it; otherwise the latest run.")
  private @Nullable String run;

  @Option(names = "--format", paramLabel = "text|json", description = "How to print it.")
  private Format format = Format.TEXT;

  @Override
  public Integer call() throws SetupException, InterruptedException {
    SignalboxCommand signalbox = Objects.requireNonNull(root);
    Terminal terminal = signalbox.terminal();
    try (Journal journal = signalbox.journal()) {
      RunSummary summary = Runs.find(journal, run == null ? "" : run);
      List<Entry> entries = journal.read(summary.id());
      if (format == Format.JSON) {
        terminal.print(RunReport.of(entries).toJson());
        return 0;
      }
      RunState state = new RunState();
      entries.forEach(state::apply);
      terminal.print(
          "%s  %s  into %s".formatted(state.run(), state.plan().name(), state.plan().into()));
      state.notes().forEach(note -> terminal.print("  " + note));
      Instant now = Instant.now();
      for (TaskStatus status : state.tasks()) {
        terminal.print("  " + line(state, status, now));
      }
      terminal.print(new RunLines(terminal.hasColours()).conclusion(state));
      terminal.print("On disk: " + onDisk(signalbox, summary));
      return 0;
    } catch (JournalException e) {
      throw new SetupException(e.getMessage(), e);
    }
  }

  private static String onDisk(SignalboxCommand signalbox, RunSummary run)
      throws InterruptedException {
    Path folder = signalbox.folders().run(run.id());
    Map<String, String> environment = signalbox.terminal().environment();
    try {
      StringBuilder text =
          new StringBuilder(RunSizes.of(run.id(), run.repository(), folder, environment).words());
      for (Path tree :
          Remains.of(Path.of(run.repository()), folder, run.id(), environment).keptTrees()) {
        text.append(
            "\n  kept for you to look at: %s (%s)".formatted(tree, DiskSize.of(tree).words()));
      }
      return text.toString();
    } catch (WorkspaceException | IOException e) {
      return "not known (%s)".formatted(e.getMessage());
    }
  }

  private static String line(RunState state, TaskStatus status, Instant now) {
    String why =
        status.state().isFinal()
            ? status.reason()
            : Waiting.words(Waiting.blocker(state, status.id()), now);
    return "%-20s %-16s %-10s %s%s"
        .formatted(
            status.id(),
            status.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            status.task().agent(),
            status.commit().isEmpty() ? "" : status.commit().substring(0, 8) + "  ",
            why)
        .stripTrailing();
  }
}
