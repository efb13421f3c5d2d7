package dev.signalbox.console.inspector;

import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;

/// Reads what lies between two commits. The call blocks.
@FunctionalInterface
public interface DiffSource {

  /// A unified diff, at most about `most` bytes of it; where there is more, its last line says so.
  String read(Path repository, String base, String commit, int most)
      throws WorkspaceException, InterruptedException;
}
