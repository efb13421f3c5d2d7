package dev.signalbox.engine;

/// What holds of a task. Only [Transitions] says how one follows another.
public enum TaskState {
  /// Something it comes after has not landed.
  WAITING,
  /// A person is asked before it starts.
  ASKING_START,
  /// Everything before it has landed; it waits for its claims, its agent or a slot.
  READY,
  /// Its work tree is being made.
  PREPARING,
  /// Its command runs.
  RUNNING,
  /// Its command has ended and what it changed is being kept.
  SEALING,
  /// The usage limit of its agent's account was reached; its work tree waits for the next attempt.
  PARKED,
  /// It waits for its next attempt.
  BACKING_OFF,
  /// Its change waits in the merge queue.
  QUEUED,
  /// Its change is being merged onto the branch's head.
  MERGING,
  /// The plan's check runs on the merged tree.
  CHECKING,
  /// A person is asked before it lands.
  ASKING_LANDING,
  /// The branch is being moved to its commit.
  LANDING,
  /// It conflicted twice, and a person decides.
  ASKING_DECISION,
  /// Its change is on the integration branch, or it changed nothing.
  LANDED,
  /// It failed for good.
  FAILED,
  /// A person said no.
  REJECTED,
  /// Something it comes after will never land.
  SKIPPED,
  /// A person called it off.
  CANCELLED;

  /// Nothing more will happen to it by itself.
  public boolean isFinal() {
    return switch (this) {
      case LANDED, FAILED, REJECTED, SKIPPED, CANCELLED -> true;
      default -> false;
    };
  }

  /// It waits for a person and for nothing else.
  public boolean isAsking() {
    return this == ASKING_START || this == ASKING_LANDING || this == ASKING_DECISION;
  }

  /// It occupies a slot and its agent.
  public boolean holdsSlot() {
    return this == PREPARING || this == RUNNING;
  }

  /// A time is set at which it goes on by itself.
  public boolean hasAlarm() {
    return this == BACKING_OFF || this == PARKED;
  }

  /// Something is being done for it at this moment.
  public boolean isBusy() {
    return switch (this) {
      case PREPARING, RUNNING, SEALING, MERGING, CHECKING, LANDING -> true;
      default -> false;
    };
  }

  /// What it has changed so far is on its way to the branch.
  public boolean carriesChange() {
    return switch (this) {
      case RUNNING, SEALING, PARKED, ASKING_DECISION -> true;
      default -> isInMergeQueue();
    };
  }

  /// It is on its way from its command's end to the branch.
  public boolean isInMergeQueue() {
    return switch (this) {
      case QUEUED, MERGING, CHECKING, ASKING_LANDING, LANDING -> true;
      default -> false;
    };
  }
}
