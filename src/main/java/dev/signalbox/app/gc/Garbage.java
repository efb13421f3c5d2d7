package dev.signalbox.app.gc;

import dev.signalbox.workspace.DiskSize;
import java.nio.file.Path;

/// Something that can go.
///
/// @param kind what it is
/// @param run whose it is
/// @param repository the run's repository; may be empty, or gone
/// @param path where it lies
/// @param why in a few words
/// @param size what goes with it on disk, without snapshots
/// @param snapshots what git can free once the refs have gone
/// @param refs how many refs go
public record Garbage(
    Kind kind,
    String run,
    String repository,
    Path path,
    String why,
    DiskSize size,
    DiskSize snapshots,
    int refs) {

  /// What kind of thing.
  public enum Kind {
    /// A run with all there is of it.
    RUN,
    /// Work trees of a run that has ended, which its process had no time to remove.
    TREES,
    /// The folder of a run that the journal does not know.
    FOLDER,
    /// A repository's registration of a work tree whose folder is gone.
    REGISTRATION
  }
}
