package dev.signalbox.workspace;

/// What came of a commit that was to be made.
public sealed interface CommitAnswer {

  /// @param commit empty where the merged tree is that of what it was to go on: nothing is left to
  ///   land
  record Made(String commit) implements CommitAnswer {}

  /// A hook of the repository is against it.
  ///
  /// @param hook its name
  /// @param why as the end of a sentence about the hook
  /// @param tail the end of what it printed
  record Refused(String hook, String why, String tail) implements CommitAnswer {}
}
