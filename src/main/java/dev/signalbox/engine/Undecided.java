package dev.signalbox.engine;

import dev.signalbox.watch.Reads;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A conflict that waits for a person.
///
/// @param digest of what is asked about, see [ConflictedMerge]
/// @param onto the head it was found on
/// @param base the commit that the task started from
/// @param snapshot what the task left
public record Undecided(String digest, String onto, String base, String snapshot) {
  private static final AttemptKey NOBODYS = new AttemptKey("", "", 1);

  /// What a person needs to see of it; empty where it fits. The call blocks.
  public Optional<ConflictedMerge> read(Path repository)
      throws WorkspaceException, InterruptedException {
    return ConflictedMerge.read(
        repository, new Sealed(NOBODYS, base, snapshot, List.of(), List.of(), Reads.UNKNOWN), onto);
  }
}
