package dev.signalbox.console.model;

import static java.util.Comparator.reverseOrder;

import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.engine.Waiting;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The two queues of a run: for a start, and for the integration branch.
///
/// @param starting those that have not started, in the order in which they would
/// @param landing those between their command's end and the branch, the next to land first
public record Queues(List<QueueRow> starting, List<QueueRow> landing) {
  public static final Queues EMPTY = new Queues(List.of(), List.of());

  static Queues of(RunState run, Instant now, ZoneId zone) {
    List<TaskStatus> starting = new ArrayList<>();
    List<TaskStatus> landing = new ArrayList<>();
    for (TaskStatus task : run.tasks()) {
      switch (task.state()) {
        case WAITING, ASKING_START, READY, BACKING_OFF -> starting.add(task);
        case SEALING, QUEUED, MERGING, CHECKING, ASKING_LANDING, ASKING_DECISION, LANDING ->
            landing.add(task);
        case PREPARING, RUNNING, LANDED, FAILED, REJECTED, SKIPPED, CANCELLED -> {}
      }
    }
    List<String> order = run.order();
    starting.sort(
        // The engine's own order, so that a row stays where it was put.
        Comparator.comparingInt((TaskStatus t) -> place(order, t.id()))
            .thenComparing(t -> t.task().priority(), reverseOrder())
            .thenComparing(t -> run.remaining(t.id()), reverseOrder())
            .thenComparingInt(TaskStatus::index));
    landing.sort(
        Comparator.comparingInt((TaskStatus t) -> landingPlace(t.state()))
            .thenComparing(TaskStatus::since));
    return new Queues(rows(run, starting, now, zone), rows(run, landing, now, zone));
  }

  private static List<QueueRow> rows(
      RunState run, List<TaskStatus> tasks, Instant now, ZoneId zone) {
    List<QueueRow> rows = new ArrayList<>(tasks.size());
    for (TaskStatus task : tasks) {
      boolean busy = task.state().isBusy();
      Sentence why =
          busy
              ? doing(task.state())
              : WaitingWords.sentence(Waiting.blocker(run, task.id()), now, zone);
      rows.add(
          new QueueRow(task.id(), task.state(), rows.size() + 1, why, isMovable(task.state())));
    }
    return List.copyOf(rows);
  }

  static boolean isMovable(TaskState state) {
    return state == TaskState.WAITING
        || state == TaskState.ASKING_START
        || state == TaskState.READY
        || state == TaskState.BACKING_OFF;
  }

  private static Sentence doing(TaskState state) {
    return switch (state) {
      case SEALING -> Sentence.of("What it changed is being kept.");
      case MERGING -> Sentence.of("Is being merged onto the branch’s head.");
      case CHECKING -> Sentence.of("The plan’s check runs on the merged tree.");
      case LANDING -> Sentence.of("The branch moves to its commit.");
      default -> Sentence.EMPTY;
    };
  }

  private static int place(List<String> order, String task) {
    int place = order.indexOf(task);
    return place < 0 ? Integer.MAX_VALUE : place;
  }

  private static int landingPlace(TaskState state) {
    return switch (state) {
      case LANDING -> 0;
      case CHECKING, MERGING -> 1;
      case QUEUED -> 2;
      case SEALING -> 3;
      default -> 4;
    };
  }
}
