package dev.signalbox.console.graph;

import dev.signalbox.engine.TaskState;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a task's box shows at this moment.
///
/// @param state its shape and colour
/// @param agent who does it, or would
/// @param line the second line: `0:42`, `waits: claim`, `waits for you`, `failed 2 of 3`; not read
///   where a clock runs
/// @param why a sentence on why it waits, for the tooltip; may be empty
/// @param since when the clock that runs was started, or null where none runs
/// @param expected how long it is expected to take, or null where nobody knows
/// @param held a person holds it back
public record NodeLook(
    TaskState state,
    String agent,
    String line,
    String why,
    @Nullable Instant since,
    @Nullable Duration expected,
    boolean held) {

  /// A task with no clock.
  public static NodeLook still(TaskState state, String agent, String line, String why) {
    return new NodeLook(state, agent, line, why, null, null, false);
  }

  /// A task whose clock runs.
  public static NodeLook running(
      TaskState state, String agent, Instant since, @Nullable Duration expected) {
    return new NodeLook(state, agent, "", "", since, expected, false);
  }

  /// What a task shows before anything is known of it.
  static NodeLook unknown(String agent) {
    return still(TaskState.WAITING, agent, "", "");
  }

  /// How much of what is expected has passed, from 0 to 1; NaN where no clock runs or nobody knows
  /// how long it takes.
  double progress(Instant now) {
    if (since == null || expected == null || expected.isZero()) {
      return Double.NaN;
    }
    double part = (double) Duration.between(since, now).toMillis() / expected.toMillis();
    return Math.clamp(part, 0, 1);
  }
}
