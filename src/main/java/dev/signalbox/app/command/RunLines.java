package dev.signalbox.app.command;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.FailureReason;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.workspace.Sealed;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The words for a run in a terminal.
final class RunLines {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final String GREEN = "32";
  private static final String RED = "31";
  private static final String YELLOW = "33";
  private static final String BLUE = "34";

  private final boolean colours;

  RunLines(boolean colours) {
    this.colours = colours;
  }

  /// What to print for `entry`, which `state` has taken in already; many entries need no line.
  Optional<String> of(Entry entry, RunState state) {
    return text(entry, state).map(text -> TIME.format(entry.at()) + "  " + text);
  }

  private Optional<String> text(Entry entry, RunState state) {
    Instant at = entry.at();
    return Optional.ofNullable(
        switch (entry.event()) {
          case Event.RunStarted e ->
              "%s: %s, %d at once, into %s%s"
                  .formatted(
                      e.plan().name(),
                      e.plan().tasks().size() == 1 ? "1 task" : e.plan().tasks().size() + " tasks",
                      e.plan().parallel(),
                      e.plan().into(),
                      notes(e.notes()));
          case Event.RunResumed e -> "goes on" + notes(e.notes());
          case Event.Noted e -> paint(YELLOW, "! ") + e.text();
          case Event.Paused e -> "paused by " + e.by();
          case Event.Continued e -> "goes on, says " + e.by();
          case Event.Draining e ->
              "draining: nothing new starts" + (e.why().isEmpty() ? "" : "; " + e.why());
          case Event.Stopping e -> "stopping: " + e.why();
          case Event.ParallelChanged e ->
              "%d at once from now on, says %s".formatted(e.parallel(), e.by());
          case Event.CapacityChanged e ->
              "%s runs %d at once from now on, says %s".formatted(e.agent(), e.capacity(), e.by());
          case Event.Throttled e when e.atMost() < 0 -> "the machine has room again";
          case Event.Throttled e ->
              paint(YELLOW, "! ") + "%d at once for now: %s".formatted(e.atMost(), e.why());
          case Event.BreakerOpened e ->
              paint(YELLOW, "! ")
                  + "%s failed %d times in a row and is left alone for %s"
                      .formatted(e.agent(), e.failures(), length(Duration.between(at, e.until())));
          case Event.BreakerHalfOpened e -> e.agent() + " is tried again";
          case Event.BreakerClosed e -> e.agent() + " works again";
          case Event.LimitReached e ->
              paint(YELLOW, "! ")
                  + "the usage limit of %s is reached for %s%s"
                      .formatted(
                          e.account(),
                          length(Duration.between(at, e.until())),
                          e.detail().isEmpty() ? "" : ": " + e.detail());
          case Event.LimitLifted e -> e.account() + " can be used again";
          case Event.Reordered e ->
              "the queue as %s wants it: %s"
                  .formatted(e.by(), clip(String.join(", ", e.order()), 80));
          case Event.HeadMoved e -> "somebody else moved the integration branch";
          case Event.BaseMoved e when e.behind() > 0 ->
              "%s has moved: the branch is %s"
                  .formatted(state.followed().name(), state.followed().words());
          case Event.BaseMoved _ -> null;
          case Event.BaseMergeStarted _ -> "merging " + state.followed().name();
          case Event.BaseLandingStarted _ -> null;
          case Event.BaseMerged e ->
              paint(GREEN, "✓ ")
                  + "%s merged as %s"
                      .formatted(
                          state.followed().name(),
                          e.commit().substring(0, Math.min(8, e.commit().length())));
          case Event.BaseNotMerged e ->
              paint(YELLOW, "! ") + "%s not merged: %s".formatted(state.followed().name(), e.why());
          case Event.BaseCheckStarted e -> "checking the base";
          case Event.BaseChecked e when e.passed() ->
              paint(GREEN, "✓ ") + "the base passes the check";
          case Event.BaseChecked e ->
              paint(RED, "✕ ") + "the base fails the check:\n" + indent(e.tail());
          case Event.CheckDoubted e when e.again() ->
              paint(YELLOW, "! ")
                  + "the check failed on %s and runs once more on the same"
                      .formatted(together(e.tasks()));
          case Event.CheckDoubted e ->
              paint(YELLOW, "! ")
                  + "the check fails on %s; now with the first of them"
                      .formatted(together(e.tasks()));
          case Event.RunEnded e -> null;
          case Event.OfTask e -> ofTask(e, at, state);
        });
  }

