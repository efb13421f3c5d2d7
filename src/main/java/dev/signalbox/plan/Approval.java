package dev.signalbox.plan;

/// When a person is asked about a task.
public enum Approval {
  NEVER,
  /// Before its command starts.
  BEFORE,
  /// When its merged and checked result is about to land.
  LANDING
}
