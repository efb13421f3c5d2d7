package dev.signalbox.conflict.resolve;

import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.util.List;

/// The rungs between git's merge and another attempt, in their order.
public interface Ladder {
  /// A ladder without rungs.
  Ladder NONE = (workspace, change, onto, merge, log) -> new Climb(merge, List.of(), List.of());

  /// Puts a change and a head together where git's merge does not, or not well enough. Nothing of
  /// either side is dropped without being named in a step.
  ///
  /// @param merge git's
  /// @param log what commands print goes there
  Climb climb(Workspace workspace, Sealed change, String onto, Merge merge, Path log)
      throws WorkspaceException, InterruptedException;

  /// How far it came.
  ///
  /// @param merge what is to be checked and land now; git's own where no rung held
  /// @param steps what was tried, in its order
  /// @param paths where the merged tree is not git's
  record Climb(Merge merge, List<Step> steps, List<String> paths) {
    public Climb {
      steps = List.copyOf(steps);
      paths = List.copyOf(paths);
    }
  }
}
