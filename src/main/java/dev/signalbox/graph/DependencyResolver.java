package dev.signalbox.graph;

import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.util.Collection;
import java.util.Set;

/// Takes tasks and finds out which comes after which.
public final class DependencyResolver {

  public DependencyResolver() {
    this(Undeclared.OPTIMISTIC);
  }

  public DependencyResolver(Undeclared undeclared) {}

  public DependencyResolver add(Task task) {
    return this;
  }

  public DependencyResolver addAll(Collection<Task> tasks) {
    tasks.forEach(this::add);
    return this;
  }

  /// The tasks that could start now: those not in `completed`, all of whose dependencies are.
  public Set<Task> executableTasks(Set<String> completed) {
    return Set.of();
  }

  /// @throws CycleException where tasks wait for each other
  public TaskGraph graph() {
    return new TaskGraph();
  }
}
