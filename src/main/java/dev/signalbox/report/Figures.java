package dev.signalbox.report;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.RunState;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The numbers of a run.
///
/// @param wall how long it was under way, without the time between its sessions
/// @param work how long all attempts took together
/// @param bound what no schedule with these slots could have beaten, had every task taken what it
///   took: the longest path, or all work by the slots, or what one agent did by its capacity
/// @param path the longest path, its first task first
/// @param pathLength how long the attempts along it took together
/// @param parallel the most slots there were
/// @param workOf how long each task's attempts took together; zero for one that never ran
/// @param agents by id
record Figures(
    Duration wall,
    Duration work,
    Duration bound,
    List<String> path,
    Duration pathLength,
    int parallel,
    Map<String, Duration> workOf,
    Map<String, OfAgent> agents) {

  /// @param capacity the most it could do at once
  /// @param tasks how many tasks it has
  /// @param failures how many attempts did not end in a landing
  record OfAgent(String id, int capacity, int tasks, int attempts, int failures, Duration busy) {
    private OfAgent withTask() {
      return new OfAgent(id, capacity, tasks + 1, attempts, failures, busy);
    }

    private OfAgent withRoom(int atOnce) {
      return new OfAgent(id, Math.max(capacity, atOnce), tasks, attempts, failures, busy);
    }

    private OfAgent with(Timeline.Work work) {
      return new OfAgent(
          id,
          capacity,
          tasks,
          attempts + 1,
          failures + (work.attempt().reason() == null ? 0 : 1),
          busy.plus(length(work)));
    }
  }

  static Figures of(List<Entry> entries, RunState state, Timeline timeline) {
    Map<String, Duration> workOf = new LinkedHashMap<>();
    Map<String, OfAgent> agents = new LinkedHashMap<>();
    state.plan().agents().keySet().forEach(id -> agents.put(id, idle(id, state.plan())));
    state
        .tasks()
        .forEach(
            t -> {
              workOf.put(t.id(), Duration.ZERO);
              agents.merge(
                  t.task().agent(),
                  idle(t.task().agent(), state.plan()).withTask(),
                  (known, none) -> known.withTask());
            });
    for (Timeline.Work work : timeline.works()) {
      workOf.merge(work.task(), length(work), Duration::plus);
      agents.merge(
          work.attempt().agent(),
          idle(work.attempt().agent(), state.plan()).with(work),
          (known, none) -> known.with(work));
    }
    int parallel = state.hasStarted() ? state.plan().parallel() : 1;
    for (Entry entry : entries) {
      switch (entry.event()) {
        case Event.ParallelChanged e -> parallel = Math.max(parallel, e.parallel());
        case Event.CapacityChanged e ->
            agents.computeIfPresent(e.agent(), (id, agent) -> agent.withRoom(e.capacity()));
        default -> {}
      }
    }
    java.util.function.Function<Task, Duration> took =
        task -> workOf.getOrDefault(task.id(), Duration.ZERO);
    List<String> path = state.graph().criticalPath(took);
    return new Figures(
        timeline.wall(),
        sum(workOf.values()),
        bound(state.graph().bound(parallel, took, id -> Integer.MAX_VALUE), agents.values()),
        path,
        sum(path.stream().map(id -> workOf.getOrDefault(id, Duration.ZERO)).toList()),
        parallel,
        workOf,
        agents);
  }

  /// Who is meant to do a task need not be who did it, so the agents are asked what they did.
  private static Duration bound(Duration ofSlots, Collection<OfAgent> agents) {
    Duration bound = ofSlots;
    for (OfAgent agent : agents) {
      Duration alone = agent.busy().dividedBy(agent.capacity());
      bound = alone.compareTo(bound) > 0 ? alone : bound;
    }
    return bound;
  }

  /// How many times as fast it was as one task at a time; 0 where nothing can be said.
  double speedUp() {
    return wall.isZero() ? 0 : (double) work.toMillis() / wall.toMillis();
  }

  /// By how much it was slower than the bound, 1 being as fast; 0 where nothing can be said.
  double overBound() {
    return bound.isZero() ? 0 : (double) wall.toMillis() / bound.toMillis();
  }

  private static Duration length(Timeline.Work work) {
    return Duration.between(work.from(), work.to());
  }

  private static Duration sum(Collection<Duration> durations) {
    return durations.stream().reduce(Duration.ZERO, Duration::plus);
  }

  private static OfAgent idle(String id, Plan plan) {
    return new OfAgent(id, capacity(id, plan), 0, 0, 0, Duration.ZERO);
  }

  /// An agent that is registered in code and not in the plan is bound by the slots alone.
  private static int capacity(String id, Plan plan) {
    Agent agent = plan.agents().get(id);
    return agent == null ? Math.max(1, plan.parallel()) : agent.capacity();
  }
}
