package dev.signalbox.engine;

import dev.signalbox.graph.Dependency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Says what a task waits for, from the state alone.
public final class Waiting {
  private Waiting() {}

  /// What stands between `task` and its next step; [Blocker.Nothing] where it runs, has ended, or
  /// goes on by itself at once.
  public static Blocker blocker(RunState state, String task) {
    TaskStatus status = state.status(task);
    return switch (status.state()) {
      case WAITING -> new Blocker.OnTasks(missing(state, task));
      case ASKING_START, ASKING_LANDING, ASKING_DECISION -> new Blocker.OnPerson(status.question());
      case READY -> ready(state, status);
      case BACKING_OFF ->
          new Blocker.OnBackoff(status.dueAt().orElse(status.since()), status.reason());
      case QUEUED -> queued(state, status);
      case PREPARING, RUNNING, SEALING, MERGING, CHECKING, LANDING -> new Blocker.Nothing();
      case LANDED, FAILED, REJECTED, SKIPPED, CANCELLED -> new Blocker.Nothing();
    };
  }

  /// Whether the run can go no further until a person says something.
  public static boolean isOnlyForPeople(RunState state) {
    boolean asking = false;
    for (TaskState each : TaskState.values()) {
      if (state.count(each) == 0) {
        continue;
      }
      if (each.isBusy() || each == TaskState.BACKING_OFF || each == TaskState.QUEUED) {
        return false;
      }
      asking |= each.isAsking();
    }
    boolean someStarts =
        state.inState(TaskState.READY).stream()
            .anyMatch(id -> blocker(state, id) instanceof Blocker.Nothing);
    return asking && !someStarts;
  }

  /// The ready tasks in the order in which they would start.
  public static List<String> queue(RunState state) {
    return Scheduler.queue(state).stream().map(TaskStatus::id).toList();
  }

  /// Every task that an order still means something to, as they would start if all were ready.
  public static List<String> order(RunState state) {
    return Scheduler.orderOfAll(state);
  }

  /// The whole reason in words, without the task's own name.
  public static String words(Blocker blocker, Instant now) {
    return switch (blocker) {
      case Blocker.OnTasks on -> "waits for " + String.join(", ", on.tasks());
      case Blocker.OnClaim on when on.since() != null ->
          "claim %s held by %s for %s"
              .formatted(on.mine(), on.holder(), length(Duration.between(on.since(), now)));
      case Blocker.OnClaim on -> "claim %s: %s comes first".formatted(on.mine(), on.holder());
      case Blocker.OnAgent on -> "%s is busy (%d at once)".formatted(on.agent(), on.capacity());
      case Blocker.OnSlot on -> "all %d slots are taken".formatted(on.parallel());
      case Blocker.OnPerson on -> on.question().isEmpty() ? "waits for you" : on.question();
      case Blocker.OnBackoff on -> "tries again in " + length(Duration.between(now, on.at()));
      case Blocker.OnMergeQueue on ->
          on.position() == 1
              ? "next to land"
              : "place %d in the merge queue".formatted(on.position());
      case Blocker.OnBaseCheck on -> "the check of the base has not ended yet";
      case Blocker.OnRun on -> "the run is " + on.what();
      case Blocker.Nothing on -> "";
    };
  }

  private static List<String> missing(RunState state, String task) {
    Set<String> missing = new LinkedHashSet<>();
    for (Dependency dependency : state.graph().into(task)) {
      if (state.status(dependency.from()).state() != TaskState.LANDED) {
        missing.add(dependency.from());
      }
    }
    return new ArrayList<>(missing);
  }

  private static Blocker ready(RunState state, TaskStatus status) {
    if (state.outcome().isPresent()) {
      return new Blocker.OnRun("stopped");
    }
    if (state.isStopping()) {
      return new Blocker.OnRun("stopping");
    }
    if (state.isDraining()) {
      return new Blocker.OnRun("draining");
    }
    return state.isPaused() ? new Blocker.OnRun("paused") : Scheduler.blocker(state, status);
  }

  private static Blocker queued(RunState state, TaskStatus status) {
    if (state.isBaseCheckMissing()) {
      return new Blocker.OnBaseCheck();
    }
    int position = 1;
    for (String id : state.inState(TaskState.QUEUED)) {
      if (id.equals(status.id())) {
        break;
      }
      position++;
    }
    return new Blocker.OnMergeQueue(position);
  }

  static String length(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
