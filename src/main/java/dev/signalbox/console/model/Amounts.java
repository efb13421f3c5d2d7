package dev.signalbox.console.model;

import dev.signalbox.console.theme.Durations;
import java.time.Duration;
import java.time.Instant;

/// Numbers in sentences.
public final class Amounts {
  private Amounts() {}

  /// `1 task`, `3 tasks`.
  public static String count(int number, String one, String more) {
    return number + " " + (number == 1 ? one : more);
  }

  /// What is still to come, rounded up: `0:01` until the very end.
  public static String left(Instant now, Instant until) {
    return Durations.clock(Duration.between(now, until).plusMillis(999));
  }
}
