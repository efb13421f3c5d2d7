package dev.signalbox.engine;

import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.plan.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One task within a [RunState]. Read it; only the fold changes it.
public final class TaskStatus {
  private Task task;
  private final int index;
  final List<Attempt> attempts = new ArrayList<>();
  TaskState state = TaskState.WAITING;
  Instant since;
  @Nullable Instant landedOrEnded;
  boolean holdsClaims;

  /// How many of the edges into it wait for a task that has not done yet what lets this one start.
  int missing;

  /// How many of those never will.
  int hopeless;

  /// The [#index] of the first task that is added to the run after this one has become ready.
  int newcomersFrom;

  int overtaken;
  String heldBy = "";

  final SequencedSet<String> yieldsTo = new LinkedHashSet<>();

  Event.@Nullable SentBack sentBack;
  private List<String> toldOf = List.of();

  /// The attempt whose work tree waits to be gone on in; 0 where none does.
  int parkedAttempt;

  boolean approvedStart;
  @Nullable String approvedLandingDigest;
  @Nullable Shown approvedLanding;
  int retriesSpent;
  int conflicts;
  @Nullable Instant dueAt;
  String reason = "";
  @Nullable FailureReason failure;
  String question = "";
  String askedDigest = "";
  int reminded;
  String onto = "";
  String mergedTree = "";
  String mergedDigest = "";
  List<String> mergedWrites = List.of();
  boolean found;
  Isolation isolation = Isolation.NOT_VALIDATED;
  boolean merged;
  String checkedTree = "";
  List<String> together = List.of();
  boolean passedSecond;
  boolean unsigned;
  String commit = "";
  private String commitMessage = "";
  String checkLog = "";
  String checkTail = "";
  Event.@Nullable HookRefused hookRefusal;
  String conflictDetail = "";
  Event.@Nullable ResolutionGiven given;
  @Nullable Settlement settled;
  boolean rungsFailed;

  TaskStatus(Task task, int index, Instant since) {
    this.task = task;
    this.index = index;
    this.since = since;
  }

