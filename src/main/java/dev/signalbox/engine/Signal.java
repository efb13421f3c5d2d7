package dev.signalbox.engine;

import dev.signalbox.conflict.live.Sight;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.CommitAnswer;
import dev.signalbox.workspace.Merge;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.WorkTree;
import dev.signalbox.workspace.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What arrives at the engine's thread: a command, or a report on an effect.
sealed interface Signal {

  record Asked(Command command, CompletableFuture<Command.Result> answer) implements Signal {}

  record Subscribed(Consumer<List<Entry>> listener) implements Signal {}

  record Unsubscribed(Consumer<List<Entry>> listener) implements Signal {}

  /// @param since what others may have done to the branch since the attempt was started; null where
  ///   it is as it was
  record Prepared(WorkTree tree, @Nullable Move since) implements Signal {}

  /// @param reason null where the command succeeded
  /// @param tree null where there never was one
  /// @param until when the usage limit it met is over; null where nobody said
  /// @param remark what a person should know although it succeeded; may be empty
  record Ended(
      AttemptKey key,
      @Nullable WorkTree tree,
      int exit,
      @Nullable FailureReason reason,
      String detail,
      Map<String, Object> outputs,
      @Nullable Instant until,
      String remark)
      implements Signal {

    /// An attempt that came to nothing.
    Ended(AttemptKey key, @Nullable WorkTree tree, FailureReason reason, String detail) {
      this(key, tree, -1, reason, detail, Map.of(), null, "");
    }
  }

  /// Its work tree waits to be gone on in.
  record Parked(AttemptKey key, List<String> repositoryChanges) implements Signal {}

  record Kept(Sealed sealed) implements Signal {}

  record NotKept(AttemptKey key, String problem) implements Signal {}

  /// @param tip a commit for the next change to be merged on; empty where there is none
  /// @param settlement what took the place of what conflicts, or was tried in vain; null where git
  ///   merged it, and where nothing was tried
  /// @param objection why what a person gave for it could not; may be empty
  record Merged(
      String task,
      String onto,
      Merge merge,
      String tip,
      @Nullable Settlement settlement,
      String objection)
      implements Signal {}

  /// The change does not fit the head it was to go on, and the branch is elsewhere by now.
  record BranchMoved(String task, Move move) implements Signal {}

  /// The change is none: there is nothing to merge.
  record NothingMerged(String task) implements Signal {}

  record Checked(Workspace.Check check) implements Signal {}

  /// @param tasks whose check it was; empty for that of the base
  record CheckStopped(List<String> tasks) implements Signal {}

  /// The check of two changes together is over.
  ///
  /// @param check null where there is nothing to say: git does not merge them, or it could not run
  /// @param stopped whether it was ended before it was over
  record Tried(Workspace.@Nullable Check check, boolean stopped) implements Signal {}

  record BaseChecked(Workspace.Check check) implements Signal {}

  record BaseTimer() implements Signal {}

  /// @param now null where it has not moved, or could not be looked at
  /// @param problem why it could not; empty where it could
  record BaseSeen(Workspace.@Nullable BaseNow now, String problem) implements Signal {}

  /// @param commit that is to land; empty where it does not
  /// @param cause what is in its way; null where nothing is
  /// @param objection why it does not, as the end of a sentence; empty where it does
  record BaseMergeMade(
      String commit,
      List<String> writes,
      Event.BaseNotMerged.@Nullable Cause cause,
      String objection)
      implements Signal {}

  /// @param moved where the branch had moved meanwhile; null where what came to the base landed
  record BaseLanded(@Nullable Move moved) implements Signal {}

  /// @param commits one a task, in their order; empty where nothing was left to land
  record Committed(List<String> commits) implements Signal {}

  /// @param words the signer's
  record NotSigned(List<String> tasks, String words) implements Signal {}

  /// A hook of the repository is against the commit of `task`; none of those that come after it was
  /// made.
  record CommitRefused(String task, CommitAnswer.Refused by) implements Signal {}

  /// What is done once tasks have landed is done.
  ///
  /// @param notes sentences on what went wrong
  record AfterLanding(List<String> notes) implements Signal {}

  /// @param moved where the branch had moved meanwhile; null where the tasks landed
  record LandingAnswered(List<String> tasks, @Nullable Move moved) implements Signal {}

  /// Somebody else moved the branch.
  ///
  /// @param head where it is
  /// @param writes what that changed
  record Move(String head, List<String> writes) {}

  /// The branch may have moved to the tasks' commits or not: git could not be asked.
  record LandingUnknown(List<String> tasks, String problem) implements Signal {}

  /// Merging, checking or landing could not be done at all.
  ///
  /// @param tasks empty for the check of the base
  record LaneFailed(List<String> tasks, String problem) implements Signal {}

  record RetryTimer(String task) implements Signal {}

  record TimeoutTimer(AttemptKey key) implements Signal {}

  record BreakerTimer(String agent) implements Signal {}

  record LimitTimer(String account) implements Signal {}

  record ReminderTimer(String task) implements Signal {}

  record ProbeTimer() implements Signal {}

  /// @param shortage a sentence on what the machine runs short of; empty where it does not
  record Probed(String shortage) implements Signal {}

  /// How changes of tasks stand to each other.
  record Seen(List<Sight> sights) implements Signal {}

  record Closed() implements Signal {}
}
