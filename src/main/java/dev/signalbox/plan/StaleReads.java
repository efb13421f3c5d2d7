package dev.signalbox.plan;

/// What becomes of a task that has read what others have changed since, so that no serial run gives
/// the same.
public enum StaleReads {
  /// It runs again, on what there is now.
  RERUN,
  /// It lands, and is called *not serial*.
  LABEL
}
