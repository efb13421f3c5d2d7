package dev.signalbox.engine;

import dev.signalbox.plan.Approval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The tasks that will be ready in a moment, because all they still wait for is about to land.
///
/// A command's end frees its slot before its change has landed. Whoever is ready by then would get
/// the slot, and the next task of the longest path would wait for that one's whole length; so tasks
/// that stand behind an expected one leave it its slot, and its agent.
final class Expected {
  /// How many times longer than the landing before it a task must be for a slot to be kept for it.
  private static final int WORTH = 20;

  private final List<ReadyQueue.Place> places;
  private final RunState state;

  private Expected(RunState state, List<ReadyQueue.Place> places) {
    this.state = state;
    this.places = places;
  }

  static Expected in(RunState state) {
    List<TaskStatus> landing = landing(state);
    if (landing.isEmpty()) {
      return new Expected(state, List.of());
    }
    Map<TaskStatus, Integer> edges = new LinkedHashMap<>();
    for (TaskStatus status : landing) {
      state
          .graph()
          .outOf(status.id())
          .forEach(d -> edges.merge(state.status(d.to()), 1, Integer::sum));
    }
    List<ReadyQueue.Place> places = new ArrayList<>();
    edges.forEach(
        (status, many) -> {
          if (status.missing == many && willStart(state, status, landing)) {
            places.add(state.ready.place(status));
          }
        });
    return new Expected(state, places);
  }

  boolean isEmpty() {
    return places.isEmpty();
  }

  /// How many of them stand before `status`.
  int before(TaskStatus status) {
    return places.isEmpty() ? 0 : count(status, "");
  }

  /// How many of them stand before `status` and are for `agent`.
  int before(TaskStatus status, String agent) {
    return places.isEmpty() ? 0 : count(status, agent);
  }

  private int count(TaskStatus status, String agent) {
    ReadyQueue.Place place = state.ready.place(status);
    int before = 0;
    for (ReadyQueue.Place other : places) {
      if (other.compareTo(place) < 0
          && (agent.isEmpty()
              || AgentChoice.of(state, other.status()).filter(agent::equals).isPresent())) {
        before++;
      }
    }
    return before;
  }

  /// Those that succeeded and are on their way to the branch, where that is short.
  private static List<TaskStatus> landing(RunState state) {
    List<TaskStatus> landing = new ArrayList<>();
    for (String id : state.members(TaskState.SEALING)) {
      TaskStatus status = state.status(id);
      if (status.attempts().getLast().reason() == null) {
        landing.add(status);
      }
    }
    if (!state.isBaseCheckMissing() && state.count(TaskState.QUEUED) <= state.slots()) {
      for (TaskState each :
          List.of(TaskState.QUEUED, TaskState.MERGING, TaskState.CHECKING, TaskState.LANDING)) {
        state.members(each).forEach(id -> landing.add(state.status(id)));
      }
    }
    // Who lets another land first may wait for the very slot that would be kept.
    landing.removeIf(status -> !status.yieldsTo.isEmpty());
    return landing;
  }

  private static boolean willStart(RunState state, TaskStatus status, List<TaskStatus> landing) {
    if (status.state() != TaskState.WAITING
        || status.isHeldBack()
        || (status.task().approve() == Approval.BEFORE && !status.isStartApproved())) {
      return false;
    }
    Duration check = state.plan().check().command() == null ? Duration.ZERO : state.checkTook;
    if (check == null
        || check
                .multipliedBy((long) WORTH * landing.size())
                .compareTo(RunState.expected(status.task()))
            > 0) {
      return false;
    }
    boolean claimed =
        state
            .claims()
            .holder(status.id(), status.task().claims())
            .filter(h -> !landing.contains(state.status(h.owner())))
            .isPresent();
    return !claimed
        && AgentChoice.of(state, status)
            .filter(agent -> state.busy(agent) < state.capacity(agent))
            .isPresent();
  }
}
