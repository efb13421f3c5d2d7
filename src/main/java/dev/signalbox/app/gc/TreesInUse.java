package dev.signalbox.app.gc;

import dev.signalbox.app.StateFolders;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.workspace.Remains;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Tells work trees that nobody may look into: who lists the names in them while an attempt is
/// under way adds to what it read. Those of a run that some process has open, unless they are kept.
///
/// For one count: whether a run is open is asked once, and only of runs that have such trees.
public final class TreesInUse implements Predicate<Path> {
  private final StateFolders folders;
  private final Map<String, Boolean> open = new HashMap<>();

  public TreesInUse(StateFolders folders) {
    this.folders = folders;
  }

  /// @param path a folder at or below [StateFolders#state]
  @Override
  public boolean test(Path path) {
    Path parent = path.getParent();
    Path folder = parent == null ? null : parent.getParent();
    if (folder == null || folder.getFileName() == null) {
      return false;
    }
    String run = folder.getFileName().toString();
    return folder.equals(folders.run(run))
        && Remains.isForAttempts(folder, path)
        && open.computeIfAbsent(run, this::isOpen);
  }

  private boolean isOpen(String run) {
    try (Journal journal = Journal.open(folders.journal())) {
      return journal.isOpen(run);
    } catch (JournalException e) {
      System.getLogger(TreesInUse.class.getName()).log(System.Logger.Level.INFO, e);
      return true;
    }
  }
}
