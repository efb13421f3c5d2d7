package dev.signalbox.engine;

/// Says what a task waits for, from the state alone.
public final class Waiting {
  private Waiting() {}

  public static Blocker blocker(RunState state, String task) {
    return new Blocker.Nothing();
  }
}
