package dev.signalbox.app.gc;

import dev.signalbox.app.StateFolders;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.journal.RunSummary;
import dev.signalbox.workspace.DiskSize;
import dev.signalbox.workspace.FolderRemoval;
import dev.signalbox.workspace.Remains;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Finds and removes what runs have left behind.
public final class GarbageCollector {
  /// A sample's copy, in which the integration branch is: goes only with a run that is named.
  private static final String REPOSITORY = "repository";

  private final StateFolders folders;
  private final Journal journal;
  private final Instant now;
  private final Map<String, String> environment;

  /// @param environment the environment git starts from
  public GarbageCollector(
      StateFolders folders, Journal journal, Instant now, Map<String, String> environment) {
    this.folders = folders;
    this.journal = journal;
    this.now = now;
    this.environment = environment;
  }

  /// What may go by `limits`, runs first.
  public List<Garbage> find(GcLimits limits)
      throws JournalException, WorkspaceException, InterruptedException, IOException {
    List<Garbage> found = new ArrayList<>();
    Map<String, RunSummary> known = new HashMap<>();
    List<RunSummary> runs = journal.runs();
    for (int i = 0; i < runs.size(); i++) {
      RunSummary run = runs.get(i);
      known.put(run.id(), run);
      boolean named = limits.named().contains(run.id());
      boolean old =
          limits.named().isEmpty()
              && i >= limits.keep()
              && lastSeen(run).plus(limits.olderThan()).isBefore(now);
      if ((named || old && isFinished(run)) && !journal.isOpen(run.id())) {
        found.add(run(run, named ? "named" : "ended " + lastSeen(run)));
      }
    }
    for (String stray : strays(known)) {
      Path folder = folders.run(stray);
      boolean named = limits.named().contains(stray);
      boolean old =
          limits.named().isEmpty()
              && !Files.exists(folder.resolve(REPOSITORY))
              && Files.getLastModifiedTime(folder)
                  .toInstant()
                  .plus(limits.olderThan())
                  .isBefore(now);
      if (named || old) {
        Remains remains = Remains.ofStray(folder, stray, environment);
        found.add(
            new Garbage(
                Garbage.Kind.FOLDER,
                stray,
                "",
                folder,
                "the journal does not know this run",
                DiskSize.of(folder),
                remains.snapshots(),
                remains.refs().size()));
      }
    }
    if (limits.named().isEmpty()) {
      found.addAll(leftTrees());
      found.addAll(registrations(runs));
    }
    return found;
  }

  /// Work trees of runs that have ended, whose process died before it could remove them.
  public List<Garbage> leftTrees() throws JournalException, InterruptedException, IOException {
    List<Garbage> found = new ArrayList<>();
    for (RunSummary run : journal.runs()) {
      Path folder = folders.run(run.id());
      if (Files.isDirectory(Remains.trees(folder))
          && (run.outcome() == RunOutcome.SUCCEEDED || run.outcome() == RunOutcome.FAILED)
          && !journal.isOpen(run.id())) {
        Remains remains = Remains.of(Path.of(run.repository()), folder, run.id(), environment);
        DiskSize size = DiskSize.NONE;
        for (Path tree : remains.leftTrees()) {
          size = size.plus(DiskSize.of(tree));
        }
        if (!remains.leftTrees().isEmpty() || remains.keptTrees().isEmpty()) {
          found.add(
              new Garbage(
                  Garbage.Kind.TREES,
                  run.id(),
                  run.repository(),
                  Remains.trees(folder),
                  "work trees left by a process that died",
                  size,
                  DiskSize.NONE,
                  0));
        }
      }
    }
    return found;
  }

  private static Instant lastSeen(RunSummary run) {
    Instant ended = run.ended();
    return ended == null ? run.started() : ended;
  }

  /// A run that can be resumed is still somebody's.
  private boolean isFinished(RunSummary run) throws JournalException {
    if (run.outcome() == null) {
      return false;
    }
    RunState state = new RunState();
    journal.read(run.id()).forEach(state::apply);
    return state.isFinished();
  }

