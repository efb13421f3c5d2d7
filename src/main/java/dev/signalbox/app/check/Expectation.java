package dev.signalbox.app.check;

import dev.signalbox.plan.PastLengths;
import dev.signalbox.plan.Task;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// How long one attempt of a task is expected to take, and who says so.
///
/// @param length the expected length
/// @param source where it comes from
public record Expectation(Duration length, Source source) {
  /// What is taken where nobody said anything.
  public static final Duration ASSUMED = Duration.ofMinutes(1);

  static final Expectation OF_NOBODY = new Expectation(ASSUMED, Source.ASSUMED);

  /// Where an expectation comes from, the better first.
  public enum Source {
    /// From earlier runs.
    MEASURED,
    /// The plan says `expect`.
    EXPECT,
    /// From earlier runs: what its agent's tasks took on average.
    AGENT,
    /// From nowhere: [#ASSUMED].
    ASSUMED;

    /// As it is written in reports.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Expectation of(Task task, PastLengths past) {
    Duration expect = task.expect();
    return past.ofTask(task.id())
        .map(length -> new Expectation(length, Source.MEASURED))
        .or(() -> Optional.ofNullable(expect).map(length -> new Expectation(length, Source.EXPECT)))
        .or(() -> past.ofAgent(task.agent()).map(length -> new Expectation(length, Source.AGENT)))
        .orElse(OF_NOBODY);
  }
}
