package dev.signalbox.engine;

import dev.signalbox.graph.Dependency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Says what a task waits for, from the state alone.
public final class Waiting {
  private Waiting() {}

  /// What stands between `task` and its next step; [Blocker.Nothing] where it runs, has ended, or
  /// goes on by itself at once.
  public static Blocker blocker(RunState state, String task) {
    List<Blocker> all = blockers(state, task);
    return all.isEmpty() ? new Blocker.Nothing() : all.getFirst();
  }

  /// Everything that stands between `task` and its next step at this moment, the main reason first.
  public static List<Blocker> blockers(RunState state, String task) {
    TaskStatus status = state.status(task);
    List<Blocker> blockers = withoutHold(state, status);
    if (status.heldBy().isEmpty()
        || !Scheduler.canBeReordered(status)
        || blockers.stream().anyMatch(Blocker.OnHold.class::isInstance)) {
      return blockers;
    }
    List<Blocker> all = new ArrayList<>(blockers);
    all.add(new Blocker.OnHold(status.heldBy()));
    return all;
  }

  private static List<Blocker> withoutHold(RunState state, TaskStatus status) {
    return switch (status.state()) {
      case WAITING -> List.of(new Blocker.OnTasks(missing(state, status.id())));
      case ASKING_START, ASKING_LANDING, ASKING_DECISION ->
          List.of(new Blocker.OnPerson(status.question()));
      case READY -> ready(state, status);
      case BACKING_OFF -> List.of(backingOff(state, status));
      case PARKED -> List.of(parked(state, status));
      case QUEUED -> List.of(queued(state, status));
      case MERGING -> merging(state, status);
      case PREPARING, RUNNING, SEALING, CHECKING, LANDING -> busy(state);
      case LANDED, FAILED, REJECTED, SKIPPED, CANCELLED -> List.of();
    };
  }

  /// Whether the run can go no further until a person says something.
  public static boolean isOnlyForPeople(RunState state) {
    boolean asking = false;
    for (TaskState each : TaskState.values()) {
      if (state.count(each) == 0) {
        continue;
      }
      if (each.isBusy() || each.hasAlarm() || (each == TaskState.QUEUED && !areAllBehind(state))) {
        return false;
      }
      asking |= each.isAsking();
    }
    for (String id : state.inState(TaskState.READY)) {
      switch (blocker(state, id)) {
        case Blocker.Nothing _, Blocker.OnLimit _, Blocker.OnBreaker _ -> {
          return false;
        }
        case Blocker.OnHold _ -> asking = true;
        default -> {}
      }
    }
    return asking;
  }

  /// Whether each queued change has to let another task land first.
  static boolean areAllBehind(RunState state) {
    return state.inState(TaskState.QUEUED).stream()
        .allMatch(id -> state.inTheWayOf(id).isPresent());
  }

  /// The whole reason in words: what stands in the way now, and what does then.
  public static String words(List<Blocker> blockers, Instant now) {
    return String.join("; then ", blockers.stream().map(b -> words(b, now)).toList());
  }

  /// The ready tasks in the order in which they would start.
  public static List<String> queue(RunState state) {
    return Scheduler.queue(state).stream().map(TaskStatus::id).toList();
  }

  /// Every task that an order still means something to, as they would start if all were ready.
  public static List<String> order(RunState state) {
    return Scheduler.orderOfAll(state);
  }

  /// What no order changes: `docs still comes after tests`, where `order` has it the other way
  /// round; empty where it does not. Of several, the first is named.
  public static String staysBehind(RunState state, String task, List<String> order) {
    int place = order.indexOf(task);
    Set<String> earlier = state.graph().ancestors(task);
    Set<String> later = state.graph().descendants(task);
    for (int i = 0; i < order.size(); i++) {
      String other = order.get(i);
      if (i > place && earlier.contains(other)) {
        return task + " still comes after " + other;
      }
      if (i < place && later.contains(other)) {
        return other + " still comes after " + task;
      }
    }
    return "";
  }

