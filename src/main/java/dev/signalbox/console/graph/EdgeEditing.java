package dev.signalbox.console.graph;

import dev.signalbox.graph.CycleException;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import dev.signalbox.graph.TaskGraph;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Adding, removing and turning edges by hand. Nothing is changed here: what is allowed is handed
/// on, what is not is said.
final class EdgeEditing {
  private final Picture picture;
  private final Consumer<String> say;
  private final Runnable redraw;

  BiConsumer<String, String> onAdd = (from, to) -> {};
  Consumer<Dependency> onRemove = edge -> {};
  Consumer<Dependency> onTurn = edge -> {};

  /// @param say shows a sentence; an empty one takes it away
  EdgeEditing(Picture picture, Consumer<String> say, Runnable redraw) {
    this.picture = picture;
    this.say = say;
    this.redraw = redraw;
  }

  boolean isDragging() {
    return picture.rubber != null;
  }

  boolean showsRing() {
    return !picture.ring.isEmpty();
  }

  /// The pointer, at a point of the view, pulls a line from `from`.
  void drag(String from, double x, double y, @Nullable String over) {
    boolean refused = over != null && !over.equals(from) && closesRing(picture.graph, from, over);
    picture.rubber =
        new Picture.Rubber(from, x, y, over != null && over.equals(from) ? null : over, refused);
    redraw.run();
  }

  void cancelDrag() {
    if (picture.rubber != null) {
      picture.rubber = null;
      redraw.run();
    }
  }

  /// Lets go of the line.
  void drop() {
    Picture.Rubber rubber = picture.rubber;
    cancelDrag();
    if (rubber == null || rubber.over() == null) {
      return;
    }
    String from = rubber.from();
    String to = rubber.over();
    if (byHand(from, to).isPresent()) {
      say.accept(to + " already comes after " + from + ".");
      return;
    }
    try {
      picture.graph.withDependency(from, to, Provenance.DECLARED);
    } catch (CycleException e) {
      showRing(
          e.cycle(),
          e.getMessage() + ". The edge was not added; remove one of the others first. Esc closes.");
      return;
    }
    onAdd.accept(from, to);
  }

  /// Removes the edge of a person between two tasks, or says why there is none.
  void remove(Dependency edge) {
    Optional<Dependency> removable = byHand(edge.from(), edge.to());
    if (removable.isPresent()) {
      onRemove.accept(removable.get());
      return;
    }
    try {
      picture.graph.withoutDependency(edge.from(), edge.to());
    } catch (IllegalArgumentException e) {
      say.accept("This edge cannot be removed here: " + e.getMessage());
    }
  }

  /// Turns the edge of a person round, or says why that cannot be.
  void turn(Dependency edge) {
    Optional<Dependency> turnable = byHand(edge.from(), edge.to());
    try {
      picture
          .graph
          .withoutDependency(edge.from(), edge.to())
          .withDependency(edge.to(), edge.from(), Provenance.DECLARED);
    } catch (CycleException e) {
      showRing(
          e.cycle(),
          e.getMessage()
              + ". The edge was not turned; remove one of the others first. Esc closes.");
      return;
    } catch (IllegalArgumentException e) {
      say.accept("This edge cannot be turned here: " + e.getMessage());
      return;
    }
    turnable.ifPresent(onTurn);
  }

  private Optional<Dependency> byHand(String from, String to) {
    return picture.graph.into(to).stream()
        .filter(d -> d.from().equals(from))
        .filter(d -> d.provenance() == Provenance.DECLARED || d.provenance() == Provenance.ADDED)
        .findFirst();
  }

  void showRing(List<Dependency> ring, String message) {
    picture.ring = List.copyOf(ring);
    say.accept(message);
    redraw.run();
  }

  /// Takes away what was said about the graph as it was drawn.
  void dismiss() {
    picture.ring = List.of();
    say.accept("");
    redraw.run();
  }

  /// Whether `from` comes after `to` by edges that an edge by hand would not replace. Quick enough
  /// to ask while the pointer moves; the graph itself has the last word at the drop.
  private static boolean closesRing(TaskGraph graph, String from, String to) {
    Set<String> seen = new HashSet<>(Set.of(to));
    Deque<String> left = new ArrayDeque<>(seen);
    while (!left.isEmpty()) {
      for (Dependency edge : graph.outOf(left.removeFirst())) {
        if (edge.provenance() == Provenance.CLAIM) {
          continue;
        }
        if (edge.to().equals(from)) {
          return true;
        }
        if (seen.add(edge.to())) {
          left.addLast(edge.to());
        }
      }
    }
    return false;
  }
}
