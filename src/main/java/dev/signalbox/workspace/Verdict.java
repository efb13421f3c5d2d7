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
  /// @param sides what the base and either side have at those paths, as git prints it: where it is
  ///   the same, so is the conflict
  record Conflicting(String tree, List<String> paths, String messages, List<String> sides)
      implements Verdict {
    public Conflicting {
      paths = List.copyOf(paths);
      sides = List.copyOf(sides);
    }
  }

  /// git has no answer.
  ///
  /// @param why a sentence
  record Unusable(String why) implements Verdict {}
}