  /// Once for two tasks, however it grows; that both change a file is no news on a terminal.
  private static boolean isNews(Event.ConflictSeen seen, Instant at, RunState state) {
    List<String> two = seen.conflict().tasks();
    return seen.conflict().isInTheWay()
        && state
            .seenBetween(two.getFirst(), two.getLast())
            .filter(found -> found.at().equals(at))
            .isPresent();
  }

  private static String places(Conflict conflict) {
    String paths = String.join(", ", conflict.paths());
    return conflict.hunks().isEmpty()
        ? paths
        : "%s (lines %s and %s)"
            .formatted(
                paths, conflict.hunks().getFirst().left(), conflict.hunks().getFirst().right());
  }

  private @Nullable String ofTask(Event.OfTask event, Instant at, RunState state) {
    if (event instanceof Event.TaskRemoved e) {
      return "- %s taken out by %s".formatted(e.task(), e.by());
    }
    TaskStatus status = state.status(event.task());
    return switch (event) {
      case Event.AttemptPrepared e ->
          paint(BLUE, "▶ ")
              + name(status)
              + " "
              + status.agent()
              + (e.attempt() > 1 ? ", attempt " + e.attempt() : "");
      // What the account or the machine lacks is said once for all of its tasks.
      case Event.AttemptEnded e
          when e.reason() == FailureReason.LIMIT
              || e.reason() == FailureReason.MACHINE
              // Said when it was.
              || e.reason() == FailureReason.SENT_BACK ->
          null;
      case Event.AttemptEnded e when e.reason() != null ->
          paint(RED, "✕ ") + name(status) + " " + detail(e.reason().name(), e.detail());
      case Event.CheckFailed e ->
          paint(RED, "✕ ") + name(status) + " the check failed:\n" + indent(e.tail());
      case Event.HookRefused e ->
          paint(RED, "✕ ")
              + name(status)
              + " the hook %s of the repository %s%s"
                  .formatted(e.hook(), e.why(), e.tail().isBlank() ? "" : ":\n" + indent(e.tail()));
      case Event.ConflictFound e when e.conflict().kind() == Conflict.Kind.STALE_READ ->
          paint(YELLOW, "⚡ ") + name(status) + e.conflict().detail().replaceFirst("^It", "");
      case Event.ConflictResolved e
          when e.settlement().by().isEmpty() || !e.settlement().leftOut().isEmpty() ->
          "  " + name(status) + " is " + e.settlement().words();
      case Event.ConflictFound e ->
          paint(YELLOW, "⚡ ")
              + name(status)
              + " conflicts in "
              + String.join(", ", e.conflict().paths())
              + (e.conflict().tasks().size() > 1
                  ? " with "
                      + String.join(
                          ", ", e.conflict().tasks().subList(1, e.conflict().tasks().size()))
                  : "");
      case Event.ConflictSeen e
          when e.conflict().kind() == Conflict.Kind.STALE_READ && isNews(e, at, state) ->
          paint(YELLOW, "⚡ ") + name(status) + " and " + e.other() + ": " + e.conflict().detail();
      case Event.ConflictSeen e when e.conflict().kind() == Conflict.Kind.CHECK ->
          paint(YELLOW, "⚡ ")
              + name(status)
              + " and "
              + e.other()
              + " each pass the check alone, and fail it together:\n"
              + indent(e.conflict().detail());
      case Event.ConflictSeen e when isNews(e, at, state) ->
          paint(YELLOW, "⚡ ")
              + name(status)
              + " and "
              + e.other()
              + " do not fit: "
              + places(e.conflict());
      case Event.ConflictSeen _ -> null;
      case Event.ConflictGone e
          when state.conflicts().stream()
              .anyMatch(c -> c.isSeenBetween(e.task(), e.other()) && c.conflict().isInTheWay()) ->
          "  %s and %s: %s".formatted(name(status), e.other(), e.how());
      case Event.ConflictGone _ -> null;
      case Event.RetryScheduled e when e.retry() > 0 ->
          "  %s tries again in %s (%d of %d)"
              .formatted(
                  name(status),
                  length(Duration.between(status.since(), e.at())),
                  e.retry(),
                  status.task().retries().max());
      case Event.RetryScheduled e -> "  %s %s".formatted(name(status), e.detail());
      case Event.ApprovalAsked e -> paint(YELLOW, "◆ ") + name(status) + " " + e.question();
      case Event.DecisionAsked e -> paint(YELLOW, "◆ ") + e.question();
      case Event.Reminded e ->
          paint(YELLOW, "◆ ")
              + "%s has waited for you for %s: %s"
                  .formatted(
                      name(status),
                      length(Duration.between(status.since(), at)),
                      status.question());
      case Event.Approved e ->
          "  %s approved %s by %s".formatted(name(status), e.gate().purpose(), e.by());
      case Event.Rejected e ->
          paint(RED, "✕ ") + name(status) + " rejected by " + e.by() + said(e.message());
      case Event.ResolutionGiven e ->
          "  " + name(status) + " resolved by " + e.by() + said(e.message());
      case Event.Landed e -> paint(GREEN, "✓ ") + name(status) + " " + landed(status, e.commit());
      case Event.LandingFound e ->
          paint(GREEN, "✓ ") + name(status) + " had landed: found on the branch";
      case Event.TaskFailed e ->
          paint(RED, "✕ ")
              + name(status)
              + " failed for good"
              + (isSaid(status, e.detail()) ? "" : ": " + e.detail());
      case Event.TaskSkipped e -> "⤼ " + name(status) + " skipped, after " + e.because();
      case Event.TaskCancelled e -> "✕ " + name(status) + " called off by " + e.by();
      case Event.TaskChanged e -> "  " + name(status) + " changed by " + e.by();
      case Event.TaskHeld e -> "‖ " + name(status) + " held by " + e.by();
      case Event.TaskReleased e -> "  " + name(status) + " released by " + e.by();
      case Event.Yielded e ->
          "‖ %s lets %s land first (%s)".formatted(name(status), e.to(), e.by());
      case Event.SentBack e ->
          "‖ %s runs again after %s (%s)".formatted(name(status), e.to(), e.by());
      case Event.DependencyAdded e ->
          "‖ %s comes after %s from now on (%s)".formatted(name(status), e.after(), e.by());
      case Event.YieldEnded e ->
          "  %s does not wait for %s any more (%s)".formatted(name(status), e.to(), e.by());
      case Event.AttemptParked e -> "  " + name(status) + " waits in its work tree";
      case Event.TaskAdded e -> "+ " + name(status) + " added";
      case Event.TaskReset e -> "  " + name(status) + " runs again, says " + e.by();
      case Event.AttemptLost e when e.reason() == FailureReason.MACHINE ->
          "  " + name(status) + " waits until the machine has room";
      case Event.AttemptLost e -> "  " + name(status) + " was cut short and runs again on resume";
      default -> null;
    };
  }