  private Garbage run(RunSummary run, String why)
      throws JournalException, WorkspaceException, InterruptedException {
    Path folder = folders.run(run.id());
    Remains remains = Remains.of(Path.of(run.repository()), folder, run.id(), environment);
    DiskSize size = DiskSize.of(folder).plus(new DiskSize(journal.bytes(run.id()), true));
    return new Garbage(
        Garbage.Kind.RUN,
        run.id(),
        run.repository(),
        folder,
        why,
        size,
        remains.snapshots(),
        remains.refs().size());
  }

  private List<String> strays(Map<String, RunSummary> known) throws IOException, JournalException {
    List<String> strays = new ArrayList<>();
    Path runs = folders.run("x").resolveSibling("");
    if (Files.isDirectory(runs)) {
      try (var entries = Files.newDirectoryStream(runs)) {
        for (Path entry : entries) {
          String run = String.valueOf(entry.getFileName());
          if (Files.isDirectory(entry) && !known.containsKey(run) && !journal.isOpen(run)) {
            strays.add(run);
          }
        }
      }
    }
    return strays;
  }

  private List<Garbage> registrations(List<RunSummary> runs)
      throws WorkspaceException, InterruptedException, JournalException, IOException {
    List<Garbage> found = new ArrayList<>();
    Path parent = folders.run("x").resolveSibling("");
    if (!Files.isDirectory(parent)) {
      return found;
    }
    Path real = parent.toRealPath();
    TreeSet<String> repositories = new TreeSet<>();
    runs.forEach(run -> repositories.add(run.repository()));
    for (String repository : repositories) {
      for (Path tree : Remains.registeredButGone(Path.of(repository), real, environment)) {
        String run = real.relativize(tree).getName(0).toString();
        if (!journal.isOpen(run)) {
          found.add(
              new Garbage(
                  Garbage.Kind.REGISTRATION,
                  run,
                  repository,
                  tree,
                  "its folder is gone",
                  DiskSize.NONE,
                  DiskSize.NONE,
                  0));
        }
      }
    }
    return found;
  }

  /// Removes one thing that was found. What is gone already is no problem.
  ///
  /// @param named whether a person asked for exactly this
  public void remove(Garbage garbage, boolean named)
      throws JournalException, WorkspaceException, InterruptedException {
    Path folder = folders.run(garbage.run());
    switch (garbage.kind()) {
      case RUN, FOLDER -> {
        Remains remains =
            garbage.kind() == Garbage.Kind.RUN
                ? Remains.of(Path.of(garbage.repository()), folder, garbage.run(), environment)
                : Remains.ofStray(folder, garbage.run(), environment);
        try (Journal.Hold hold = journal.hold(garbage.run())) {
          remains.removeTrees(true);
          remains.removeRefs();
          removeFiles(folder, named);
          hold.forget();
        } catch (IOException e) {
          throw new WorkspaceException(
              "%s could not be removed: %s".formatted(folder, e.getMessage()), e);
        }
      }
      case TREES ->
          Remains.of(Path.of(garbage.repository()), folder, garbage.run(), environment)
              .removeTrees(false);
      case REGISTRATION ->
          Remains.unregister(Path.of(garbage.repository()), garbage.path(), environment);
    }
  }

  /// Removes, before a run begins, what processes that died left of runs that had ended. That this
  /// does not work is in the log, and keeps nothing from going on.
  public void sweep() throws InterruptedException {
    try {
      for (Garbage garbage : leftTrees()) {
        remove(garbage, false);
      }
    } catch (JournalException | WorkspaceException | IOException e) {
      System.getLogger(GarbageCollector.class.getName())
          .log(System.Logger.Level.WARNING, "Not all that was left behind could be removed", e);
    }
  }

  private static void removeFiles(Path folder, boolean named) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    if (named || !Files.exists(folder.resolve(REPOSITORY))) {
      FolderRemoval.delete(folder);
      return;
    }
    try (var entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (!entry.endsWith(REPOSITORY)) {
          FolderRemoval.delete(entry);
        }
      }
    }
  }
}