  /// What an event says of the task itself; its state is moved elsewhere.
  void apply(Event.OfTask event, Instant at) {
    switch (event) {
      case Event.TaskAdded _,
          Event.TaskRemoved _,
          Event.BecameReady _,
          Event.NoLongerReady _,
          Event.ConflictClosed _,
          Event.RungsTried _,
          Event.ConflictSeen _,
          Event.ConflictGone _,
          Event.TrialStarted _,
          Event.TrialEnded _,
          Event.Unparked _ -> {}
      case Event.TaskChanged e -> {
        // A person said yes to all of it but its place in the queue.
        approvedStart &= task.withPriority(e.changed().priority()).equals(e.changed());
        task = e.changed();
      }
      case Event.TaskHeld e -> heldBy = e.by();
      case Event.TaskReleased _ -> heldBy = "";
      case Event.Yielded e -> yieldsTo.add(e.to());
      case Event.SentBack e -> {
        yieldsTo.add(e.to());
        sentBack = e;
        if (!e.detail().isEmpty()) {
          conflictDetail = e.detail();
        }
      }
      case Event.DependencyAdded e -> task = task.alsoAfter(e.after());
      case Event.YieldEnded e -> yieldsTo.remove(e.to());
      case Event.ApprovalAsked e -> {
        question = e.question();
        askedDigest = e.digest();
        reason = "";
        reminded = 0;
      }
      case Event.Approved e -> {
        switch (e.gate()) {
          case BEFORE -> approvedStart = true;
          case LANDING -> {
            approvedLandingDigest = e.digest();
            if (!e.commitMessage().isEmpty()) {
              commitMessage = e.commitMessage();
            }
            approvedLanding = new Shown(onto, mergedTree);
          }
          case DECISION -> {}
        }
      }
      case Event.Reminded e -> reminded = e.number();
      case Event.Rejected e -> reason = e.message();
      case Event.AttemptStarted e -> {
        attempts.add(Attempt.started(e.attempt(), e.agent(), e.log(), at));
        toldOf = sentBack().map(Event.SentBack::paths).orElse(List.of());
        sentBack = null;
        commitMessage = "";
        mergedWrites = List.of();
        given = null;
        settled = null;
        rungsFailed = false;
        passedSecond = false;
        reason = "";
      }
      case Event.AttemptPrepared e -> {
        replaceLast(a -> a.prepared(e, at));
        parkedAttempt = 0;
      }
      case Event.AttemptEnded e -> {
        replaceLast(a -> a.ended(e, at));
        failure = e.reason();
      }
      case Event.AttemptParked e -> {
        replaceLast(a -> a.failed(FailureReason.LIMIT, e.detail(), at));
        parkedAttempt = e.attempt();
        reason = e.detail();
      }
      case Event.AttemptSealed e -> {
        attempts.set(e.attempt() - 1, attempts.get(e.attempt() - 1).sealed(e.sealed()));
        if (e.attempt() > parkedAttempt) {
          parkedAttempt = 0;
        }
      }
      case Event.Queued e -> {
        reason = e.why();
        unsigned = false;
      }
      case Event.SigningFailed _ -> unsigned = true;
      case Event.MergeStarted e -> {
        onto = e.onto();
        merged = false;
        settled = null;
      }
      case Event.Merged e -> {
        onto = e.onto();
        mergedTree = e.tree();
        mergedDigest = e.digest();
        mergedWrites = e.writes();
        merged = true;
      }
      case Event.CheckStarted e -> {
        checkLog = e.log();
        together = e.tasks();
      }
      case Event.CheckPassed e -> {
        checkedTree = e.tree();
        checkTail = "";
      }
      case Event.HookRefused e -> {
        hookRefusal = e;
        rungsFailed |= settled != null && settled.isOfAConflict();
        replaceLast(a -> a.failed(FailureReason.HOOK, e.words(), at));
      }
      case Event.CheckFailed e -> {
        checkTail = e.tail();
        hookRefusal = null;
        rungsFailed |= settled != null && settled.isOfAConflict();
        replaceLast(a -> a.failed(FailureReason.CHECK, lastLine(e.tail()), at));
      }
      case Event.LandingStarted e -> {
        hookRefusal = null;
        commit = e.commit();
        onto = e.onto();
      }
      case Event.Landed e -> {
        commit = e.commit();
        isolation = e.isolation();
        failure = null;
        reason = "";
      }
      case Event.ConflictFound e -> {
        conflicts++;
        conflictDetail = e.conflict().detail();
        replaceLast(
            a -> a.failed(FailureReason.of(e.conflict().kind()), e.conflict().detail(), at));
      }
      case Event.LandingFound e -> {
        commit = e.commit();
        mergedWrites = e.writes();
        found = true;
        failure = null;
        reason = "found on the branch";
        replaceLast(
            a -> a.isCutShort() ? a.failed(FailureReason.LOST, "its end is not known", at) : a);
      }
      case Event.DecisionAsked e -> {
        question = e.question();
        askedDigest = e.digest();
        reason = "";
        reminded = 0;
      }
      case Event.ResolutionGiven e -> given = e;
      case Event.ConflictResolved e -> settled = e.settlement();
      case Event.RetryScheduled e -> {
        failure = e.reason();
        reason = e.detail();
        retriesSpent = Math.max(retriesSpent, e.retry());
        dueAt = e.at();
      }
      case Event.RetryDue _ -> dueAt = null;
      case Event.TaskFailed e -> {
        failure = e.reason();
        reason = e.detail();
      }
      case Event.TaskSkipped e -> reason = "after " + e.because();
      case Event.TaskCancelled e -> {
        reason = e.message();
        replaceLast(a -> a.ended() == null ? a.failed(FailureReason.STOPPED, "called off", at) : a);
      }
      case Event.TaskReset _ -> {
        approvedStart = false;
        approvedLandingDigest = null;
        approvedLanding = null;
        retriesSpent = 0;
        conflicts = 0;
        landedOrEnded = null;
        failure = null;
        reason = "";
      }
      case Event.AttemptLost e ->
          replaceLast(a -> a.failed(e.reason(), "ended with the session", at));
    }
  }

  /// The session ended without a word on an attempt that was under way.
  void cutShort(Instant at) {
    replaceLast(a -> a.ended() == null ? a.cutShort(at) : a);
  }

