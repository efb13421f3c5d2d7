package dev.signalbox.graph;

import dev.signalbox.plan.Task;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tasks, the edges between them and the pairs that exclude each other. Immutable.
public final class TaskGraph {

  public List<Task> tasks() {
    return List.of();
  }

  public Optional<Task> task(String id) {
    return tasks().stream().filter(t -> t.id().equals(id)).findFirst();
  }

  /// Every edge, by the file's order of its end, then of its beginning.
  public List<Dependency> dependencies() {
    return List.of();
  }

  /// The edges that end at `id`: what it waits for.
  public List<Dependency> into(String id) {
    return List.of();
  }

  /// The edges that begin at `id`: what waits for it.
  public List<Dependency> outOf(String id) {
    return List.of();
  }

  /// Every task that comes after `id`, directly or not.
  public Set<String> descendants(String id) {
    return Set.of();
  }

  public List<Exclusion> exclusions() {
    return List.of();
  }

  /// This graph with one more task.
  ///
  /// @throws CycleException where that closes a ring
  public TaskGraph with(Task task) {
    return this;
  }
}
