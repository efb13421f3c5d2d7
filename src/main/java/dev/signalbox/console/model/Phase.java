package dev.signalbox.console.model;

import dev.signalbox.engine.RunState;

/// What can be done at this moment with what is open.
public enum Phase {
  /// Nothing is open.
  EMPTY,
  /// A plan is open that cannot be run as it is.
  BROKEN,
  /// A plan is open and could be run.
  READY,
  /// A run is being put together.
  STARTING,
  RUNNING,
  PAUSED,
  /// Nothing starts any more; what runs may land.
  DRAINING,
  /// What runs is being ended.
  STOPPING,
  /// The run, or this session of it, is over.
  ENDED;

  /// How a run stands by its log alone.
  static Phase of(RunState run) {
    if (!run.hasStarted()) {
      return STARTING;
    } else if (run.outcome().isPresent()) {
      return ENDED;
    } else if (run.isStopping()) {
      return STOPPING;
    } else if (run.isDraining()) {
      return DRAINING;
    }
    return run.isPaused() ? PAUSED : RUNNING;
  }

  /// Whether agents may be at work, so that the window must not simply go.
  public boolean isLive() {
    return switch (this) {
      case STARTING, RUNNING, PAUSED, DRAINING, STOPPING -> true;
      case EMPTY, BROKEN, READY, ENDED -> false;
    };
  }
}
