package dev.signalbox.engine;

/// Where a task waits for a person's yes.
public enum Gate {
  BEFORE,
  LANDING
}
