package dev.signalbox.engine;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.resolve.Step;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.workspace.Resolved;
import dev.signalbox.workspace.Sealed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happened. The journal is a list of these; state is their fold.
public sealed interface Event {

  /// Concerns one task.
  sealed interface OfTask extends Event {
    String task();
  }

  // ---- the run ----------------------------------------------------------------------------------

  /// @param planFile where the plan was read from; empty where it was handed over in code
  /// @param repository the folder of the repository; empty where there is none
  /// @param base the commit the run starts from
  /// @param head the integration branch's head at the start
  /// @param notes sentences for people
  record RunStarted(
      String run,
      Plan plan,
      String planFile,
      String repository,
      String base,
      String head,
      List<String> notes)
      implements Event {}

  /// A session that goes on with a run whose last session ended or died.
  record RunResumed(String head, List<String> notes) implements Event {}

  record Paused(String by) implements Event {}

  record Continued(String by) implements Event {}

  /// Nothing starts any more; what runs may land.
  ///
  /// @param outcome how the session is going to end
  record Draining(String by, String why, RunOutcome outcome) implements Event {
    /// An operator asked for it.
    public Draining(String by) {
      this(by, "", RunOutcome.STOPPED);
    }
  }

  /// Everything that runs is being ended.
  ///
  /// @param outcome how the session is going to end
  record Stopping(String by, String why, RunOutcome outcome) implements Event {}

  record ParallelChanged(int parallel, String by) implements Event {}

  record CapacityChanged(String agent, int capacity, String by) implements Event {}

  /// The machine runs short of something, or no longer so much of it.
  ///
  /// @param atMost how many commands run at once until it says otherwise: 0 where nothing new
  ///   starts, -1 for as many as the operator allows
  record Throttled(int atMost, String why) implements Event {}

  /// An agent failed so often in a row that it is left alone until then.
  record BreakerOpened(String agent, int failures, Instant until) implements Event {}

  /// One attempt may try whether the agent works again.
  record BreakerHalfOpened(String agent) implements Event {}

  /// The agent works again.
  record BreakerClosed(String agent) implements Event {}

  /// An account has used up what it may for now.
  ///
  /// @param agent whose attempt met the limit
  record LimitReached(String account, String agent, Instant until, String detail)
      implements Event {}

  /// The time is up, or a person wants to try now.
  record LimitLifted(String account, String by) implements Event {}

  /// The operator's order of tasks that have not started; it goes before priority and path length.
  record Reordered(List<String> order, String by) implements Event {}

  /// Somebody else moved the integration branch.
  ///
  /// @param writes what that changed, as in [Merged]
  record HeadMoved(String head, List<String> writes) implements Event {
    public HeadMoved {
      writes = List.copyOf(writes);
    }
  }

  /// The branch that the plan names as the base is elsewhere, or the integration branch has more or
  /// less of it.
  ///
  /// @param behind how many of its commits the integration branch does not have
  /// @param fork the last commit that both have; empty where there is none, or nobody knows
  record BaseMoved(String commit, int behind, String fork) implements Event {
    public BaseMoved {
      // An earlier journal does not say.
      fork = fork == null ? "" : fork;
    }
  }

  /// What has come to the base is being merged and checked.
  record BaseMergeStarted(String base, String onto, String log) implements Event {}

  /// Written before the branch moves to it.
  ///
  /// @param writes what that changes, as in [Merged]
  record BaseLandingStarted(String base, String commit, String onto, List<String> writes)
      implements Event {
    public BaseLandingStarted {
      writes = List.copyOf(writes);
    }
  }

  /// The integration branch has what had come to the base.
  ///
  /// @param writes what that changed, as in [Merged]
  record BaseMerged(String base, String commit, List<String> writes) implements Event {
    public BaseMerged {
      writes = List.copyOf(writes);
    }
  }

  /// It stays without.
  ///
  /// @param why as the end of a sentence
  record BaseNotMerged(String base, String why, Cause cause) implements Event {
    public BaseNotMerged {
      // An earlier journal has none.
      cause = cause == null ? Cause.PROBLEM : cause;
    }

    /// What is in its way.
    public enum Cause {
      /// git cannot merge it onto the branch.
      CONFLICT,
      /// The check fails on what comes of it.
      CHECK,
      /// git, or the machine, could not do it.
      PROBLEM,
      /// Somebody stopped the run meanwhile: no person is needed, the next session goes on.
      STOPPED
    }
  }

  record BaseCheckStarted(String base, String log) implements Event {}

  record BaseChecked(boolean passed, String tail) implements Event {}

  /// The check failed on a tree, and nobody's attempt has failed for it: it is run once more there,
  /// or the tree has the changes of several tasks and whose fault it is is not known yet.
  ///
  /// @param tasks whose changes the tree has, in the order in which they were to land
  /// @param again whether it is run once more on that tree
  record CheckDoubted(List<String> tasks, String tree, String tail, boolean again)
      implements Event {
    public CheckDoubted {
      tasks = List.copyOf(tasks);
    }
  }

