package dev.signalbox.app.command;

import dev.signalbox.app.CommandName;
import dev.signalbox.app.Runs;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.StateFolders;
import dev.signalbox.app.gc.TreesInUse;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.RunSummary;
import dev.signalbox.workspace.DiskSize;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `signalbox runs`.
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = "Lists the runs, the newest first.")
final class RunsCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

  @ParentCommand private @Nullable SignalboxCommand root;

  @Option(names = "--format", paramLabel = "text|json", description = "How to print them.")
  private Format format = Format.TEXT;

  @Override
  public Integer call() throws SetupException {
    SignalboxCommand signalbox = Objects.requireNonNull(root);
    try (Journal journal = signalbox.journal()) {
      List<RunSummary> runs = journal.runs();
      if (format == Format.JSON) {
        signalbox.terminal().print(json(runs, signalbox.folders()));
        return 0;
      }
      if (runs.isEmpty()) {
        signalbox
            .terminal()
            .print("There is no run yet. Start one: " + CommandName.with("run PLAN"));
        return 0;
      }
      TreesInUse inUse = new TreesInUse(signalbox.folders());
      DiskSize all = DiskSize.of(signalbox.folders().journal());
      for (RunSummary run : runs) {
        DiskSize size = DiskSize.of(signalbox.folders().run(run.id()), inUse);
        all = all.plus(size);
        signalbox
            .terminal()
            .print(
                "%-44s %s  %3d/%d landed  %9s  %s  %s"
                    .formatted(
                        run.id(),
                        TIME.format(run.started()),
                        run.landed(),
                        run.tasks(),
                        size.words(),
                        run.plan(),
                        outcome(run, journal, signalbox.folders())));
      }
      signalbox.terminal().print("On disk: %s, with the journal.".formatted(all.words()));
      return 0;
    } catch (JournalException e) {
      throw new SetupException(e.getMessage(), e);
    }
  }

  private static String outcome(RunSummary run, Journal journal, StateFolders folders)
      throws JournalException {
    RunOutcome outcome = run.outcome();
    if (outcome != null) {
      return outcome.name().toLowerCase(Locale.ROOT);
    }
    Optional<Long> process = Runs.process(folders, run.id());
    if (process.isPresent()) {
      return "running in process " + process.get();
    }
    return journal.isOpen(run.id()) ? "running" : "cut short";
  }

  private static String json(List<RunSummary> runs, StateFolders folders) {
    TreesInUse inUse = new TreesInUse(folders);
    JsonMapper mapper = JsonMapper.builder().build();
    ArrayNode list = mapper.createArrayNode();
    for (RunSummary run : runs) {
      ObjectNode node = mapper.valueToTree(run);
      node.put("bytes", DiskSize.of(folders.run(run.id()), inUse).bytes());
      node.put("process", Runs.process(folders, run.id()).orElse(null));
      list.add(node);
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(list);
  }
}