  private static String together(List<String> tasks) {
    return clip(String.join(", ", tasks), 80) + (tasks.size() > 1 ? " together" : "");
  }

  private static String said(String message) {
    return message.isEmpty() ? "" : ": " + message;
  }

  /// Whether the end of its last attempt said so already.
  private static boolean isSaid(TaskStatus status, String detail) {
    return status.lastAttempt().filter(a -> a.detail().equals(detail)).isPresent();
  }

  private static String landed(TaskStatus status, String commit) {
    Duration took = status.lastAttempt().map(a -> a.took(status.since())).orElse(Duration.ZERO);
    if (commit.isEmpty()) {
      return "changed nothing; its command took " + length(took);
    }
    Sealed sealed = status.lastAttempt().map(Attempt::sealed).orElse(null);
    int files = sealed == null ? 0 : sealed.changes().size();
    return "landed as %s, %d %s; its command took %s%s"
        .formatted(
            commit.substring(0, Math.min(8, commit.length())),
            files,
            files == 1 ? "file" : "files",
            length(took),
            status.passedAtSecondTry() ? "; the check passed at the second try" : "");
  }

  /// The live line at the bottom.
  String progress(RunState state) {
    int total = state.tasks().size();
    int landed = state.count(TaskState.LANDED);
    StringBuilder running = new StringBuilder();
    for (String id : state.inState(TaskState.RUNNING)) {
      running.append(running.isEmpty() ? "" : " ").append(id);
    }
    int asking =
        state.count(TaskState.ASKING_START)
            + state.count(TaskState.ASKING_LANDING)
            + state.count(TaskState.ASKING_DECISION);
    int filled = total == 0 ? 0 : landed * 20 / total;
    String behind = state.followed().words();
    return "%d/%d %s%s %s%s%s%s"
        .formatted(
            landed,
            total,
            "▓".repeat(filled),
            "░".repeat(20 - filled),
            length(state.elapsed(Instant.now())),
            running.isEmpty() ? "" : " · " + clip(running.toString(), 60),
            asking == 0 ? "" : " · " + asking + " wait for you",
            behind.isEmpty() ? "" : " · " + behind);
  }

