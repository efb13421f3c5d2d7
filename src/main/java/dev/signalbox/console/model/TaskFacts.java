package dev.signalbox.console.model;

import dev.signalbox.console.theme.Durations;
import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.Blocker;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a table's row and a node say of a task at one moment.
///
/// @param state its state
/// @param agent who did its last attempt, or is to do the first
/// @param blocker what it waits for
/// @param brief a word: how long it took, or what it waits for
/// @param line a few words on the same
/// @param since when its command started, or null where none runs
/// @param expected how long that is expected to take, or null where nobody knows
/// @param held whether it could start and the run keeps it from that
public record TaskFacts(
    TaskState state,
    String agent,
    Blocker blocker,
    String brief,
    String line,
    @Nullable Instant since,
    @Nullable Duration expected,
    boolean held) {

  static TaskFacts of(RunState run, TaskStatus task, Blocker blocker, Instant now) {
    TaskState state = task.state();
    return switch (state) {
      case WAITING,
          READY,
          PARKED,
          BACKING_OFF,
          QUEUED,
          ASKING_START,
          ASKING_LANDING,
          ASKING_DECISION ->
          waiting(run, task, blocker, now);
      case PREPARING -> same(task, "starts", "makes its work tree");
      case RUNNING -> running(task, now);
      case SEALING -> same(task, "keeping", "keeps its change");
      case MERGING -> same(task, "merging", "merging");
      case CHECKING -> same(task, "checking", "the check runs");
      case LANDING -> same(task, "landing", "landing");
      case LANDED -> same(task, worked(task), worked(task));
      case FAILED -> same(task, "failed", failed(task));
      case REJECTED -> same(task, "rejected", "rejected");
      case SKIPPED -> same(task, "skipped", task.reason());
      case CANCELLED -> same(task, "cancelled", "cancelled");
    };
  }

  private static TaskFacts waiting(RunState run, TaskStatus task, Blocker blocker, Instant now) {
    TaskState state = task.state();
    boolean preview = run.run().isEmpty();
    if (preview && !(blocker instanceof Blocker.OnTasks on && !on.tasks().isEmpty())) {
      return new TaskFacts(state, task.agent(), blocker, "", "starts first", null, null, false);
    }
    return new TaskFacts(
        state,
        task.agent(),
        blocker,
        WaitingWords.brief(blocker, now),
        WaitingWords.line(blocker, now),
        null,
        null,
        (blocker instanceof Blocker.OnRun && state == TaskState.READY) || !task.heldBy().isEmpty());
  }

  private static TaskFacts running(TaskStatus task, Instant now) {
    Instant from = task.lastAttempt().map(Attempt::began).orElse(task.since());
    String elapsed = Durations.clock(Duration.between(from, now));
    return new TaskFacts(
        task.state(),
        task.agent(),
        new Blocker.Nothing(),
        elapsed,
        elapsed,
        from,
        task.task().expect(),
        false);
  }

  private static String worked(TaskStatus task) {
    return task.lastAttempt()
        .filter(a -> a.ended() != null)
        .map(a -> Durations.clock(a.took(a.began())))
        .orElse("");
  }

  private static String failed(TaskStatus task) {
    int attempts = task.attempts().size();
    int most = task.task().retries().max() + 1;
    return attempts > 1 || most > 1
        ? "failed %d of %d".formatted(attempts, Math.max(attempts, most))
        : "failed";
  }

  private static TaskFacts same(TaskStatus task, String brief, String line) {
    return new TaskFacts(
        task.state(), task.agent(), new Blocker.Nothing(), brief, line, null, null, false);
  }
}
