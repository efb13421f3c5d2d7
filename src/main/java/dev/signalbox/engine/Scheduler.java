package dev.signalbox.engine;

import dev.signalbox.claim.ClaimTable;
import dev.signalbox.plan.Undeclared;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which ready tasks start now, and what stands in the way of the others. Reads the state alone, so
/// that the screen gives the very reasons the engine acts on.
///
/// List scheduling (Graham 1966): the operator's order first, then who has been overtaken often
/// enough ([Overtaking]), then priority, then the longest remaining path (the upward rank of HEFT,
/// Topcuoglu et al. 2002), then the order of the plan. A task that cannot start is overtaken only
/// by tasks whose claims are disjoint from its own, and once it has been overtaken often enough, by
/// tasks that also leave it its agent and resources; so a stream of small tasks never starves a
/// large one. A slot is kept for a moment for who is [Expected].
final class Scheduler {
  private final RunState state;

  /// Claims of tasks that stand earlier in the queue and could not start.
  private final ClaimTable waiting;

  /// What is kept for tasks that go first: for which, by agent and by resource.
  private final Map<String, List<String>> keptAgents = new HashMap<>();

  private final Map<String, List<String>> keptResources = new HashMap<>();

  private final Expected expected;

  private Scheduler(RunState state) {
    this.state = state;
    waiting = new ClaimTable(state.plan().undeclared() == Undeclared.EXCLUSIVE);
    expected = Expected.in(state);
  }

  /// Calls `start` for each task that can start, in order. `start` must bring the start into the
  /// state before it returns.
  static void run(RunState state, Consumer<TaskStatus> start) {
    boolean more = true;
    while (more && state.count(TaskState.READY) > 0 && state.slotsTaken() < state.slots()) {
      more = new Scheduler(state).start(start);
    }
  }

  /// Everything `status`, which is ready, waits for, the main reason first; empty where it starts
  /// with the next step. Looks at every task before it, and is what [#run] is held to.
  static List<Blocker> blockers(RunState state, TaskStatus status) {
    Scheduler scheduler = new Scheduler(state);
    for (TaskStatus other : queue(state)) {
      List<Blocker> blockers = scheduler.blockers(other);
      if (other == status) {
        return blockers;
      }
      scheduler.standBack(other, blockers);
    }
    return List.of();
  }

  /// The ready tasks, the next first.
  static List<TaskStatus> queue(RunState state) {
    return sorted(state, state.inState(TaskState.READY).stream().map(state::status));
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
    return sorted(state, state.tasks().stream().filter(Scheduler::canBeReordered)).stream()
        .map(TaskStatus::id)
        .toList();
  }

  private static List<TaskStatus> sorted(RunState state, Stream<TaskStatus> tasks) {
    return tasks.map(state.ready::place).sorted().map(ReadyQueue.Place::status).toList();
  }

  /// Goes along the first of each line, see [ReadyQueue]; one that starts leaves its line, and the
  /// next of that line stands further back.
  ///
  /// @return whether to look again from the front: a start can make an expected task one that could
  ///   not start anyway, and then nothing is kept for it; and it can be the last that overtakes
  ///   another
  private boolean start(Consumer<TaskStatus> start) {
    ReadyQueue.Place place = null;
    while ((place = state.ready.next(place)) != null) {
      TaskStatus status = place.status();
      if (isShortOfSlots(status)) {
        return false;
      }
      List<Blocker> blockers = blockers(status);
      if (!blockers.isEmpty()) {
        standBack(status, blockers);
        continue;
      }
      int turns = state.ready.turns();
      start.accept(status);
      if (!expected.isEmpty() || turns != state.ready.turns()) {
        return true;
      }
    }
    return false;
  }

  /// Keeps those behind `status` from taking what it waits for, unless that can be long: a person's
  /// hold, another task's landing, or an agent that is not to be had.
  private void standBack(TaskStatus status, List<Blocker> blockers) {
    boolean soon =
        blockers.stream()
            .noneMatch(
                b ->
                    b instanceof Blocker.OnHold
                        || b instanceof Blocker.OnYield
                        || b instanceof Blocker.OnLimit
                        || b instanceof Blocker.OnBreaker);
    if (soon && !blockers.isEmpty()) {
      waiting.take(status.id(), status.task().claims());
      if (status.goesFirst() && state.ready.leads(status)) {
        keep(status, blockers);
      }
    }
  }

