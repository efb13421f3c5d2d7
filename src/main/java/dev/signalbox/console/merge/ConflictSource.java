package dev.signalbox.console.merge;

import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.util.Optional;

/// Reads what of a task's change does not fit a head. The call blocks.
@FunctionalInterface
public interface ConflictSource {

  /// @return empty where it fits
  Optional<ConflictedMerge> read(Path repository, Sealed change, String onto)
      throws WorkspaceException, InterruptedException;
}
