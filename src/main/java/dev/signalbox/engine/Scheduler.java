package dev.signalbox.engine;

import dev.signalbox.claim.ClaimTable;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Undeclared;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Which ready tasks start now, and what stands in the way of the others. Reads the state alone, so
/// that the screen gives the very reasons the engine acts on.
///
/// List scheduling (Graham 1966): the operator's order first, then priority, then the longest
/// remaining path (the upward rank of HEFT, Topcuoglu et al. 2002), then the order of the plan. A
/// task that cannot start is overtaken only by tasks whose claims are disjoint from its own, so
/// that a stream of small tasks never starves a large one.
final class Scheduler {
  private final RunState state;
  private final Map<String, Integer> operatorRank = new HashMap<>();

  /// Claims of tasks that stand earlier in the queue and could not start.
  private final ClaimTable waiting;

  private Scheduler(RunState state) {
    this.state = state;
    waiting = new ClaimTable(state.plan().undeclared() == Undeclared.EXCLUSIVE);
    List<String> order = state.order();
    for (int i = 0; i < order.size(); i++) {
      operatorRank.put(order.get(i), i);
    }
  }

  /// Calls `start` for each task that can start, in order. `start` must bring the start into the
  /// state before it returns.
  static void run(RunState state, Consumer<TaskStatus> start) {
    if (state.count(TaskState.READY) > 0 && state.slotsTaken() < state.parallel()) {
      new Scheduler(state).start(start);
    }
  }

  /// What `status`, which is ready, waits for.
  static Blocker blocker(RunState state, TaskStatus status) {
    Scheduler scheduler = new Scheduler(state);
    for (TaskStatus other : scheduler.queue()) {
      Optional<Blocker> blocker = scheduler.blocker(other);
      if (other == status) {
        return blocker.orElseGet(Blocker.Nothing::new);
      }
      if (blocker.isPresent()) {
        scheduler.waiting.take(other.id(), other.task().claims());
      }
    }
    return new Blocker.Nothing();
  }

  /// The ready tasks, the next first.
  static List<TaskStatus> queue(RunState state) {
    return new Scheduler(state).queue();
  }

  /// Whether the operator's order still means something to `status`.
  static boolean canBeReordered(TaskStatus status) {
    return switch (status.state()) {
      case WAITING, ASKING_START, READY, BACKING_OFF -> true;
      default -> false;
    };
  }

  /// Every task that an order still means something to, as they would start if all were ready.
  static List<String> orderOfAll(RunState state) {
    return state.tasks().stream()
        .filter(Scheduler::canBeReordered)
        .sorted(new Scheduler(state).order())
        .map(TaskStatus::id)
        .toList();
  }

  private void start(Consumer<TaskStatus> start) {
    for (TaskStatus status : queue()) {
      if (state.slotsTaken() >= state.parallel()) {
        return;
      }
      if (blocker(status).isEmpty()) {
        start.accept(status);
      } else {
        waiting.take(status.id(), status.task().claims());
      }
    }
  }

  private List<TaskStatus> queue() {
    List<TaskStatus> ready = new ArrayList<>();
    state.inState(TaskState.READY).forEach(id -> ready.add(state.status(id)));
    ready.sort(order());
    return ready;
  }

  private Comparator<TaskStatus> order() {
    return Comparator.<TaskStatus>comparingInt(
            t -> operatorRank.getOrDefault(t.id(), Integer.MAX_VALUE))
        .thenComparing(t -> t.task().priority(), Comparator.reverseOrder())
        .thenComparing(t -> state.remaining(t.id()), Comparator.reverseOrder())
        .thenComparingInt(TaskStatus::index);
  }

  private Optional<Blocker> blocker(TaskStatus status) {
    if (!status.holdsClaims()) {
      Optional<ClaimTable.Holder> held = state.claims().holder(status.id(), status.task().claims());
      if (held.isPresent()) {
        Instant since = state.status(held.get().owner()).started().orElse(null);
        return Optional.of(onClaim(held.get(), since));
      }
      Optional<ClaimTable.Holder> earlier = waiting.holder(status.id(), status.task().claims());
      if (earlier.isPresent()) {
        return Optional.of(onClaim(earlier.get(), null));
      }
    }
    Agent agent = state.plan().agents().get(status.task().agent());
    if (agent != null && state.busy(agent.id()) >= agent.capacity()) {
      return Optional.of(new Blocker.OnAgent(agent.id(), agent.capacity()));
    }
    return state.slotsTaken() >= state.parallel()
        ? Optional.of(new Blocker.OnSlot(state.parallel()))
        : Optional.empty();
  }

  private static Blocker onClaim(ClaimTable.Holder holder, @Nullable Instant since) {
    return new Blocker.OnClaim(
        holder.owner(), holder.mine(), holder.theirs(), holder.witness(), since);
  }
}
