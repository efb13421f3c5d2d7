package dev.signalbox.console.merge;

import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.Resolved;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a side had written and the resolution leaves out.
///
/// @param segment where in the file; -1 for the whole of it
/// @param lines empty where that is no text
record Lost(String path, int segment, Resolved.Side side, List<String> lines) {
  Lost {
    lines = List.copyOf(lines);
  }

  /// All of it. Hunk by hunk where a person chose so; for the rest a file is looked at as a whole.
  static List<Lost> of(
      ConflictedMerge merge, List<MergeFile> files, Map<String, Resolved> resolution) {
    List<Lost> all = new ArrayList<>();
    for (MergeFile file : files) {
      switch (file) {
        case MergeFile.Hunks hunks ->
            hunks
                .losses()
                .forEach(
                    loss -> {
                      Resolved.Side side = MergeFile.side(loss.side());
                      if (side != null) {
                        all.add(new Lost(file.path(), loss.segment(), side, loss.lines()));
                      }
                    });
        case MergeFile.Whole _ ->
            merge.losses(resolution).stream()
                .filter(loss -> loss.path().equals(file.path()))
                .forEach(loss -> all.add(new Lost(file.path(), -1, loss.side(), loss.lines())));
      }
    }
    return all;
  }
}
