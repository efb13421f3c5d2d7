package dev.signalbox.console.graph;

import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import dev.signalbox.report.StateGlyph;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the graph says in words: in tooltips and to those who hear it.
final class Words {
  private static final int LISTED = 5;

  private Words() {}

  static String of(Provenance provenance) {
    return switch (provenance) {
      case DECLARED -> "declared";
      case DATA -> "data";
      case CLAIM -> "claim";
      case ADDED -> "added";
    };
  }

  /// Why one task comes after another, as a sentence.
  static String reason(Dependency edge) {
    return switch (edge.provenance()) {
      case DECLARED -> "The plan says so.";
      case DATA -> "It uses the output '" + edge.detail() + "'.";
      case CLAIM -> "It reads '" + edge.detail() + "', which the other writes.";
      case ADDED -> "Somebody added it during the run.";
    };
  }

  static String tooltip(NodeBox node, NodeLook look) {
    StringBuilder text = new StringBuilder(node.id());
    text.append(" · ").append(state(look));
    if (!node.task().description().isBlank()) {
      text.append('\n').append(node.task().description().strip());
    }
    if (!look.why().isBlank()) {
      text.append('\n').append(look.why());
    }
    return text.toString();
  }

  static String tooltip(EdgePath edge) {
    return edge.pair().from()
        + " → "
        + edge.pair().to()
        + edge.reasons().stream()
            .map(r -> "\n" + of(r.provenance()) + ": " + reason(r))
            .collect(Collectors.joining());
  }

  /// What is read aloud: the selected task, or what there is to walk through.
  static String reading(Picture picture) {
    Dependency edge = picture.selectedEdge;
    if (edge != null) {
      return "Edge from %s to %s, %s: %s"
          .formatted(edge.from(), edge.to(), of(edge.provenance()), reason(edge));
    }
    Optional<NodeBox> selected =
        Optional.ofNullable(picture.selectedTask).flatMap(picture.drawing::node);
    return selected
        .map(
            node ->
                reading(
                    node,
                    picture.look(node),
                    List.copyOf(picture.graph.predecessors(node.id())),
                    List.copyOf(picture.graph.successors(node.id()))))
        .orElseGet(
            () ->
                "Graph of "
                    + picture.drawing.size()
                    + " tasks. Arrow keys go from one to another.");
  }

  private static String reading(
      NodeBox node, NodeLook look, List<String> after, List<String> before) {
    StringBuilder text = new StringBuilder("Task " + node.id() + ", " + state(look));
    text.append(", agent ").append(look.agent()).append('.');
    if (!look.line().isBlank()) {
      text.append(' ').append(look.line()).append('.');
    }
    if (!look.why().isBlank()) {
      text.append(' ').append(look.why());
    }
    text.append(after.isEmpty() ? " Comes after nothing." : " Comes after " + list(after) + ".");
    text.append(before.isEmpty() ? "" : " Comes before " + list(before) + ".");
    return text.toString();
  }

  private static String state(NodeLook look) {
    return look.held() ? "held" : StateGlyph.word(look.state());
  }

  private static String list(List<String> ids) {
    return ids.size() <= LISTED
        ? String.join(", ", ids)
        : String.join(", ", ids.subList(0, LISTED)) + " and " + (ids.size() - LISTED) + " more";
  }
}
