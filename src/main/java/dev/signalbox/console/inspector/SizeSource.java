package dev.signalbox.console.inspector;

import dev.signalbox.app.StateFolders;
import dev.signalbox.app.gc.Reclaimable;
import dev.signalbox.app.gc.RunSizes;
import dev.signalbox.app.gc.TreesInUse;
import dev.signalbox.workspace.DiskSize;
import dev.signalbox.workspace.Remains;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/// Where it is known how much room things take on disk. Every question counts files, and blocks.
public interface SizeSource {

  /// @param run what one run takes
  /// @param all what everything takes that Signalbox keeps on this machine
  /// @param reclaimable how much of that `signalbox gc` would free, where that is known
  record Runs(RunSizes run, DiskSize all, OptionalLong reclaimable) {}

  /// The size of a work tree that stays for a person to look at; empty where it does not.
  Optional<DiskSize> keptTree(Path directory);

  Runs runs(String run, String repository) throws WorkspaceException, InterruptedException;

  static SizeSource in(StateFolders folders) {
    Reclaimable reclaimable = new Reclaimable(folders, InstantSource.system(), System.getenv());
    return new SizeSource() {
      @Override
      public Optional<DiskSize> keptTree(Path directory) {
        return Remains.isKept(directory) ? Optional.of(DiskSize.of(directory)) : Optional.empty();
      }

      @Override
      public Runs runs(String run, String repository)
          throws WorkspaceException, InterruptedException {
        TreesInUse inUse = new TreesInUse(folders);
        return new Runs(
            RunSizes.of(run, repository, folders.run(run), inUse, System.getenv()),
            DiskSize.of(folders.state(), inUse),
            reclaimable.get());
      }
    };
  }
}
