package dev.signalbox.app.command;

import dev.signalbox.app.SetupException;
import dev.signalbox.app.StateFolders;
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
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
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
        signalbox.terminal().print("There is no run yet. Start one: signalbox run PLAN");
        return 0;
      }
      DiskSize all = DiskSize.of(signalbox.folders().journal());
      for (RunSummary run : runs) {
        DiskSize size = DiskSize.of(signalbox.folders().run(run.id()));
        all = all.plus(size);
        signalbox
            .terminal()
            .print(
                "%-44s %s  %3d/%d landed  %-11s  %9s  %s"
                    .formatted(
                        run.id(),
                        TIME.format(run.started()),
                        run.landed(),
                        run.tasks(),
                        outcome(run, journal),
                        size.words(),
                        run.plan()));
      }
      signalbox.terminal().print("On disk: %s, with the journal.".formatted(all.words()));
      return 0;
    } catch (JournalException e) {
      throw new SetupException(e.getMessage(), e);
    }
  }

  private static String json(List<RunSummary> runs, StateFolders folders) {
    JsonMapper mapper = JsonMapper.builder().build();
    JsonNode all = mapper.valueToTree(runs);
    for (JsonNode run : all) {
      String id = run.path("id").asString();
      ((ObjectNode) run).put("bytes", DiskSize.of(folders.run(id)).bytes());
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  private static String outcome(RunSummary run, Journal journal) throws JournalException {
    RunOutcome outcome = run.outcome();
    if (outcome != null) {
      return outcome.name().toLowerCase(Locale.ROOT);
    }
    return journal.isOpen(run.id()) ? "under way" : "cut short";
  }
}
