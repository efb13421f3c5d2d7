package dev.signalbox.engine;

import dev.signalbox.graph.CycleException;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.graph.Provenance;
import dev.signalbox.plan.Task;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Changes to the tasks of a run while it goes on: only those that have not started can be changed
/// or taken out, and nothing that would make tasks wait for each other is let in.
final class LiveEdits {
  private final Ledger ledger;
  private final RunState state;

  LiveEdits(Ledger ledger) {
    this.ledger = ledger;
    this.state = ledger.state();
  }

  Command.Result add(Command.Add c) {
    Task task = c.task();
    if (state.task(task.id()).isPresent()) {
      return Operator.refused("There is a task " + task.id() + " already.");
    }
    Optional<String> objection = objection(task);
    if (objection.isPresent()) {
      return Operator.refused(objection.get());
    }
    ledger.emit(new Event.TaskAdded(task));
    return new Command.Result(true, task.id() + " is added.");
  }

  Command.Result change(TaskStatus status, Command.Change c) {
    if (hasStarted(status)) {
      return Operator.refused(
          "%s cannot be changed any more; it is %s."
              .formatted(status.id(), Operator.words(status)));
    }
    if (status.task().equals(c.task())) {
      return Operator.refused(status.id() + " is that already.");
    }
    Optional<String> objection = objection(c.task());
    if (objection.isPresent()) {
      return Operator.refused(objection.get());
    }
    ledger.emit(new Event.TaskChanged(c.task(), c.by()));
    lookAtOthersAnew(c.by());
    return new Command.Result(true, status.id() + " is changed.");
  }

  /// What comes after what by claims may be different, for others that were about to start too.
  void lookAtOthersAnew(String by) {
    for (TaskStatus other : List.copyOf(state.tasks())) {
      boolean aboutToStart =
          other.attempts().isEmpty()
              && (other.state() == TaskState.READY || other.state() == TaskState.ASKING_START);
      if (aboutToStart
          && state.graph().into(other.id()).stream()
              .anyMatch(d -> !RunState.satisfies(state.status(d.from())))) {
        ledger.emit(new Event.TaskChanged(other.task(), by));
      }
    }
  }

  Command.Result setPriority(TaskStatus status, Command.SetPriority c) {
    return change(status, new Command.Change(status.task().withPriority(c.priority()), c.by()));
  }

  Command.Result remove(TaskStatus status, Command.Remove c) {
    if (hasStarted(status)) {
      return Operator.refused(
          "%s cannot be taken out any more; it is %s. It can be cancelled."
              .formatted(status.id(), Operator.words(status)));
    }
    Set<String> after =
        state.graph().outOf(status.id()).stream()
            .filter(d -> d.provenance() != Provenance.CLAIM)
            .map(Dependency::to)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (!after.isEmpty()) {
      return Operator.refused(
          "%s cannot be taken out: %s %s after it. Change that first."
              .formatted(
                  status.id(), String.join(", ", after), after.size() == 1 ? "comes" : "come"));
    }
    ledger.emit(new Event.TaskRemoved(status.id(), c.by()));
    return new Command.Result(true, status.id() + " is taken out.");
  }

  static boolean hasStarted(TaskStatus status) {
    return !status.attempts().isEmpty()
        || switch (status.state()) {
          case WAITING, ASKING_START, READY -> false;
          default -> true;
        };
  }

  /// Why the run cannot have `task` as it is.
  private Optional<String> objection(Task task) {
    Set<String> agents = state.plan().agents().keySet();
    if (!agents.isEmpty() && !agents.contains(task.agent())) {
      return Optional.of(
          "There is no agent %s; the run has %s."
              .formatted(task.agent(), String.join(", ", agents)));
    }
    for (String resource : task.uses()) {
      if (!state.plan().resources().containsKey(resource)) {
        return Optional.of("There is no resource " + resource + " in this run.");
      }
    }
    return ring(task);
  }

  /// Why the run cannot have `changed` in the place of what it has by their ids.
  Optional<String> ring(Task... changed) {
    Map<String, Task> all = new LinkedHashMap<>();
    state.tasks().forEach(status -> all.put(status.id(), status.task()));
    for (Task task : changed) {
      all.put(task.id(), task);
    }
    try {
      new DependencyResolver(state.plan().undeclared()).addAll(all.values()).graph();
      return Optional.empty();
    } catch (CycleException | IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
