package dev.signalbox.workspace;

import dev.signalbox.watch.Reads;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What one attempt changed, kept under a ref.
///
/// @param key whose change it is
/// @param base the commit it started from
/// @param commit the snapshot, or empty where nothing was changed
/// @param changes path by path, renames as two
/// @param repositoryChanges sentences on what the attempt changed in the user's repository beside
///   its work tree (branches, stash, settings), and whether it was undone; and on what of its work
///   tree does not land
/// @param reads what it was seen to read of what it started from
public record Sealed(
    AttemptKey key,
    String base,
    String commit,
    List<Change> changes,
    List<String> repositoryChanges,
    Reads reads) {

  public Sealed {
    // A log from before reads were observed has none.
    reads = Objects.requireNonNullElseGet(reads, () -> Reads.unknown(""));
    changes = List.copyOf(changes);
    repositoryChanges = List.copyOf(repositoryChanges);
  }

  public boolean isEmpty() {
    return commit.isEmpty();
  }

  /// The same with more to say about it.
  Sealed with(List<String> sentences) {
    List<String> all = new ArrayList<>(repositoryChanges);
    all.addAll(sentences);
    return new Sealed(key, base, commit, changes, all, reads);
  }

  /// One path of a change.
  ///
  /// @param kind `A` added, `M` modified, `D` deleted, `T` type changed
  /// @param path relative to the repository
  /// @param added lines, -1 for binary content
  /// @param removed lines, -1 for binary content
  public record Change(char kind, String path, int added, int removed) {}
}
