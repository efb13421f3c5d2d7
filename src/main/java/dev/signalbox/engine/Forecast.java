package dev.signalbox.engine;

import dev.signalbox.plan.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How long a run still takes: what is left of it is played through in thought, with its slots,
/// agents, resources, claims and order. It takes every attempt to be as long as expected and to end
/// well, and people to answer at once; so it is what a change of the order is worth, and no
/// promise.
public final class Forecast {
  private Forecast() {}

  /// From `now` to the end of the run as it stands.
  public static Duration left(RunState state, Instant now) {
    return left(state, now, state.order());
  }

  /// From `now` to the end of the run if its waiting tasks stood in `order`.
  ///
  /// @param order as the operator gives it; tasks it does not name come after it
  public static Duration left(RunState state, Instant now, List<String> order) {
    List<String> first = new ArrayList<>();
    first.addAll(state.inState(TaskState.RUNNING));
    first.addAll(state.inState(TaskState.PREPARING));
    order.stream()
        .filter(id -> state.task(id).isPresent() && !first.contains(id))
        .forEach(first::add);
    return state
        .graph()
        .makespan(
            Math.max(1, state.slots()),
            task -> left(state, task, now),
            state::capacity,
            name -> state.plan().resources().getOrDefault(name, Integer.MAX_VALUE),
            first);
  }

  /// How long the attempt of `task` that is under way, or the next, still takes. What comes after
  /// it until it has landed counts as nothing.
  public static Duration left(RunState state, String task, Instant now) {
    return left(state, state.status(task).task(), now);
  }

  private static Duration left(RunState state, Task task, Instant now) {
    TaskStatus status = state.status(task.id());
    Duration whole = RunState.expected(task);
    return switch (status.state()) {
      case LANDED, FAILED, REJECTED, SKIPPED, CANCELLED -> Duration.ZERO;
      case SEALING, QUEUED, MERGING, CHECKING, ASKING_LANDING, LANDING -> Duration.ZERO;
      case PREPARING, RUNNING ->
          atLeastZero(
              whole.minus(Duration.between(status.lastAttempt().orElseThrow().started(), now)));
      case BACKING_OFF ->
          whole.plus(atLeastZero(Duration.between(now, status.dueAt().orElse(now))));
      case PARKED -> {
        Limit limit = state.limits().get(state.account(status.agent()));
        yield limit == null ? whole : whole.plus(atLeastZero(Duration.between(now, limit.until())));
      }
      case WAITING, ASKING_START, READY, ASKING_DECISION -> whole;
    };
  }

  private static Duration atLeastZero(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
