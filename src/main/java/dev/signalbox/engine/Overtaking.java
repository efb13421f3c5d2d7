package dev.signalbox.engine;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/// Counts how often ready tasks are overtaken; after [#PATIENCE] times one goes first.
///
/// That the more urgent task starts first is the plan's will and ends with the plan. Two things
/// need not end: tasks that are added to the run again and again and are more urgent, and tasks
/// that stand behind and take the last of a resource or of an agent while another thing that the
/// waiting one needs is taken. Of those that need the same things, the first counts for that.
record Overtaking(RunState state) {
  /// A few overtakes keep slots and resources at work; more than these are not waited out.
  static final int PATIENCE = 8;

  /// Takes note that `started` starts on `agent`; it has left the queue.
  void by(TaskStatus started, String agent) {
    Set<TaskStatus> overtaken = new LinkedHashSet<>();
    boolean added = started.index() >= state.plan().tasks().size();
    if (added) {
      for (String id : state.members(TaskState.READY)) {
        TaskStatus waiting = state.status(id);
        if (!waiting.isHeldBack() && started.index() >= waiting.newcomersFrom) {
          overtaken.add(waiting);
        }
      }
    }
    if (!state.plan().resources().isEmpty()) {
      ReadyQueue.Place place = state.ready.place(started);
      for (ReadyQueue.Place before = state.ready.next(null);
          before != null && before.compareTo(place) < 0;
          before = state.ready.next(before)) {
        if (tookTheLast(started, agent, before.status())) {
          overtaken.add(before.status());
        }
      }
    }
    overtaken.forEach(state.ready::overtake);
  }

  /// Whether nothing is left now of something that `waiting` needs too.
  private boolean tookTheLast(TaskStatus started, String agent, TaskStatus waiting) {
    Collection<String> needs = state.needs(waiting, TaskState.PREPARING);
    Collection<String> taken = state.needs(started, TaskState.PREPARING);
    return state.exhausted(needs.stream().filter(taken::contains).toList()).isPresent()
        || (state.busy(agent) >= state.capacity(agent)
            && AgentChoice.of(state, waiting).filter(agent::equals).isPresent());
  }
}
