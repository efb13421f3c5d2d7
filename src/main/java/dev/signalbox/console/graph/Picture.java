package dev.signalbox.console.graph;

import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.console.theme.Palette;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.graph.Provenance;
import dev.signalbox.graph.TaskGraph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything the painters need to know. The view and its gestures write it, painters only read.
final class Picture {
  TaskGraph graph = new DependencyResolver().graph();
  GraphDrawing drawing = GraphDrawing.EMPTY;
  Map<String, NodeLook> looks = Map.of();
  Placement placement = Placement.EMPTY;
  Set<Pair> critical = Set.of();
  List<ConflictLook> conflicts = List.of();
  final Set<Provenance> hidden = EnumSet.noneOf(Provenance.class);

  AgentColours agents = AgentColours.NONE;
  Palette palette = Palette.DARK;
  Instant now = Instant.EPOCH;

  @Nullable String selectedTask;
  @Nullable Dependency selectedEdge;
  @Nullable String selectedConflict;
  @Nullable String hoveredTask;
  @Nullable Pair hoveredEdge;
  @Nullable String hoveredConflict;

  /// Who comes before and after the hovered task, itself included; null while nothing is dimmed.
  @Nullable Set<String> lit;

  /// Those that a filter leaves, or null where nothing is filtered.
  @Nullable Set<String> matching;

  boolean editing;
  @Nullable Rubber rubber;

  /// The ring a refused edge would have closed, until it is dismissed; empty otherwise.
  List<Dependency> ring = List.of();

  /// When tasks changed their state, by the clock of frames, while that is still being eased in.
  final Map<String, Long> changed = new HashMap<>();

  long frame;

  /// A line that follows the pointer, from a task that may become somebody's predecessor.
  ///
  /// @param over the task under the pointer, or null
  /// @param refused dropping there would close a ring
  record Rubber(String from, double x, double y, @Nullable String over, boolean refused) {}

  NodeLook look(NodeBox node) {
    NodeLook look = looks.get(node.id());
    return look == null ? NodeLook.unknown(node.task().agent()) : look;
  }

  boolean isDimmed(String task) {
    if (!ring.isEmpty()) {
      return ring.stream().noneMatch(d -> d.from().equals(task) || d.to().equals(task));
    }
    return (lit != null && !lit.contains(task)) || (matching != null && !matching.contains(task));
  }

  boolean isDimmed(Pair pair) {
    return isDimmed(pair.from()) || isDimmed(pair.to());
  }

  /// Everything that comes before or after a task by the lines that are not hidden, and itself.
  Set<String> ancestry(String task) {
    Set<String> found = new HashSet<>(Set.of(task));
    walk(task, found, true);
    Set<String> after = new HashSet<>(Set.of(task));
    walk(task, after, false);
    found.addAll(after);
    return found;
  }

  private void walk(String start, Set<String> found, boolean back) {
    List<String> left = new ArrayList<>(List.of(start));
    while (!left.isEmpty()) {
      String task = left.removeLast();
      for (Dependency edge : back ? graph.into(task) : graph.outOf(task)) {
        String next = back ? edge.from() : edge.to();
        if (!hidden.contains(edge.provenance()) && found.add(next)) {
          left.add(next);
        }
      }
    }
  }

  /// Takes the lines that a chain of tasks passes as the critical ones.
  void criticalPath(List<String> path) {
    Set<Pair> pairs = new HashSet<>();
    for (int i = 1; i < path.size(); i++) {
      pairs.add(new Pair(path.get(i - 1), path.get(i)));
    }
    critical = pairs;
  }

  /// Lets the tasks whose state is about to change take their new colour softly.
  void ease(Map<String, NodeLook> next) {
    next.forEach(
        (task, look) -> {
          NodeLook was = looks.get(task);
          if (was != null && was.state() != look.state()) {
            changed.put(task, frame);
          }
        });
  }

  boolean stillEases() {
    changed.values().removeIf(since -> frame - since > NodePainter.EASE_NANOS);
    return !changed.isEmpty();
  }

  /// A clock runs in a box that is shown.
  boolean hasClock() {
    return looks.values().stream().anyMatch(look -> look.since() != null);
  }
}
