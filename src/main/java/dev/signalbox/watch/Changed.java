package dev.signalbox.watch;

import java.util.List;

/// What was written in a work tree since this was last asked.
///
/// @param everything whether more may have been written than `paths` says
/// @param paths files that were made, written into, moved or removed, and folders that were moved
///   or removed; where they are or were last seen, relative to the work tree, in order
public record Changed(boolean everything, List<String> paths) {
  public static final Changed NOTHING = new Changed(false, List.of());

  public Changed {
    paths = List.copyOf(paths);
  }

  public boolean isEmpty() {
    return !everything && paths.isEmpty();
  }
}
