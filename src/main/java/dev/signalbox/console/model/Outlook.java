package dev.signalbox.console.model;

import dev.signalbox.console.theme.Durations;
import dev.signalbox.engine.Forecast;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// When the run is expected to end, in words, and what another order would change of that. Played
/// through at most every few seconds, and not for runs so large that a person would notice.
public final class Outlook {
  private static final Duration FRESH = Duration.ofSeconds(5);
  private static final int MOST_TASKS = 1_000;

  private final RunModel model;
  private Instant asOf = Instant.MIN;
  private Duration left = Duration.ZERO;

  public Outlook(RunModel model) {
    this.model = model;
  }

  /// `ends ~16:40`, while the run goes on and something says how long its tasks take.
  public Optional<String> end() {
    if (!isWorthIt()) {
      return Optional.empty();
    }
    Instant now = model.now();
    if (Duration.between(asOf, now).compareTo(FRESH) >= 0 || now.isBefore(asOf)) {
      left = Forecast.left(model.state(), now);
      asOf = now;
    }
    return Optional.of("ends ~" + Durations.timeOfDay(asOf.plus(left), model.zone()));
  }

  /// What the end would be if `task` stood right before `before`: `would end ~16:38, 2:00 sooner`.
  ///
  /// @param before null for the end of the queue
  public Optional<String> ifMoved(String task, @Nullable String before) {
    if (!isWorthIt()) {
      return Optional.empty();
    }
    RunState state = model.state();
    Instant now = model.now();
    List<String> order = new ArrayList<>(Waiting.order(state));
    if (!order.remove(task)) {
      return Optional.empty();
    }
    int place = before == null ? order.size() : order.indexOf(before);
    order.add(place < 0 ? order.size() : place, task);
    String stays = Waiting.staysBehind(state, task, order);
    Duration moved = Forecast.left(state, now, order);
    Duration change = moved.minus(Forecast.left(state, now));
    String words =
        change.abs().toSeconds() == 0
            ? "as before"
            : Durations.clock(change.abs()) + (change.isNegative() ? " sooner" : " later");
    return Optional.of(
        "would end ~%s, %s%s"
            .formatted(
                Durations.timeOfDay(now.plus(moved), model.zone()),
                words,
                stays.isEmpty() ? "" : "; " + stays));
  }

  private boolean isWorthIt() {
    RunState state = model.state();
    return state.started().isPresent()
        && state.outcome().isEmpty()
        && !state.isPaused()
        && state.slots() > 0
        && !state.isStopping()
        && state.tasks().size() <= MOST_TASKS
        && state.tasks().stream().anyMatch(t -> !t.state().isFinal() && t.task().expect() != null);
  }
}
