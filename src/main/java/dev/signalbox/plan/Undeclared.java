package dev.signalbox.plan;

/// How a task that declares no writes runs.
public enum Undeclared {
  /// Beside the others; its change lands only through merge and check.
  OPTIMISTIC,
  /// Alone.
  EXCLUSIVE
}
