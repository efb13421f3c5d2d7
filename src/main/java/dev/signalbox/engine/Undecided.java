package dev.signalbox.engine;

import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.util.Optional;

/// A conflict that waits for a person.
///
/// @param digest of what is asked about, see [ConflictedMerge]
/// @param onto the head it was found on
/// @param base the commit that the task started from
/// @param snapshot what the task left
public record Undecided(String digest, String onto, String base, String snapshot) {

  /// What a person needs to see of it; empty where it fits. The call blocks.
  public Optional<ConflictedMerge> read(Path repository)
      throws WorkspaceException, InterruptedException {
    return ConflictedMerge.read(repository, base, snapshot, onto);
  }
}
