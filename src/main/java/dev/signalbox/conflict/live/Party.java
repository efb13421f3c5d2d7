package dev.signalbox.conflict.live;

import dev.signalbox.claim.Claims;
import dev.signalbox.conflict.Conflict;
import dev.signalbox.watch.Reads;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whose change may meet those of others: an attempt at a task, or the branch from which the run
/// started, with what has come to it.
///
/// @param task the task, or the base by [its name][Conflict#base]
/// @param number which attempt at the task; of the base how often it had ended to differ
/// @param began when; of two the later is the younger
/// @param base the commit it started from
/// @param directory where it works; null once its change is kept
/// @param goesOn whether it goes on in a work tree in which an earlier attempt had worked
/// @param sealed the commit of its change, its base where there is none; empty while it works
/// @param reads what it read, once it works no more; unknown before
/// @param claims what the plan says that it reads and writes
/// @param startedAfter how many had moved the branch before its base
/// @param landedAs its place among those that have moved the branch, from 0; -1 where it has not
/// @param isLast whether it lands after all others, if at all
public record Party(
    String task,
    int number,
    Instant began,
    String base,
    @Nullable Path directory,
    boolean goesOn,
    String sealed,
    Reads reads,
    Claims claims,
    int startedAfter,
    int landedAs,
    boolean isLast) {

  /// An attempt at a task.
  public Party(
      String task,
      int number,
      Instant began,
      String base,
      @Nullable Path directory,
      boolean goesOn,
      String sealed,
      Reads reads,
      Claims claims,
      int startedAfter,
      int landedAs) {
    this(
        task,
        number,
        began,
        base,
        directory,
        goesOn,
        sealed,
        reads,
        claims,
        startedAfter,
        landedAs,
        false);
  }

  /// What has come to the base: a change like any other, older than all and read by nobody. It has
  /// missed what has landed since the two parted.
  ///
  /// @param fork where it and the integration branch parted
  /// @param commit where it is
  public static Party ofBase(
      String name, int number, String fork, String commit, int startedAfter, boolean isLast) {
    return new Party(
        name,
        number,
        Instant.MIN,
        fork,
        null,
        false,
        commit,
        Reads.UNKNOWN,
        new Claims(List.of(), List.of()),
        startedAfter,
        -1,
        isLast);
  }

  boolean isBase() {
    return Conflict.isBase(task);
  }

  boolean hasLanded() {
    return landedAs >= 0;
  }

  /// Whether the two may meet: what has landed is in the way of those only who started before.
  boolean mayMeet(Party other) {
    return hasLanded()
        ? !other.hasLanded() && landedAs >= other.startedAfter
        : !other.hasLanded() || other.mayMeet(this);
  }

  boolean isYoungerThan(Party other) {
    int order = began.compareTo(other.began);
    return order == 0 ? task.compareTo(other.task) > 0 : order > 0;
  }

  boolean isSameAttempt(Party other) {
    return task.equals(other.task) && number == other.number;
  }
}
