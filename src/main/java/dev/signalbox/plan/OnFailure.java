package dev.signalbox.plan;

/// What it means for the rest of a run that a task has failed for good.
public enum OnFailure {
  /// What comes after it is skipped; everything else goes on.
  SKIP_DEPENDENTS,
  /// What comes after it runs all the same.
  CONTINUE,
  /// Nothing new starts, and the run ends once what runs has ended.
  STOP
}
