package dev.signalbox.app.check;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.signalbox.app.check.CheckReport.Forecast;
import dev.signalbox.plan.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// How the reports write lengths down, and where they are from.
final class LengthText {
  /// A path of more tasks is shown by its two ends.
  private static final int MOST_STEPS = 200;

  private LengthText() {}

  static String of(Expectation expectation) {
    return mark(expectation.source()) + time(expectation.length());
  }

  /// What stands before a length that nobody measured or said for this very task.
  private static String mark(Expectation.Source source) {
    return switch (source) {
      case MEASURED, EXPECT -> "";
      case AGENT, ASSUMED -> "~";
    };
  }

  static String time(Duration length) {
    // A prediction is not good to the millisecond.
    boolean whole = length.compareTo(Duration.ofSeconds(1)) >= 0;
    return DurationText.format(
        whole ? Duration.ofSeconds(Math.round(length.toMillis() / 1000.0)) : length);
  }

  static String sources(Forecast forecast) {
    Map<Expectation.Source, Long> counts =
        forecast.expectations().values().stream()
            .collect(groupingBy(Expectation::source, counting()));
    long byAgent = counts.getOrDefault(Expectation.Source.AGENT, 0L);
    return "Lengths: %d from earlier runs, %d from expect, %s%d assumed to be %s (marked ~)."
        .formatted(
            counts.getOrDefault(Expectation.Source.MEASURED, 0L),
            counts.getOrDefault(Expectation.Source.EXPECT, 0L),
            byAgent == 0 ? "" : byAgent + " as their agents take on average (marked ~), ",
            counts.getOrDefault(Expectation.Source.ASSUMED, 0L),
            time(Expectation.ASSUMED));
  }

  /// The steps of a path, some in the middle left out where it is too long.
  static String path(List<String> steps) {
    int left = steps.size() - MOST_STEPS;
    if (steps.isEmpty()) {
      return "There are no tasks.";
    }
    if (left <= 0) {
      return joined(steps);
    }
    int half = MOST_STEPS / 2;
    return "%s → … %d more; --format json has them all … → %s"
        .formatted(
            joined(steps.subList(0, half)),
            left,
            joined(steps.subList(steps.size() - half, steps.size())));
  }

  private static String joined(List<String> steps) {
    return steps.stream().map(Words::id).collect(Collectors.joining(" → "));
  }
}
