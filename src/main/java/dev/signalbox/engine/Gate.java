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

  /// What a yes lets a task do.
  public String purpose() {
    return switch (this) {
      case BEFORE -> "to start";
      case LANDING -> "to land";
      case DECISION -> "to run again";
    };
  }

  /// `before`, `landing` or `decision`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
