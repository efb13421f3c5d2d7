package dev.signalbox.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that only a test moves.
public final class ManualClock implements InstantSource {
  private volatile Instant now = Instant.parse("2026-11-24T15:31:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void advance(long seconds) {
    now = now.plus(Duration.ofSeconds(seconds));
  }
}
