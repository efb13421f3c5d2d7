package dev.signalbox.app;

import dev.signalbox.engine.RunOutcome;
import dev.signalbox.journal.RunSummary;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A run that no process has open.
///
/// @param run its id
/// @param plan the plan's name
/// @param at when its last session ended, or, where it was cut short, when the run began
/// @param outcome how its last session ended; null where it was cut short
/// @param landed how many of its tasks have landed
/// @param tasks how many it has
public record EarlierRun(
    String run, String plan, Instant at, @Nullable RunOutcome outcome, int landed, int tasks) {

  static EarlierRun of(RunSummary run) {
    Instant ended = run.ended();
    return new EarlierRun(
        run.id(),
        run.plan(),
        ended == null ? run.started() : ended,
        run.outcome(),
        run.landed(),
        run.tasks());
  }

  /// Whether it was left before it was over, so that it can go on as it is.
  public boolean canGoOn() {
    return outcome == null || outcome == RunOutcome.STOPPED || outcome == RunOutcome.INTERRUPTED;
  }
}
