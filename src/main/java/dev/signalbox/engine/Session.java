package dev.signalbox.engine;

import java.time.Duration;
import java.time.Instant;

/// A time in which some process had the run under way.
///
/// @param from its start or resume
/// @param to its end; of one whose process died, or that is up, the last that was heard of it
public record Session(Instant from, Instant to) {
  /// A clock that was set back makes nothing shorter than nothing.
  public Duration length() {
    return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
  }
}
