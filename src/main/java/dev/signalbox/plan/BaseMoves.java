package dev.signalbox.plan;

/// What becomes of commits that come to the plan's base while a run goes on.
public enum BaseMoves {
  /// They are shown.
  IGNORE,
  /// Once every task has landed they are merged into the integration branch.
  END,
  /// They are merged into the integration branch as they come, and once every task has landed.
  DURING;

  /// Whether the run does not end without having tried to merge them.
  public boolean areMerged() {
    return this != IGNORE;
  }
}
