package dev.signalbox.console.inspector;

import dev.signalbox.engine.Shown;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;

/// Reads what lies between two commits. The call blocks.
@FunctionalInterface
public interface DiffSource {

  /// A unified diff, at most about `most` bytes of it; where there is more, its last line says so.
  String read(Path repository, String base, String commit, int most)
      throws WorkspaceException, InterruptedException;

  /// How what is to land differs from what a person was shown before, as [#read].
  default String readSince(Path repository, Shown before, Shown now, int most)
      throws WorkspaceException, InterruptedException {
    return now.since(before, repository, most);
  }
}
