package dev.signalbox.workspace;

import java.util.List;

/// What git says of merging two commits.
public sealed interface Verdict {

  /// They fit together.
  ///
  /// @param tree the merged tree
  record Clean(String tree) implements Verdict {}

  /// They do not.
  ///
  /// @param tree the merged tree, with conflict markers in it
  /// @param paths where, in git's order; a name that is not UTF-8 as [PathText] has it
  /// @param messages git's own words, a line each
  /// @param stages what each side has at those paths; a folder that was renamed to two places has
  ///   none
  record Conflicting(String tree, List<String> paths, String messages, List<Stage> stages)
      implements Verdict {
    public Conflicting {
      paths = List.copyOf(paths);
      stages = List.copyOf(stages);
    }
  }

  /// One side of a path that conflicts.
  ///
  /// @param number 1 for where both come from, 2 for the left commit, 3 for the right one
  record Stage(String mode, String id, int number, String path) {}

  /// git has no answer.
  ///
  /// @param why a sentence
  record Unusable(String why) implements Verdict {}
}
