package dev.signalbox.workspace;

import dev.signalbox.watch.Reads;
import java.util.ArrayList;
import java.util.List;

/// What one attempt changed, kept under a ref.
///
/// @param key whose change it is
/// @param base the commit it started from
/// @param commit the snapshot, or empty where nothing was changed
/// @param changes path by path, renames as two
/// @param repositoryChanges sentences on what the attempt changed in the user's repository beside
///   its work tree (branches, stash, settings), and whether it was undone; and on what of its work
///   tree does not land
/// @param reads what it read of what it started from
public record Sealed(
    AttemptKey key,
    String base,
    String commit,
    List<Change> changes,
    List<String> repositoryChanges,
    Reads reads) {

  public Sealed {
    changes = List.copyOf(changes);
    repositoryChanges = List.copyOf(repositoryChanges);
    // An earlier journal has none.
    reads = reads == null ? Reads.UNKNOWN : reads;
  }

  public boolean isEmpty() {
    return commit.isEmpty();
  }

  /// The same with what was read, and more to say about it.
  Sealed with(Reads observed, List<String> sentences) {
    List<String> all = new ArrayList<>(repositoryChanges);
    all.addAll(sentences);
    return new Sealed(key, base, commit, changes, all, observed);
  }

  /// One path of a change.
  ///
  /// @param kind `A` added, `M` modified, `D` deleted, `T` type changed
  /// @param path relative to the repository
  /// @param added lines, -1 for binary content
  /// @param removed lines, -1 for binary content
  public record Change(char kind, String path, int added, int removed) {}
}