  private void replaceLast(UnaryOperator<Attempt> change) {
    if (!attempts.isEmpty()) {
      attempts.set(attempts.size() - 1, change.apply(attempts.getLast()));
    }
  }

  private static String lastLine(String text) {
    return text.lines().filter(l -> !l.isBlank()).reduce("", (a, b) -> b);
  }

  public Task task() {
    return task;
  }

  /// Who does its last attempt, or is meant to do its first.
  public String agent() {
    return attempts.isEmpty() ? task.agent() : attempts.getLast().agent();
  }

  /// Who holds it back from starting; empty where nobody does.
  public String heldBy() {
    return heldBy;
  }

  /// Whether it does not start now, whatever room there is: a person holds it, or wants another to
  /// land before.
  boolean isHeldBack() {
    return !heldBy.isEmpty() || !yieldsTo.isEmpty();
  }

  /// Those that a person wants to land before it, and that have neither landed nor ended.
  public List<String> yieldsTo() {
    return List.copyOf(yieldsTo);
  }

  /// Where it did not fit whom it was sent back for, as its last attempt is told.
  List<String> toldOf() {
    return toldOf;
  }

  /// What a person said who wants it to run again once another has landed; until it has started.
  Optional<Event.SentBack> sentBack() {
    return Optional.ofNullable(sentBack);
  }

  /// The attempt that met a usage limit and whose work tree waits to be gone on in, if one does.
  Optional<Attempt> parkedAttempt() {
    return parkedAttempt == 0 ? Optional.empty() : Optional.of(attempts.get(parkedAttempt - 1));
  }

  /// Whether its last attempt goes on where the one before had left its work tree.
  boolean goesOnInItsWorkTree() {
    int last = attempts.size() - 1;
    return last > 0
        && attempts.get(last).directory().equals(attempts.get(last - 1).directory())
        && attempts.get(last - 1).reason() == FailureReason.LIMIT;
  }

  /// Whether it has been overtaken so often that it goes first, see [Overtaking].
  boolean goesFirst() {
    return overtaken >= Overtaking.PATIENCE;
  }

  public String id() {
    return task.id();
  }

  /// Its place in the plan, from 0.
  public int index() {
    return index;
  }

  public TaskState state() {
    return state;
  }

  /// When it came into its state.
  public Instant since() {
    return since;
  }

  /// Every attempt so far, the oldest first.
  public List<Attempt> attempts() {
    return Collections.unmodifiableList(attempts);
  }

