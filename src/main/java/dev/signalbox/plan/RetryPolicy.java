package dev.signalbox.plan;

import java.time.Duration;

/// How often a failed task is tried again, and after how long.
///
/// @param max retries after the first attempt; 0 for none
/// @param backoff the wait before the first retry
/// @param factor by what each further wait is multiplied, at least 1
/// @param jitter the share of the wait, 0 to 1, that is drawn at random around it
public record RetryPolicy(int max, Duration backoff, double factor, double jitter) {
  public static final RetryPolicy NONE = new RetryPolicy(0, Duration.ZERO, 1, 0);

  /// The wait before retry number `retry`, from 1.
  ///
  /// @param random from 0 (inclusive) to 1 (exclusive)
  public Duration delay(int retry, double random) {
    double wait = backoff.toMillis() * Math.pow(factor, retry - 1.0);
    double spread = 1 + jitter * (2 * random - 1);
    return Duration.ofMillis((long) Math.min(wait * spread, Duration.ofDays(1).toMillis()));
  }
}
