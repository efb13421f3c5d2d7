package dev.signalbox.conflict.threeway;

import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.Resolved;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.util.Objects;

/// One side's lines at every place that does not fit, and git's merge of all else.
public final class OneSide {
  private OneSide() {}

  /// What that makes of one file. Blocks as long as git takes.
  public static Resolved of(ConflictedMerge.File file, Resolved.Side side)
      throws IOException, WorkspaceException, InterruptedException {
    ConflictedMerge.Version left = file.left();
    ConflictedMerge.Version right = file.right();
    if (left == null || right == null || !file.isText()) {
      return new Resolved.Taken(side);
    }
    ConflictedMerge.Version base = file.base();
    ThreeWay cut = ThreeWay.of(base == null ? "" : text(base), text(left), text(right));
    // git's merge of the texts is clean: what conflicts is something else, such as the modes.
    return cut.conflicts() == 0
        ? new Resolved.Taken(side)
        : new Resolved.Text(
            Draft.of(cut).takeOpen(side == Resolved.Side.LANDED ? Side.LEFT : Side.RIGHT).result(),
            file.mergedMode());
  }

  private static String text(ConflictedMerge.Version version) {
    return Objects.requireNonNull(version.text());
  }
}
