package dev.signalbox.app.gc;

import java.time.Duration;
import java.util.List;

/// What may go.
///
/// @param olderThan how long a run must have ended
/// @param keep how many of the newest runs stay whatever their age
/// @param named ids of runs that a person wants gone; where there are any, nothing else goes
public record GcLimits(Duration olderThan, int keep, List<String> named) {
  public static final GcLimits DEFAULT = new GcLimits(Duration.ofDays(14), 10, List.of());

  public GcLimits {
    named = List.copyOf(named);
  }
}
