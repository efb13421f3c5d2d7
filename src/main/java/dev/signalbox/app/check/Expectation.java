package dev.signalbox.app.check;

import dev.signalbox.plan.Task;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/// How long one attempt of a task is expected to take, and who says so.
///
/// @param length the expected length
/// @param source where it comes from
public record Expectation(Duration length, Source source) {
  /// What is taken where nobody said anything.
  public static final Duration ASSUMED = Duration.ofMinutes(1);

  /// Where an expectation comes from, the better first.
  public enum Source {
    /// From earlier runs.
    MEASURED,
    /// The plan says `expect`.
    EXPECT,
    /// From nowhere: [#ASSUMED].
    ASSUMED;

    /// As it is written in reports.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Expectation of(Task task, Map<String, Duration> history) {
    Duration measured = history.get(task.id());
    if (measured != null) {
      return new Expectation(measured, Source.MEASURED);
    }
    Duration expect = task.expect();
    return expect == null
        ? new Expectation(ASSUMED, Source.ASSUMED)
        : new Expectation(expect, Source.EXPECT);
  }
}
