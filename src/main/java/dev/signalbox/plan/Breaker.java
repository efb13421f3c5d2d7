package dev.signalbox.plan;

import java.time.Duration;

/// When an agent is left alone for a while because its attempts keep failing (the circuit breaker
/// of Nygard, Release It!, 2007).
///
/// @param failures how many attempts in a row must fail; 0 where it never is
/// @param pause how long it is left alone before one attempt may try whether it works again
public record Breaker(int failures, Duration pause) {
  public static final Breaker NONE = new Breaker(0, Duration.ZERO);

  public boolean isOn() {
    return failures > 0;
  }
}
