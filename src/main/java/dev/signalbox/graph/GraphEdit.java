package dev.signalbox.graph;

import dev.signalbox.plan.Task;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Edges that a person adds and removes. A graph is always what its tasks and its added edges make
/// it, so an edit changes one of those and builds anew.
final class GraphEdit {

  private GraphEdit() {}

  static TaskGraph add(TaskGraph graph, Dependency edge) {
    graph.position(edge.from());
    Task task = graph.tasks().get(graph.position(edge.to()));
    return switch (edge.provenance()) {
      case DECLARED -> {
        Set<String> ids = new LinkedHashSet<>(task.dependsOn());
        ids.add(edge.from());
        yield rebuilt(graph, task.after(ids.toArray(String[]::new)), added(graph));
      }
      case ADDED -> {
        Set<Dependency> edges = new LinkedHashSet<>(added(graph));
        edges.add(edge);
        yield rebuilt(graph, task, edges);
      }
      case DATA, CLAIM ->
          throw new IllegalArgumentException(
              "An edge by data or by claims follows from what '%s' and '%s' say. Change their text or their claims."
                  .formatted(edge.from(), edge.to()));
    };
  }

  static TaskGraph remove(TaskGraph graph, String from, String to) {
    Task task = graph.tasks().get(graph.position(to));
    List<Dependency> between =
        graph.into(to).stream().filter(edge -> edge.from().equals(from)).toList();
    if (between.stream().noneMatch(GraphEdit::isByHand)) {
      throw new IllegalArgumentException(
          between.isEmpty()
              ? "'%s' does not wait for '%s' directly.".formatted(to, from)
              : reason(between.getFirst()));
    }
    String[] rest = task.dependsOn().stream().filter(id -> !id.equals(from)).toArray(String[]::new);
    Set<Dependency> edges = new LinkedHashSet<>(added(graph));
    between.forEach(edges::remove);
    return rebuilt(graph, task.after(rest), edges);
  }

  private static boolean isByHand(Dependency edge) {
    return edge.provenance() == Provenance.DECLARED || edge.provenance() == Provenance.ADDED;
  }

  private static String reason(Dependency edge) {
    return edge.provenance() == Provenance.DATA
        ? "'%s' waits for '%s' because it uses its output '%s'. Change the text that names it."
            .formatted(edge.to(), edge.from(), edge.detail())
        : "'%s' waits for '%s' because it reads '%s', which the other writes. Change their claims."
            .formatted(edge.to(), edge.from(), edge.detail());
  }

  private static List<Dependency> added(TaskGraph graph) {
    return graph.dependencies().stream()
        .filter(edge -> edge.provenance() == Provenance.ADDED)
        .toList();
  }

  private static TaskGraph rebuilt(TaskGraph graph, Task changed, Collection<Dependency> added) {
    List<Task> tasks =
        graph.tasks().stream().map(t -> t.id().equals(changed.id()) ? changed : t).toList();
    return GraphBuilder.build(tasks, graph.undeclared(), added, false);
  }
}
