package dev.signalbox.engine;

import static dev.signalbox.engine.TaskState.*;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The transition table: which event moves a task from which state to which. It is the truth; the
/// diagram in the guide is made from it by a test, and the simulator counts which of its rows were
/// taken.
public final class Transitions {

  /// One row.
  public record Transition(TaskState from, Class<? extends Event> on, TaskState to) {}

  private static final Map<Class<? extends Event>, Map<TaskState, TaskState>> TABLE =
      new LinkedHashMap<>();

  private static final Set<TaskState> OPEN = openStates();

  static {
    on(Event.ApprovalAsked.class, WAITING, ASKING_START);
    on(Event.ApprovalAsked.class, CHECKING, ASKING_LANDING);
    on(Event.ApprovalAsked.class, MERGING, ASKING_LANDING);
    on(Event.BecameReady.class, WAITING, READY);
    on(Event.BecameReady.class, ASKING_START, READY);
    on(Event.NoLongerReady.class, READY, WAITING);
    for (TaskState unstarted : List.of(WAITING, ASKING_START, READY)) {
      // Looked at anew: what it comes after and what a person was shown may be different.
      on(Event.TaskChanged.class, unstarted, WAITING);
    }
    on(Event.AttemptStarted.class, READY, PREPARING);
    on(Event.AttemptPrepared.class, PREPARING, RUNNING);
    on(Event.AttemptEnded.class, PREPARING, SEALING);
    on(Event.AttemptEnded.class, RUNNING, SEALING);
    on(Event.AttemptParked.class, SEALING, PARKED);
    on(Event.Unparked.class, PARKED, READY);
    on(Event.Queued.class, SEALING, QUEUED);
    on(Event.Queued.class, MERGING, QUEUED);
    on(Event.Queued.class, CHECKING, QUEUED);
    on(Event.Queued.class, ASKING_LANDING, QUEUED);
    on(Event.Queued.class, ASKING_DECISION, QUEUED);
    on(Event.Queued.class, LANDING, QUEUED);
    on(Event.MergeStarted.class, QUEUED, MERGING);
    on(Event.CheckStarted.class, MERGING, CHECKING);
    // Once more, or with fewer.
    on(Event.CheckStarted.class, CHECKING, CHECKING);
    on(Event.LandingStarted.class, MERGING, LANDING);
    on(Event.LandingStarted.class, CHECKING, LANDING);
    on(Event.Landed.class, SEALING, LANDED);
    on(Event.Landed.class, MERGING, LANDED);
    on(Event.Landed.class, CHECKING, LANDED);
    on(Event.Landed.class, LANDING, LANDED);
    for (TaskState state : TaskState.values()) {
      // A log without its tail may have left the task anywhere.
      if (state != LANDED) {
        on(Event.LandingFound.class, state, LANDED);
      }
    }
    on(Event.RetryScheduled.class, SEALING, BACKING_OFF);
    on(Event.RetryScheduled.class, QUEUED, BACKING_OFF);
    on(Event.RetryScheduled.class, MERGING, BACKING_OFF);
    on(Event.RetryScheduled.class, CHECKING, BACKING_OFF);
    on(Event.RetryScheduled.class, ASKING_LANDING, BACKING_OFF);
    on(Event.RetryScheduled.class, ASKING_DECISION, BACKING_OFF);
    on(Event.RetryDue.class, BACKING_OFF, READY);
    on(Event.DecisionAsked.class, MERGING, ASKING_DECISION);
    on(Event.DecisionAsked.class, CHECKING, ASKING_DECISION);
    on(Event.AttemptLost.class, PREPARING, READY);
    on(Event.AttemptLost.class, RUNNING, READY);
    on(Event.AttemptLost.class, SEALING, READY);
    on(Event.TaskFailed.class, SEALING, FAILED);
    on(Event.TaskFailed.class, MERGING, FAILED);
    on(Event.TaskFailed.class, CHECKING, FAILED);
    on(Event.TaskFailed.class, LANDING, FAILED);
    on(Event.Rejected.class, ASKING_START, REJECTED);
    on(Event.Rejected.class, ASKING_LANDING, REJECTED);
    on(Event.Rejected.class, ASKING_DECISION, REJECTED);
    on(Event.TaskSkipped.class, WAITING, SKIPPED);
    for (TaskState open : OPEN) {
      // While the branch moves nobody can say any more whether the task has landed.
      if (open != LANDING) {
        on(Event.TaskCancelled.class, open, CANCELLED);
      }
    }
    for (TaskState ended : List.of(FAILED, REJECTED, SKIPPED, CANCELLED)) {
      on(Event.TaskReset.class, ended, WAITING);
    }
  }

  private Transitions() {}

  /// Where `event` takes a task that is in `from`: empty where it changes no state.
  ///
  /// @throws IllegalStateException where the table has no such row
  static Optional<TaskState> next(TaskState from, Event.OfTask event) {
    Map<TaskState, TaskState> row = TABLE.get(event.getClass());
    if (row == null) {
      return Optional.empty();
    }
    TaskState to = row.get(from);
    if (to == null) {
      throw new IllegalStateException(
          "%s cannot happen to task %s, which is %s"
              .formatted(event.getClass().getSimpleName(), event.task(), from));
    }
    return Optional.of(to);
  }

  /// Every row, in the order of the table.
  public static List<Transition> all() {
    List<Transition> rows = new ArrayList<>();
    TABLE.forEach((on, row) -> row.forEach((from, to) -> rows.add(new Transition(from, on, to))));
    return List.copyOf(rows);
  }

  private static void on(Class<? extends Event> event, TaskState from, TaskState to) {
    TABLE.computeIfAbsent(event, e -> new EnumMap<>(TaskState.class)).put(from, to);
  }

  private static Set<TaskState> openStates() {
    EnumSet<TaskState> open = EnumSet.allOf(TaskState.class);
    open.removeIf(TaskState::isFinal);
    return open;
  }
}
