package dev.signalbox.engine;

import java.util.Locale;

/// Where a task waits for a person's yes.
public enum Gate {
  /// Before it starts.
  BEFORE,
  /// Before what it changed lands.
  LANDING,
  /// After its change did not fit what had landed, for the second time.
  DECISION;

  /// `before`, `landing` or `decision`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
