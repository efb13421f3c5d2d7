package dev.signalbox.engine;

import dev.signalbox.workspace.SnapshotDiff;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;

/// What a person is shown of a change that is to land.
///
/// @param onto the head it was merged onto
/// @param tree the merged tree
public record Shown(String onto, String tree) {

  /// How it differs from what a person was shown before, as a unified diff of the paths that the
  /// landing alters, then or now. The call blocks.
  ///
  /// @param most how many bytes of it are wanted; where there is more, the last line says so
  public String since(Shown before, Path repository, int most)
      throws WorkspaceException, InterruptedException {
    return SnapshotDiff.since(repository, before.onto, before.tree, onto, tree, most);
  }
}
