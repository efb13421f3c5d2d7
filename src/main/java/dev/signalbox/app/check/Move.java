package dev.signalbox.app.check;

import dev.signalbox.graph.TaskGraph;
import dev.signalbox.plan.Spelling;
import java.util.ArrayList;
import java.util.List;

/// A task that is put right before another in the queue.
public record Move(String task, String before) {

  /// A move that means nothing.
  public static final class MoveException extends Exception {
    private static final long serialVersionUID = 1L;

    MoveException(String sentence) {
      super(sentence);
    }
  }

  /// `order` after `moves`, one after the other.
  static List<String> apply(List<Move> moves, TaskGraph graph, List<String> order)
      throws MoveException {
    List<String> moved = new ArrayList<>(order);
    for (Move move : moves) {
      move.check(graph);
      moved.remove(move.task());
      moved.add(moved.indexOf(move.before()), move.task());
    }
    for (Move move : moves) {
      if (moved.indexOf(move.task()) > moved.indexOf(move.before())) {
        throw new MoveException(
            "The moves contradict each other: after all of them %s no longer stands before %s. Leave one out."
                .formatted(move.task(), move.before()));
      }
    }
    return moved;
  }

  private void check(TaskGraph graph) throws MoveException {
    known(task, graph);
    known(before, graph);
    if (task.equals(before)) {
      throw new MoveException(
          "%s cannot stand before itself. Name another task after --before.".formatted(task));
    }
    if (graph.comesAfter(task, before)) {
      throw new MoveException(
          "%s comes after %s by its dependencies, so no order starts it before. Move %s, or another task that waits for nothing of it."
              .formatted(task, before, before));
    }
  }

  private static void known(String id, TaskGraph graph) throws MoveException {
    if (graph.task(id).isEmpty()) {
      List<String> ids = graph.tasks().stream().map(t -> t.id()).toList();
      throw new MoveException(
          "There is no task `%s` in this plan. %s`signalbox check` lists its tasks."
              .formatted(id, Spelling.suggest(id, ids)));
    }
  }
}
