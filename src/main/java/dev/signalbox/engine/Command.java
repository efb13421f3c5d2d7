package dev.signalbox.engine;

import dev.signalbox.plan.Task;
import dev.signalbox.workspace.Resolved;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an operator can ask of a run. `by` is who asks, as the journal and the report name them.
public sealed interface Command {
  record Pause(String by) implements Command {}

  record Continue(String by) implements Command {}

  record Drain(String by) implements Command {}

  /// Ends this session; the run can be resumed.
  ///
  /// @param interrupted whether a signal such as Ctrl-C asked for it
  record Stop(String by, String why, boolean interrupted) implements Command {}

  /// Yes, at whichever gate the task stands; at a decision: run it again.
  ///
  /// @param digest of what the person was shown, so that an answer to something else is refused;
  ///   empty for whatever is asked now
  /// @param commitMessage what the commit is to say in place of what it would; empty for that. Only
  ///   before a landing
  record Approve(String task, String by, String message, String digest, String commitMessage)
      implements Command {
    public Approve {
      // An earlier client sends none.
      commitMessage = commitMessage == null ? "" : commitMessage;
    }

    /// With the commit's message as it would be.
    public Approve(String task, String by, String message, String digest) {
      this(task, by, message, digest, "");
    }

    /// To whatever is asked now.
    public Approve(String task, String by, String message) {
      this(task, by, message, "");
    }
  }

  /// No, at whichever gate the task stands; at a decision: drop it.
  ///
  /// @param digest as for [Approve]
  record Reject(String task, String by, String message, String digest) implements Command {
    /// To whatever is asked now.
    public Reject(String task, String by, String message) {
      this(task, by, message, "");
    }
  }

  /// What is to be in the place of what conflicts, where a task waits for that decision.
  ///
  /// @param digest of the conflict the person was shown, see
  ///   [dev.signalbox.workspace.ConflictedMerge]
  /// @param files what becomes of each path of it, and of others where it has to; of
  ///   [#MOST_OF_A_RESOLUTION] characters at the most
  record Resolve(String task, String by, String message, String digest, Map<String, Resolved> files)
      implements Command {}

  /// A commit's message that a person gives is no longer than this.
  int MOST_OF_A_MESSAGE = 1 << 14;

  /// So much of a person's text is kept in the journal.
  int MOST_OF_A_RESOLUTION = 1 << 20;

  /// Calls one task off, or all of them.
  record Cancel(@Nullable String task, String by, String message) implements Command {}

  /// Runs a task again that had ended without landing, and lets what was skipped because of it wait
  /// for it again.
  record Retry(String task, String by, String message) implements Command {}

  /// Moves `task` right before `before` in the queue; to its end where `before` is null.
  record Reorder(String task, @Nullable String before, String by) implements Command {}

  /// Moves `task` to the front of the queue.
  record MoveToFront(String task, String by) implements Command {}

  record SetPriority(String task, int priority, String by) implements Command {}

  /// Keeps `task` from starting until it is released.
  record Hold(String task, String by) implements Command {}

  record Release(String task, String by) implements Command {}

  /// Lets `to` land before `task`: that goes on, and what it changes stays in the merge queue until
  /// `to` has landed or ended. Both are on their way.
  record Yield(String task, String to, String by) implements Command {}

  /// Ends what `task` has under way and runs it again once `to` has landed or ended, on what that
  /// has made of the branch. What it had changed is kept; no retry is spent.
  record SendBack(String task, String to, String by) implements Command {}

  /// Lets `task` come after `after` from now on. Where it has started, that is ended and it runs
  /// again after it, as with [SendBack].
  record ComeAfter(String task, String after, String by) implements Command {}

  /// Lets `task` come after `after`, which came after `task` as somebody had declared. Neither has
  /// started.
  record TurnEdge(String task, String after, String by) implements Command {}

  /// Takes a [Yield] back.
  record EndYield(String task, String to, String by) implements Command {}

  record SetParallel(int parallel, String by) implements Command {}

  record SetCapacity(String agent, int capacity, String by) implements Command {}

  /// Tries an account again whose usage limit was reached.
  record LiftLimit(String account, String by) implements Command {}

  record Add(Task task, String by) implements Command {}

  /// Puts another definition in the place of a task that has not started, its dependencies
  /// included.
  record Change(Task task, String by) implements Command {}

  /// Takes a task that has not started out of the run.
  record Remove(String task, String by) implements Command {}

  /// What became of a command.
  ///
  /// @param accepted whether it was carried out
  /// @param text one sentence: what changed, or why not
  record Result(boolean accepted, String text) {}
}