  public Optional<Attempt> lastAttempt() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getLast());
  }

  /// When its first attempt started.
  public Optional<Instant> started() {
    return attempts.isEmpty() ? Optional.empty() : Optional.of(attempts.getFirst().started());
  }

  /// When it came into a final state.
  public Optional<Instant> ended() {
    return Optional.ofNullable(landedOrEnded);
  }

  /// Whether it holds its claims: from its first start until it has landed or ended for good.
  public boolean holdsClaims() {
    return holdsClaims;
  }

  /// Whether a person has said yes to its start.
  public boolean isStartApproved() {
    return approvedStart;
  }

  /// The digest a person said yes to at landing, if one did.
  public Optional<String> approvedLandingDigest() {
    return Optional.ofNullable(approvedLandingDigest);
  }

  /// What a person is shown of the change that is to land, while one is asked.
  public Optional<Shown> shown() {
    return state == TaskState.ASKING_LANDING
        ? Optional.of(new Shown(onto, mergedTree))
        : Optional.empty();
  }

  /// What a person was shown and said yes to, where one is asked again because it is not that any
  /// more.
  public Optional<Shown> shownBefore() {
    return state == TaskState.ASKING_LANDING
        ? Optional.ofNullable(approvedLanding)
        : Optional.empty();
  }

  /// The conflict that a person is asked to decide, while one is.
  public Optional<Undecided> undecided() {
    return state != TaskState.ASKING_DECISION || askedDigest.isEmpty()
        ? Optional.empty()
        : lastAttempt()
            .map(Attempt::sealed)
            .map(left -> new Undecided(askedDigest, onto, left.base(), left.commit()));
  }

  /// What a person last said is to be in the place of what conflicts, until the task runs again.
  public Optional<Event.ResolutionGiven> resolutionGiven() {
    return Optional.ofNullable(given);
  }

  /// What took the place of what conflicts in its last merge, where git alone could not merge it.
  public Optional<Settlement> settlement() {
    return Optional.ofNullable(settled);
  }

  /// Whether the check has failed on what the ladder made of its conflict.
  boolean haveRungsFailed() {
    return rungsFailed;
  }

  /// Whether its last merge is what a person made of a conflict.
  boolean isDecidedByAPerson() {
    return settled != null && !settled.by().isEmpty();
  }

  public int retriesSpent() {
    return retriesSpent;
  }

  /// How often its change did not fit what had landed.
  public int conflicts() {
    return conflicts;
  }

  /// How often it had read what others have changed since, so that it had to run again.
  public int staleReads() {
    return (int) attempts.stream().filter(a -> a.reason() == FailureReason.STALE_READ).count();
  }

  /// How well it is known that it landed as in a serial run; of use once it has landed.
  public Isolation isolation() {
    return isolation;
  }

  /// Whether it was found on the branch without the log's saying how it had landed.
  public boolean isFound() {
    return found;
  }

  /// What its landing changed, or would: files by their paths, and folders whose lists of names
  /// change, with a `/` behind them; empty before it is merged.
  public List<String> mergedWrites() {
    return mergedWrites;
  }

  /// When its next attempt is due, while it backs off.
  public Optional<Instant> dueAt() {
    return Optional.ofNullable(dueAt);
  }

  /// Why it is in its state, one line; may be empty.
  public String reason() {
    return reason;
  }

  /// Why it failed, or why its last attempt did.
  public Optional<FailureReason> failure() {
    return Optional.ofNullable(failure);
  }

  /// What a person is asked, while one is.
  public String question() {
    return question;
  }

  /// The digest of what a person is shown, while one is asked.
  public String askedDigest() {
    return askedDigest;
  }

  /// How often a person was reminded of what is asked; 0 where nobody is asked.
  public int reminded() {
    return state.isAsking() ? reminded : 0;
  }

  /// When a person is reminded for the first, second, … time of what is asked; empty where nobody
  /// is to be.
  Optional<Instant> reminderDue(int number) {
    Duration after = task.remind();
    return state.isAsking() && after != null
        ? Optional.of(since.plus(after.multipliedBy(1L << (number - 1))))
        : Optional.empty();
  }

  /// The head its change was last merged onto; empty before.
  public String onto() {
    return onto;
  }

  /// The tree of that merge; empty before.
  public String mergedTree() {
    return mergedTree;
  }

  /// The digest of that merge; empty before.
  public String mergedDigest() {
    return mergedDigest;
  }

  /// The last tree of its that passed the check; empty before.
  public String checkedTree() {
    return checkedTree;
  }

  /// Whose changes its last check was about, in the order in which they were to land; its own among
  /// them. Empty before.
  public List<String> checkedTogether() {
    return together;
  }

  /// Whether the check runs on the tree of its own merge: what it needs is counted once.
  boolean isTip() {
    return !together.isEmpty() && together.getLast().equals(task.id());
  }

  /// Whether the check that let it land had failed on the same tree before.
  public boolean passedAtSecondTry() {
    return passedSecond;
  }

  /// Whether a person is asked because its commit could not be signed.
  public boolean isUnsigned() {
    return unsigned;
  }

  /// The commit it landed as, or is about to; empty where there is none.
  public String commit() {
    return commit;
  }

  /// What a person wants its commit to say; empty where nobody has said.
  public String commitMessage() {
    return commitMessage;
  }

  /// What its commit says where neither a person nor its agent has said: its id, and the first line
  /// of its description.
  public String usualMessage() {
    String first = task.description().strip().lines().findFirst().orElse("");
    return first.isEmpty() ? id() : id() + ": " + first;
  }

  /// Where its last check printed to; empty before.
  public String checkLog() {
    return checkLog;
  }

  /// What a hook of the repository has against its last result; empty where none has anything.
  public Optional<Event.HookRefused> hookRefusal() {
    return Optional.ofNullable(hookRefusal);
  }

  /// The end of what its last failed check printed; the next attempt is told.
  public String checkTail() {
    return checkTail;
  }

  /// What its change did not fit; the next attempt is told. Empty where it fitted.
  public String conflictDetail() {
    return conflictDetail;
  }
}