  /// One reason in words, without the task's own name.
  public static String words(Blocker blocker, Instant now) {
    return switch (blocker) {
      case Blocker.OnTasks on -> "waits for " + String.join(", ", on.tasks());
      case Blocker.OnClaim on when on.since() != null ->
          "claim %s held by %s (%s) for %s"
              .formatted(
                  on.mine(), on.holder(), on.agent(), length(Duration.between(on.since(), now)));
      case Blocker.OnClaim on -> "claim %s: %s comes first".formatted(on.mine(), on.holder());
      case Blocker.OnAgent on -> "%s is busy (%d at once)".formatted(on.agent(), on.capacity());
      case Blocker.OnResource on ->
          "%s: all %d taken%s"
              .formatted(
                  on.resource(),
                  on.amount(),
                  on.holders().isEmpty() ? "" : " by " + String.join(", ", on.holders()));
      case Blocker.OnTurn on ->
          "leaves %s to %s, which has waited long".formatted(on.what(), on.task());
      case Blocker.OnBreaker on ->
          "%s failed %d times in a row and is tried again in %s"
              .formatted(on.agent(), on.failures(), length(Duration.between(now, on.until())));
      case Blocker.OnLimit on ->
          "the usage limit of %s ends in %s"
              .formatted(on.account(), length(Duration.between(now, on.until())));
      case Blocker.OnHold on -> "held by " + on.by();
      case Blocker.OnSlot on when on.parallel() == 0 -> "nothing starts for now: " + on.why();
      case Blocker.OnSlot on ->
          (on.parallel() == 1 ? "the only slot is taken" : "all %d slots are taken")
                  .formatted(on.parallel())
              + (on.why().isEmpty() ? "" : " (fewer than usual: " + on.why() + ")");
      case Blocker.OnPerson on -> on.question().isEmpty() ? "waits for you" : on.question();
      case Blocker.OnBackoff on -> "tries again in " + length(Duration.between(now, on.at()));
      case Blocker.OnReader on -> on.task() + " has read what this changes, and lands first";
      case Blocker.OnYield on when on.starts() ->
          "runs again once %s has landed".formatted(on.task());
      case Blocker.OnYield on -> "lets %s land first".formatted(on.task());
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
      if (!RunState.satisfies(state.status(dependency.from()))) {
        missing.add(dependency.from());
      }
    }
    return new ArrayList<>(missing);
  }

  private static List<Blocker> ready(RunState state, TaskStatus status) {
    if (state.outcome().isPresent()) {
      return List.of(new Blocker.OnRun("stopped"));
    }
    if (state.isStopping()) {
      return List.of(new Blocker.OnRun("stopping"));
    }
    if (state.isDraining()) {
      return List.of(new Blocker.OnRun("draining"));
    }
    return state.isPaused()
        ? List.of(new Blocker.OnRun("paused"))
        : Scheduler.blockers(state, status);
  }

  private static Blocker backingOff(RunState state, TaskStatus status) {
    return state.outcome().isPresent()
        ? new Blocker.OnRun("stopped")
        : new Blocker.OnBackoff(status.dueAt().orElse(status.since()), status.reason());
  }

  private static Blocker parked(RunState state, TaskStatus status) {
    if (state.outcome().isPresent()) {
      return new Blocker.OnRun("stopped");
    }
    String account = state.account(status.agent());
    Limit limit = state.limits().get(account);
    return new Blocker.OnLimit(account, limit == null ? status.since() : limit.until());
  }

  /// A merged change waits for nothing but what the check needs.
  private static List<Blocker> merging(RunState state, TaskStatus status) {
    return status.merged
        ? state
            .exhausted(state.plan().check().uses())
            .map(r -> List.of(onResource(state, r)))
            .orElse(List.of())
        : List.of();
  }

  static Blocker onResource(RunState state, String resource) {
    List<String> holders = new ArrayList<>();
    for (TaskState each : List.of(TaskState.PREPARING, TaskState.RUNNING, TaskState.CHECKING)) {
      for (String id : state.inState(each)) {
        if (state.needs(state.status(id), each).contains(resource)) {
          holders.add(each == TaskState.CHECKING ? "the check of " + id : id);
        }
      }
    }
    return new Blocker.OnResource(
        resource, state.plan().resources().getOrDefault(resource, 0), holders);
  }

  /// Of a run that has ended, a landing that git could not tell about is still in its state.
  private static List<Blocker> busy(RunState state) {
    return state.outcome().isPresent() ? List.of(new Blocker.OnRun("stopped")) : List.of();
  }

  private static Blocker queued(RunState state, TaskStatus status) {
    if (state.outcome().isPresent()) {
      return new Blocker.OnRun("stopped");
    }
    if (state.isStopping()) {
      return new Blocker.OnRun("stopping");
    }
    if (state.isBaseCheckMissing()) {
      return new Blocker.OnBaseCheck();
    }
    Optional<Blocker> first = state.inTheWayOf(status.id());
    if (first.isPresent()) {
      return first.get();
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