  record RunEnded(RunOutcome outcome, String why) implements Event {}

  /// Something a person should know that changes no state.
  record Noted(String text) implements Event {}

  // ---- a task -----------------------------------------------------------------------------------

  /// Added to a run after its start.
  record TaskAdded(Task added) implements OfTask {
    @Override
    public String task() {
      return added.id();
    }
  }

  /// Its definition was changed before it started.
  record TaskChanged(Task changed, String by) implements OfTask {
    @Override
    public String task() {
      return changed.id();
    }
  }

  /// Taken out of the run before it started.
  record TaskRemoved(String task, String by) implements OfTask {}

  /// It does not start until it is released.
  record TaskHeld(String task, String by) implements OfTask {}

  record TaskReleased(String task, String by) implements OfTask {}

  /// It lands only once `to` has landed, or has ended; then it waits for that no longer.
  record Yielded(String task, String to, String by) implements OfTask {}

  /// As [Yielded]; besides, its attempt is ended, and the next starts only then.
  ///
  /// @param detail what the two do not fit in, as the next attempt is told; may be empty
  /// @param paths where; may be empty
  record SentBack(String task, String to, String by, String detail, List<String> paths)
      implements OfTask {
    public SentBack {
      paths = List.copyOf(paths);
    }
  }

  /// It comes after `after` from now on, although it has started; it does not land before another
  /// attempt, which begins once that has landed.
  record DependencyAdded(String task, String after, String by) implements OfTask {}

  /// Ready, and one that it was made to come after while it was under way has not landed.
  record NoLongerReady(String task) implements OfTask {}

  record YieldEnded(String task, String to, String by) implements OfTask {}

  /// All it comes after has landed (and it needs no yes, or has it).
  record BecameReady(String task) implements OfTask {}

  /// @param digest of what the person is shown
  /// @param question one line for people
  record ApprovalAsked(String task, Gate gate, String digest, String question) implements OfTask {}

  /// A person has been waited for so long that one is reminded; nothing is decided.
  ///
  /// @param number which reminder of this question it is, from 1; those that fell due while nobody
  ///   was there to send them are passed over
  record Reminded(String task, int number) implements OfTask {}

  /// @param commitMessage what its commit is to say; empty for what it would
  record Approved(
      String task, Gate gate, String digest, String by, String message, String commitMessage)
      implements OfTask {
    public Approved {
      // An earlier journal has none.
      commitMessage = commitMessage == null ? "" : commitMessage;
    }

    public Approved(String task, Gate gate, String digest, String by, String message) {
      this(task, gate, digest, by, message, "");
    }
  }

  record Rejected(String task, Gate gate, String by, String message) implements OfTask {}

  /// Its claims, a slot and its agent are taken.
  record AttemptStarted(String task, int attempt, String agent, String log) implements OfTask {}

  record AttemptPrepared(
      String task, int attempt, String directory, String base, long prepareMillis, long setupMillis)
      implements OfTask {}

  /// The command ended, or could not be started.
  ///
  /// @param reason null where it succeeded
  record AttemptEnded(
      String task,
      int attempt,
      int exit,
      @Nullable FailureReason reason,
      String detail,
      Map<String, Object> outputs)
      implements OfTask {}

  /// Its command met the usage limit of its account. Its work tree stays as it is, and the next
  /// attempt goes on in it.
  record AttemptParked(String task, int attempt, String account, String detail) implements OfTask {}

  /// The limit is over, or another agent takes it on.
  record Unparked(String task) implements OfTask {}

  record AttemptSealed(String task, int attempt, Sealed sealed) implements OfTask {}

  /// What it changed goes into the merge queue, or back into it.
  record Queued(String task, String why) implements OfTask {}

  /// @param onto the branch's head, or what lands before it together with it
  record MergeStarted(String task, String onto) implements OfTask {}

  /// @param writes what its landing changes on `onto`: files by their paths, and folders whose
  ///   lists of names change, with a `/` behind them
  record Merged(String task, String onto, String tree, String digest, List<String> writes)
      implements OfTask {
    public Merged {
      writes = List.copyOf(writes);
    }
  }

  /// @param tasks whose changes are checked with its own and land with it, in the order in which
  ///   they land; `tree` is that of the last
  record CheckStarted(String task, String tree, String log, List<String> tasks) implements OfTask {
    public CheckStarted {
      // An earlier journal has none.
      tasks = tasks == null ? List.of(task) : List.copyOf(tasks);
    }
  }

  record CheckPassed(String task, String tree) implements OfTask {}

  record CheckFailed(String task, String tree, String tail) implements OfTask {}

