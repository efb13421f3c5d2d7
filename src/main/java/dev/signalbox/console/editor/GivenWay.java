package dev.signalbox.console.editor;

import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import dev.signalbox.graph.TaskGraph;
import java.util.List;

/// What an edit turned round besides: an edge that follows from claims gives way to a declared
/// order, so one that was drawn by hand may take it away.
final class GivenWay {
  private GivenWay() {}

  /// A sentence on the edges from claims whose tasks now come in the other order; empty where there
  /// are none.
  static String sentence(TaskGraph before, TaskGraph after) {
    List<Dependency> turned =
        before.dependencies().stream()
            .filter(edge -> edge.provenance() == Provenance.CLAIM)
            .filter(
                edge -> after.task(edge.from()).isPresent() && after.task(edge.to()).isPresent())
            .filter(edge -> after.comesAfter(edge.from(), edge.to()))
            .toList();
    if (turned.isEmpty()) {
      return "";
    }
    Dependency first = turned.getFirst();
    String more =
        turned.size() == 1 ? "" : " So it is with %d more pairs.".formatted(turned.size() - 1);
    return "%s reads what %s writes, and now comes before it: the order you drew goes before claims.%s"
        .formatted(first.to(), first.from(), more);
  }
}
