package dev.signalbox.console.model;

import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;

/// How many tasks stand where.
///
/// @param landing on their way from their command's end to the branch
/// @param waiting for other tasks, a claim, an agent, a slot or their next attempt
/// @param asking for a person
/// @param skipped skipped or cancelled
/// @param conflicts those that are open and in the way of a landing
public record Counts(
    int total,
    int landed,
    int running,
    int landing,
    int waiting,
    int asking,
    int failed,
    int rejected,
    int skipped,
    int conflicts) {
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  static Counts of(RunState run) {
    int landed = 0;
    int running = 0;
    int landing = 0;
    int waiting = 0;
    int asking = 0;
    int failed = 0;
    int rejected = 0;
    int skipped = 0;
    for (TaskState state : TaskState.values()) {
      int number = run.count(state);
      switch (state) {
        case LANDED -> landed += number;
        case PREPARING, RUNNING -> running += number;
        case SEALING, QUEUED, MERGING, CHECKING, LANDING -> landing += number;
        case WAITING, READY, BACKING_OFF -> waiting += number;
        case ASKING_START, ASKING_LANDING, ASKING_DECISION -> asking += number;
        case FAILED -> failed += number;
        case REJECTED -> rejected += number;
        case SKIPPED, CANCELLED -> skipped += number;
      }
    }
    int conflicts =
        (int) run.conflicts().stream().filter(c -> c.isOpen() && c.conflict().isInTheWay()).count();
    return new Counts(
        run.tasks().size(),
        landed,
        running,
        landing,
        waiting,
        asking,
        failed,
        rejected,
        skipped,
        conflicts);
  }

  /// How many have ended, one way or another.
  public int ended() {
    return landed + failed + rejected + skipped;
  }
}
