package dev.signalbox.conflict.threeway;

/// Whose version of a file.
public enum Side {
  /// What had landed.
  LEFT,
  /// What both started from.
  BASE,
  /// What the task made.
  RIGHT
}
