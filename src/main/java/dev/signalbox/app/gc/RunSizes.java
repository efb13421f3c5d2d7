package dev.signalbox.app.gc;

import dev.signalbox.workspace.DiskSize;
import dev.signalbox.workspace.Remains;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Predicate;

/// How much room a run takes.
///
/// @param trees its work trees
/// @param files logs, scratch files, the report, and a sample's repository
/// @param snapshots what only its snapshots keep in the repository
public record RunSizes(DiskSize trees, DiskSize files, DiskSize snapshots) {

  /// Blocks while files are counted and git is asked.
  ///
  /// @param repository the run's repository; may be empty, or gone
  /// @param folder the run's folder
  /// @param inUse work trees that nobody may look into
  public static RunSizes of(
      String run,
      String repository,
      Path folder,
      Predicate<Path> inUse,
      Map<String, String> environment)
      throws WorkspaceException, InterruptedException {
    DiskSize trees = DiskSize.of(Remains.trees(folder), inUse);
    DiskSize all = DiskSize.of(folder, inUse);
    DiskSize snapshots = Remains.of(Path.of(repository), folder, run, environment).snapshots();
    return new RunSizes(trees, all.minus(trees), snapshots);
  }

  public DiskSize total() {
    return trees.plus(files).plus(snapshots);
  }

  /// `12 MiB (work trees 10 MiB, logs 1.0 MiB, snapshots 1.0 MiB)`.
  public String words() {
    return "%s (work trees %s, files %s, snapshots %s)"
        .formatted(total().words(), trees.words(), files.words(), snapshots.words());
  }
}
