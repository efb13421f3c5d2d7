package dev.signalbox.graph;

import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Takes tasks and finds out which comes after which.
///
/// - A task comes after those it names in `dependsOn`, and after those whose output stands in its
///   texts as `${tasks.ID.output.KEY}`.
/// - A task that declares to read what an earlier one declares to write comes after it, unless such
///   a path orders the two already, in either direction. A claim that is not declared is unknown,
///   and nothing is inferred from it.
/// - Two tasks that may write the same path, and that no path orders, exclude each other.
///
/// For one thread at a time. The order of adding is the order of the file.
public final class DependencyResolver {
  private final Undeclared undeclared;
  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private @Nullable Known known;

  /// @param graph the graph of what is here
  /// @param outside for each task the ids it comes after that are not here
  private record Known(TaskGraph graph, Map<String, Set<String>> outside) {}

  public DependencyResolver() {
    this(Undeclared.OPTIMISTIC);
  }

  /// @param undeclared whether a task without declared writes excludes all others
  public DependencyResolver(Undeclared undeclared) {
    this.undeclared = undeclared;
  }

  /// @throws IllegalArgumentException where a task of that id is here already
  public DependencyResolver add(Task task) {
    if (tasks.putIfAbsent(task.id(), task) != null) {
      throw new IllegalArgumentException(
          "There is a task '" + task.id() + "' already. Give the new one another id.");
    }
    known = null;
    return this;
  }

  public DependencyResolver addAll(Collection<Task> tasks) {
    tasks.forEach(this::add);
    return this;
  }

  /// The tasks that could start now: those not in `completed`, all of whose dependencies are. A
  /// dependency may be on a task that is not here: whoever asks knows what has been done elsewhere.
  ///
  /// @return in the order of adding
  /// @throws CycleException where tasks wait for each other
  public Set<Task> executableTasks(Set<String> completed) {
    Known current = known == null ? known = read() : known;
    BitSet done = current.graph.positions(completed);
    Set<Task> executable = new LinkedHashSet<>();
    int position = 0;
    for (Task task : tasks.values()) {
      if (!done.get(position)
          && current.graph.isReady(position, done)
          && completed.containsAll(current.outside.getOrDefault(task.id(), Set.of()))) {
        executable.add(task);
      }
      position++;
    }
    return Collections.unmodifiableSet(executable);
  }

  /// @throws CycleException where tasks wait for each other
  /// @throws IllegalArgumentException where a task comes after one that is not here
  public TaskGraph graph() {
    return GraphBuilder.build(tasks.values(), undeclared, List.of(), false);
  }

  private Known read() {
    TaskGraph graph = GraphBuilder.build(tasks.values(), undeclared, List.of(), true);
    Map<String, Set<String>> outside =
        tasks.values().stream()
            .flatMap(task -> GraphBuilder.named(task).stream())
            .filter(edge -> !tasks.containsKey(edge.from()))
            .collect(
                Collectors.groupingBy(
                    Dependency::to, Collectors.mapping(Dependency::from, Collectors.toSet())));
    return new Known(graph, outside);
  }
}
