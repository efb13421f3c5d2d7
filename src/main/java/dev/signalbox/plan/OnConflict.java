package dev.signalbox.plan;

/// What becomes of a task whose change does not fit what has landed, where nothing else has put
/// them together.
public enum OnConflict {
  /// It runs again on what there is now, once; then a person is asked.
  RERUN,
  /// A person is asked at once.
  ASK
}
