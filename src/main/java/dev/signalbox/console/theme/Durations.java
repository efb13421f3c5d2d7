package dev.signalbox.console.theme;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// How the window writes lengths and times of day.
public final class Durations {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

  private Durations() {}

  /// `2:07`, or `1:02:03` from an hour on. Whole seconds, rounded down, as a running clock shows
  /// them; what lies before the beginning counts as nothing.
  public static String clock(Duration length) {
    long seconds = Math.max(0, length.toSeconds());
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /// To be read in passing: `45 s`, `12 min`, `2 h 5 min`.
  public static String rough(Duration length) {
    long minutes = length.toMinutes();
    if (minutes < 1) {
      return Math.max(0, length.toSeconds()) + " s";
    }
    return minutes < 60 ? minutes + " min" : "%d h %d min".formatted(minutes / 60, minutes % 60);
  }

  /// An expected length: `~3:10`. Rounded up, as nothing is expected to take no time.
  public static String expected(Duration length) {
    return "~" + clock(length.plusMillis(999));
  }

  /// What has passed against what is expected: `2:07 / ~3:10`.
  public static String clock(Duration elapsed, Duration expected) {
    return clock(elapsed) + " / " + expected(expected);
  }

  /// A time of day: `16:40`.
  public static String timeOfDay(Instant at, ZoneId zone) {
    return CLOCK.format(at.atZone(zone));
  }
}
