package dev.signalbox.workspace;

import java.util.List;

/// git's verdict on putting a change onto a head.
public sealed interface Merge {

  /// It fits.
  ///
  /// @param tree the merged tree
  /// @param digest over the merged content of the paths that the change touched: the same digest,
  ///   the same result as a person was shown
  /// @param writes what the change changes, where it started and on the head: files by their paths,
  ///   and folders whose lists of names change, with a `/` behind them
  record Clean(String tree, String digest, List<String> writes) implements Merge {
    public Clean {
      writes = List.copyOf(writes);
    }
  }

  /// It does not.
  ///
  /// @param paths where
  /// @param messages git's own words
  /// @param digest over what each side has at those paths, as in [ConflictedMerge#digest]
  record Conflicting(List<String> paths, String messages, String digest) implements Merge {
    public Conflicting {
      paths = List.copyOf(paths);
    }
  }
}
