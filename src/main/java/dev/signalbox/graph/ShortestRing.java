package dev.signalbox.graph;

import dev.signalbox.plan.Task;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.alg.interfaces.ShortestPathAlgorithm.SingleSourcePaths;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.DirectedPseudograph;

/// Finds the ring to show a person: the shortest one through the first task of the file that is on
/// any.
final class ShortestRing {
  private final Graph<String, Dependency> graph = new DirectedPseudograph<>(Dependency.class);

  private ShortestRing(List<Task> tasks, List<List<Dependency>> into) {
    tasks.forEach(task -> graph.addVertex(task.id()));
    into.forEach(edges -> edges.forEach(edge -> graph.addEdge(edge.from(), edge.to(), edge)));
  }

  /// @param into for each task the edges that end there
  static List<Dependency> in(List<Task> tasks, List<List<Dependency>> into) {
    ShortestRing rings = new ShortestRing(tasks, into);
    Set<String> onRings = rings.members();
    String start =
        tasks.stream()
            .map(Task::id)
            .filter(onRings::contains)
            .findFirst()
            .orElseThrow(() -> new NoSuchElementException("No task is on a ring."));
    return rings.through(start);
  }

  private Set<String> members() {
    Set<String> members = new HashSet<>();
    for (Set<String> component :
        new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets()) {
      String any = component.iterator().next();
      if (component.size() > 1 || graph.containsEdge(any, any)) {
        members.addAll(component);
      }
    }
    return members;
  }

  private List<Dependency> through(String start) {
    SingleSourcePaths<String, Dependency> paths = new BFSShortestPath<>(graph).getPaths(start);
    List<Dependency> shortest = List.of();
    for (Dependency last : graph.incomingEdgesOf(start)) {
      var path = paths.getPath(last.from());
      if (path != null && (shortest.isEmpty() || path.getLength() + 1 < shortest.size())) {
        shortest = new ArrayList<>(path.getEdgeList());
        shortest.add(last);
      }
    }
    return shortest;
  }
}
