package dev.signalbox.app.command;

import dev.signalbox.app.Runs;
import dev.signalbox.app.SetupException;
import dev.signalbox.app.gc.Garbage;
import dev.signalbox.app.gc.GarbageCollector;
import dev.signalbox.app.gc.GcLimits;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.plan.DurationText;
import dev.signalbox.workspace.DiskSize;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;

/// `signalbox gc [RUN…]`.
@Command(
    name = "gc",
    mixinStandardHelpOptions = true,
    description = {
      "Removes what runs that ended have left: work trees, refs under refs/signalbox/, logs, and"
          + " their entries in the journal. Never an integration branch, nothing of a run that is"
          + " open, and nothing of one that can be resumed unless it is named."
    })
final class GcCommand implements Callable<Integer> {
  @ParentCommand private @Nullable SignalboxCommand root;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..*",
      description = "Runs to remove whatever their age and state, by id or its beginning.")
  private List<String> runs = List.of();

  @Option(names = "--dry-run", description = "Says what would go, and removes nothing.")
  private boolean dryRun;

  @Option(
      names = "--older-than",
      paramLabel = "TIME",
      description = "How long a run must have ended, such as 14d or 12h (default: 14d).")
  private String olderThan = "14d";

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "How many of the newest runs stay whatever their age (default: 10).")
  private int keep = GcLimits.DEFAULT.keep();

  @Option(names = "--format", paramLabel = "text|json", description = "How to print it.")
  private Format format = Format.TEXT;

  /// @param problem empty where nothing went wrong
  private record Done(Garbage garbage, boolean removed, String problem) {}

  @Override
  public Integer call() throws SetupException, InterruptedException {
    SignalboxCommand signalbox = Objects.requireNonNull(root);
    try (Journal journal = signalbox.journal()) {
      GarbageCollector collector =
          new GarbageCollector(
              signalbox.folders(), journal, Instant.now(), signalbox.terminal().environment());
      List<Done> all = new ArrayList<>();
      for (Garbage garbage :
          collector.find(new GcLimits(age(), Math.max(0, keep), named(signalbox, journal)))) {
        all.add(dryRun ? new Done(garbage, false, "") : remove(collector, garbage));
      }
      print(signalbox.terminal(), all);
      return all.stream().allMatch(done -> done.problem().isEmpty()) ? 0 : 1;
    } catch (JournalException | WorkspaceException e) {
      throw new SetupException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new SetupException(
          "The folder %s cannot be read (%s)."
              .formatted(signalbox.folders().state(), e.getMessage()),
          e);
    }
  }

  private Done remove(GarbageCollector collector, Garbage garbage) throws InterruptedException {
    try {
      collector.remove(garbage, !runs.isEmpty());
      return new Done(garbage, true, "");
    } catch (JournalException | WorkspaceException e) {
      return new Done(garbage, false, String.valueOf(e.getMessage()));
    }
  }

  private Duration age() throws SetupException {
    Duration days =
        olderThan.matches("\\d{1,5}d")
            ? Duration.ofDays(Integer.parseInt(olderThan.substring(0, olderThan.length() - 1)))
            : DurationText.parse(olderThan).orElse(null);
    if (days == null) {
      throw new SetupException(
          "--older-than %s is no length of time: write 14d, 12h or 0s.".formatted(olderThan));
    }
    return days;
  }

  /// The full ids. A folder whose run the journal does not know is named by the whole id.
  private List<String> named(SignalboxCommand signalbox, Journal journal)
      throws JournalException, SetupException {
    List<String> named = new ArrayList<>();
    for (String run : runs) {
      boolean plain = !run.isEmpty() && !run.startsWith(".") && !run.contains("/");
      if (plain && journal.find(run).isEmpty() && Files.isDirectory(signalbox.folders().run(run))) {
        named.add(run);
        continue;
      }
      String id = Runs.find(journal, run).id();
      if (journal.isOpen(id)) {
        throw new SetupException(
            "Run %s is open in a Signalbox. Stop it there before it is removed.".formatted(id));
      }
      named.add(id);
    }
    return named;
  }

  private void print(Terminal terminal, List<Done> all) {
    DiskSize size = DiskSize.NONE;
    DiskSize snapshots = DiskSize.NONE;
    for (Done done : all) {
      if (done.problem().isEmpty()) {
        size = size.plus(done.garbage().size());
        snapshots = snapshots.plus(done.garbage().snapshots());
      }
    }
    if (format == Format.JSON) {
      terminal.print(json(all, size, snapshots));
      return;
    }
    for (Done done : all) {
      Garbage garbage = done.garbage();
      terminal.print(
          "%-12s %-44s %10s  %s"
              .formatted(
                  garbage.kind().name().toLowerCase(java.util.Locale.ROOT),
                  garbage.run(),
                  garbage.size().words(),
                  garbage.why()));
      if (!done.problem().isEmpty()) {
        terminal.error(done.problem());
      }
    }
    if (all.isEmpty()) {
      terminal.print("Nothing can go.");
      return;
    }
    terminal.print(
        "%s %s%s"
            .formatted(
                dryRun ? "Would free" : "Freed",
                size.words(),
                snapshots.bytes() == 0
                    ? ""
                    : ", and git %s more when it next collects".formatted(snapshots.words())));
  }

  private String json(List<Done> all, DiskSize size, DiskSize snapshots) {
    List<Map<String, Object>> items = new ArrayList<>();
    for (Done done : all) {
      Garbage garbage = done.garbage();
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("kind", garbage.kind().name().toLowerCase(java.util.Locale.ROOT));
      item.put("run", garbage.run());
      item.put("repository", garbage.repository());
      item.put("path", garbage.path().toString());
      item.put("why", garbage.why());
      item.put("bytes", garbage.size().bytes());
      item.put("snapshotBytes", garbage.snapshots().bytes());
      item.put("refs", garbage.refs());
      item.put("removed", done.removed());
      item.put("problem", done.problem());
      items.add(item);
    }
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("dryRun", dryRun);
    whole.put("bytes", size.bytes());
    whole.put("snapshotBytes", snapshots.bytes());
    whole.put("items", items);
    return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(whole);
  }
}