  /// The last line.
  String conclusion(RunState state) {
    RunOutcome outcome = state.outcome().orElse(RunOutcome.STOPPED);
    String took = state.ended().map(ended -> " in " + length(state.elapsed(ended))).orElse("");
    String behind = state.followed().words();
    String text =
        state.outcomeReason() + took + notClaimed(state) + (behind.isEmpty() ? "" : "; " + behind);
    return switch (outcome) {
      case SUCCEEDED -> paint(GREEN, "✓ ") + "Succeeded: " + text;
      case FAILED -> paint(RED, "✕ ") + "Failed: " + text;
      case STOPPED -> "‖ Stopped: " + text;
      case INTERRUPTED -> "‖ Interrupted" + took + notClaimed(state);
    };
  }

  /// What landed without a place in a serial order.
  private static String notClaimed(RunState state) {
    StringBuilder text = new StringBuilder();
    state
        .isolations()
        .forEach(
            (isolation, tasks) -> {
              if (!isolation.isClaimed()) {
                text.append(text.isEmpty() ? "; " : ", ");
                text.append(tasks).append(' ').append(isolation.word());
              }
            });
    return text.toString();
  }

  private static String notes(List<String> notes) {
    StringBuilder text = new StringBuilder();
    notes.forEach(note -> text.append("\n          ").append(note));
    return text.toString();
  }

  private static String detail(String reason, String detail) {
    return detail.isEmpty() ? reason.toLowerCase(Locale.ROOT) : detail;
  }

  private static String indent(String text) {
    return text.strip().indent(12).stripTrailing();
  }

  private static String name(TaskStatus status) {
    return "%-16s".formatted(status.id());
  }

  private static String clip(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length - 1) + "…";
  }

  private static String length(Duration duration) {
    if (duration.compareTo(Duration.ofSeconds(10)) < 0) {
      return "%.1f s".formatted(duration.toMillis() / 1000.0);
    }
    long seconds = duration.toSeconds();
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  private String paint(String colour, String text) {
    return colours ? "\u001b[" + colour + "m" + text + "\u001b[0m" : text;
  }
}
