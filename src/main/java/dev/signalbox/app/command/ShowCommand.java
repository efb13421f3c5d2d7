package dev.signalbox.app.command;

import dev.signalbox.app.Runs;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.check.Columns;
import dev.signalbox.app.gc.RunSizes;
import dev.signalbox.app.gc.TreesInUse;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.Shown;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.service.ControlClient;
import dev.signalbox.service.ControlException;
import dev.signalbox.service.RunStatus;
import dev.signalbox.workspace.DiskSize;
import dev.signalbox.workspace.Remains;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;

/// `signalbox show RUN`.
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = "Shows where a run stands, task by task, with the reason.")
final class ShowCommand implements Callable<Integer> {
  private static final Logger LOG = Logger.getLogger(ShowCommand.class.getName());
  private static final long ANSWER_SECONDS = 60;

  /// A diff is for reading; git shows the whole of a longer one.
  private static final int MOST_DIFF = 64 * 1024;

  @ParentCommand private @Nullable SignalboxCommand root;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      description = "The run's id, the beginning of it, or `latest`, which is meant without one.")
  private String run = Runs.LATEST;

  @Option(names = "--format", paramLabel = "text|json", description = "How to print it.")
  private Format format = Format.TEXT;

  @Override
  public Integer call() throws SetupException, InterruptedException {
    SignalboxCommand signalbox = Objects.requireNonNull(root);
    Terminal terminal = signalbox.terminal();
    RunStatus status = status(signalbox, signalbox.id(run));
    terminal.print(
        switch (format) {
          case TEXT ->
              StatusText.of(status, terminal.width())
                  + askedAgain(signalbox, status)
                  + "\n\nOn disk: "
                  + onDisk(signalbox, status);
          case JSON ->
              JsonMapper.builder()
                  .build()
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(status);
        });
    return 0;
  }

  /// As the process that has it open says, else as the journal does.
  private static RunStatus status(SignalboxCommand signalbox, String id) throws SetupException {
    try {
      Optional<ControlClient> open = ControlClient.connect(signalbox.folders().control(), id);
      if (open.isPresent()) {
        try (ControlClient client = open.get()) {
          return Runs.await(client.show(), ANSWER_SECONDS);
        }
      }
    } catch (ControlException e) {
      LOG.log(Level.INFO, "The process of a run could not be asked", e);
      signalbox
          .terminal()
          .warn("The process of %s did not answer; this is what the journal says.".formatted(id));
    }
    try (Journal journal = signalbox.journal()) {
      RunState state = new RunState();
      journal.read(id).forEach(state::apply);
      return RunStatus.kept(state, Instant.now(), journal.isOpen(id));
    } catch (JournalException e) {
      throw new SetupException(e.getMessage(), e);
    }
  }

  /// Of each task that asks again, how what it would land differs from what a person said yes to.
  private static String askedAgain(SignalboxCommand signalbox, RunStatus run)
      throws InterruptedException {
    StringBuilder text = new StringBuilder();
    for (RunStatus.TaskLine task : run.tasks()) {
      Shown before = task.shownBefore();
      Shown now = task.shown();
      if (before != null && now != null) {
        text.append(
                "\n\n%s would not land what was approved. What is different:\n"
                    .formatted(task.id()))
            .append(difference(Path.of(run.repository()), before, now).stripTrailing())
            .append('\n');
      }
    }
    return text.toString();
  }

  private static String difference(Path repository, Shown before, Shown now)
      throws InterruptedException {
    try {
      return plain(now.since(before, repository, MOST_DIFF));
    } catch (WorkspaceException e) {
      return "not known (%s)".formatted(e.getMessage());
    }
  }

  /// Without what could steer a terminal.
  private static String plain(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}&&[^\n\t]]", "\uFFFD");
  }

  private static String onDisk(SignalboxCommand signalbox, RunStatus run)
      throws InterruptedException {
    Path folder = signalbox.folders().run(run.run());
    Map<String, String> environment = signalbox.terminal().environment();
    TreesInUse inUse = new TreesInUse(signalbox.folders());
    try {
      StringBuilder text =
          new StringBuilder(
              RunSizes.of(run.run(), run.repository(), folder, inUse, environment).words());
      List<RunStatus.TaskLine> kept =
          run.tasks().stream()
              .filter(task -> !task.directory().isEmpty())
              .filter(task -> Remains.isKept(Path.of(task.directory())))
              .toList();
      if (!kept.isEmpty()) {
        text.append("\nKept for you to look at:\n");
        Columns table = new Columns(1);
        for (RunStatus.TaskLine task : kept) {
          Path tree = Path.of(task.directory());
          table.row(task.id(), DiskSize.of(tree).words(), tree.toString());
        }
        table.write(text, last -> last);
        text.setLength(text.length() - 1);
      }
      return text.toString();
    } catch (WorkspaceException e) {
      return "not known (%s)".formatted(e.getMessage());
    }
  }
}
