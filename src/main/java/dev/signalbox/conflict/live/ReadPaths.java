package dev.signalbox.conflict.live;

import dev.signalbox.watch.Reads;
import dev.signalbox.workspace.ChangedPaths;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What an attempt is known to have read so far, in a form that can be asked often.
///
/// @param everything whether all there was must be taken for read
/// @param subtrees what the paths below folders begin with that were read whole
record ReadPaths(
    boolean everything, Set<String> files, Set<String> folders, List<String> subtrees) {
  /// Nothing, or nobody knows: what is not known to have been read is not told of.
  static final ReadPaths NONE = new ReadPaths(false, Set.of(), Set.of(), List.of());

  static ReadPaths of(Reads reads) {
    if (reads.source() == Reads.Source.UNKNOWN) {
      return NONE;
    }
    Set<String> files = new HashSet<>(reads.files());
    files.addAll(reads.afterWriting());
    return new ReadPaths(
        reads.everything(),
        files,
        new HashSet<>(reads.folders()),
        reads.subtrees().stream().map(top -> top.isEmpty() ? "" : top + "/").toList());
  }

  /// What of a change was read before: files, and folders whose lists of names it changes, these
  /// with a `/` behind them. Nothing where everything counts as read.
  List<String> of(ChangedPaths changes) {
    if (everything) {
      return List.of();
    }
    TreeSet<String> read = new TreeSet<>();
    for (String path : changes.all()) {
      if (files.contains(path) || isBelow(path)) {
        read.add(path);
      }
    }
    for (Set<String> names : List.of(changes.added(), changes.deleted())) {
      for (String path : names) {
        int end = path.lastIndexOf('/');
        String folder = path.substring(0, Math.max(0, end));
        if (folders.contains(folder) || isBelow(folder + "/")) {
          read.add(folder + "/");
        }
      }
    }
    return List.copyOf(read);
  }

  private boolean isBelow(String path) {
    return subtrees.stream().anyMatch(path::startsWith);
  }
}