  /// A hook of the repository is against its commit.
  ///
  /// @param why as the end of a sentence about the hook
  /// @param tail the end of what the hook printed
  record HookRefused(String task, String hook, String why, String tail) implements OfTask {
    private static final int LAST = 3;
    private static final int LONGEST = 400;

    /// What the next attempt is told: what it came to, and all that is known of what was printed.
    String told() {
      String end = tail.isBlank() ? "." : ":\n" + tail.stripTrailing();
      return "The hook %s of the repository %s%s\n".formatted(hook, why, end);
    }

    /// What it came to, in one line, with the last of what was printed.
    public String words() {
      List<String> lines = tail.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      String last =
          String.join(" / ", lines.subList(Math.max(0, lines.size() - LAST), lines.size()));
      String shown = last.length() > LONGEST ? "…" + last.substring(last.length() - LONGEST) : last;
      return "the hook %s %s%s".formatted(hook, why, shown.isEmpty() ? "" : ": " + shown);
    }
  }

  /// Its commit could not be signed, and it lands only signed: a person is asked.
  ///
  /// @param words what the signer says
  record SigningFailed(String task, String words) implements OfTask {}

  /// Written before the branch moves: a crash in between is settled by asking git. Of tasks that
  /// land together each lies on the one before it, and the branch moves once, to the last.
  record LandingStarted(String task, String commit, String onto) implements OfTask {}

  /// @param commit empty where the task changed nothing
  /// @param isolation how well it is known that it landed as in a serial run
  record Landed(String task, String commit, Isolation isolation) implements OfTask {}

  /// A resume found its commit on the branch, and the log did not say so: the log's tail was lost
  /// after the branch had moved, or an older copy of the journal was put back.
  ///
  /// @param writes what its landing changed, as in [Merged]
  record LandingFound(String task, String commit, List<String> writes) implements OfTask {
    public LandingFound {
      writes = List.copyOf(writes);
    }
  }

  record ConflictFound(String task, Conflict conflict) implements OfTask {}

  record ConflictClosed(String task, String how) implements OfTask {}

  /// What two have written so far, or wait to land, does not fit, or meets in a file; or that is
  /// different from what was seen of the two before.
  ///
  /// @param task the younger of the two, or the only one that is a task
  /// @param conflict of the two, the younger first
  record ConflictSeen(String task, Conflict conflict) implements OfTask {
    /// Another task, or the base.
    public String other() {
      String first = conflict.tasks().getFirst();
      return first.equals(task) ? conflict.tasks().get(1) : first;
    }
  }

  /// The two fit now.
  ///
  /// @param other another task, or the base
  record ConflictGone(String task, String other, String how) implements OfTask {}

  /// The check is about to run on the changes of two tasks together that both wait for a person.
  ///
  /// @param pair the snapshots of both
  record TrialStarted(String task, String other, String pair, String log) implements OfTask {}

  /// The same is over, and does not come again for these snapshots.
  ///
  /// @param red whether the check failed on both together; else it passed, or git does not merge
  ///   them, or it could not be run
  record TrialEnded(String task, String other, String pair, boolean red) implements OfTask {}

  /// Conflicted, and a person decides.
  ///
  /// @param digest of the text conflict that a person can resolve, as in
  ///   [dev.signalbox.workspace.ConflictedMerge]; empty where there is none
  record DecisionAsked(String task, String question, String digest) implements OfTask {
    public DecisionAsked {
      // An earlier journal has none.
      digest = digest == null ? "" : digest;
    }
  }

  /// A person says what is to be in the place of what conflicts. It is kept here before anything
  /// follows from it, and holds for this very conflict.
  ///
  /// @param digest of the conflict they were shown
  record ResolutionGiven(
      String task, String by, String message, String digest, Map<String, Resolved> files)
      implements OfTask {}

  /// What was tried in vain with the conflict that was found last.
  record RungsTried(String task, List<Step> steps) implements OfTask {
    public RungsTried {
      steps = List.copyOf(steps);
    }
  }

  /// A change that git alone cannot merge fits with something else in the place of what conflicts.
  /// What comes of it follows in [Merged].
  record ConflictResolved(String task, Conflict conflict, Settlement settlement)
      implements OfTask {}

  /// @param retry which retry this is, from 1; 0 for a rerun that costs none
  record RetryScheduled(String task, FailureReason reason, String detail, int retry, Instant at)
      implements OfTask {}

  record RetryDue(String task) implements OfTask {}

  record TaskFailed(String task, FailureReason reason, String detail) implements OfTask {}

  /// @param because the task that will never land
  record TaskSkipped(String task, String because) implements OfTask {}

  record TaskCancelled(String task, String by, String message) implements OfTask {}

  /// A person wants it again: from failed, rejected, skipped, cancelled, or instead of a decision.
  record TaskReset(String task, String by, String message) implements OfTask {}

  /// Its attempt ended with the session; nobody's fault, no retry spent.
  record AttemptLost(String task, int attempt, FailureReason reason) implements OfTask {}
}