  /// Of what `status` needs one is left to it, unless it waits for claims, which can be long.
  private void keep(TaskStatus status, List<Blocker> blockers) {
    if (blockers.stream().noneMatch(Blocker.OnClaim.class::isInstance)) {
      AgentChoice.of(state, status).ifPresent(agent -> keep(keptAgents, agent, status));
      state.needs(status, TaskState.PREPARING).forEach(r -> keep(keptResources, r, status));
    }
  }

  private static void keep(Map<String, List<String>> kept, String what, TaskStatus status) {
    kept.computeIfAbsent(what, key -> new ArrayList<>()).add(status.id());
  }

  private List<Blocker> blockers(TaskStatus status) {
    List<Blocker> blockers = new ArrayList<>();
    if (!status.heldBy().isEmpty()) {
      blockers.add(new Blocker.OnHold(status.heldBy()));
    }
    if (!status.yieldsTo.isEmpty()) {
      blockers.add(new Blocker.OnYield(status.yieldsTo.getFirst(), true));
    }
    if (!status.holdsClaims()) {
      claim(status).ifPresent(blockers::add);
    }
    Optional<String> agent = AgentChoice.of(state, status);
    if (agent.isEmpty()) {
      blockers.add(AgentChoice.blocker(state, status));
    } else if (state.busy(agent.get()) + expected.before(status, agent.get())
        >= state.capacity(agent.get())) {
      blockers.add(new Blocker.OnAgent(agent.get(), state.capacity(agent.get())));
    } else {
      int room = state.capacity(agent.get()) - state.busy(agent.get());
      turn(keptAgents, agent.get(), room).ifPresent(blockers::add);
    }
    resource(status).ifPresent(blockers::add);
    if (isShortOfSlots(status)) {
      blockers.add(new Blocker.OnSlot(state.slots(), state.throttledBecause()));
    }
    return blockers;
  }

  /// What stands behind such a task is short of slots too.
  private boolean isShortOfSlots(TaskStatus status) {
    return state.slotsTaken() + expected.before(status) >= state.slots();
  }

  private Optional<Blocker> claim(TaskStatus status) {
    Optional<ClaimTable.Holder> held = state.claims().holder(status.id(), status.task().claims());
    if (held.isPresent()) {
      TaskStatus holder = state.status(held.get().owner());
      return Optional.of(onClaim(held.get(), holder.agent(), holder.started().orElse(null)));
    }
    return waiting
        .holder(status.id(), status.task().claims())
        .map(h -> onClaim(h, state.status(h.owner()).agent(), null));
  }

  private Optional<Blocker> resource(TaskStatus status) {
    Collection<String> needs = state.needs(status, TaskState.PREPARING);
    if (needs.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> shortOf = state.exhausted(needs);
    if (shortOf.isEmpty() && state.isCheckDue()) {
      shortOf = needs.stream().filter(state.plan().check().uses()::contains).findFirst();
    }
    return shortOf
        .map(r -> Waiting.onResource(state, r))
        .or(
            () ->
                needs.stream()
                    .flatMap(r -> turn(keptResources, r, state.left(r)).stream())
                    .findFirst());
  }

  /// Whether all that is left of `what` is kept for others.
  private static Optional<Blocker> turn(Map<String, List<String>> kept, String what, int left) {
    List<String> first = kept.getOrDefault(what, List.of());
    return first.isEmpty() || left > first.size()
        ? Optional.empty()
        : Optional.of(new Blocker.OnTurn(first.getFirst(), what));
  }

  private static Blocker onClaim(ClaimTable.Holder holder, String agent, @Nullable Instant since) {
    return new Blocker.OnClaim(
        holder.owner(), agent, holder.mine(), holder.theirs(), holder.witness(), since);
  }
}
