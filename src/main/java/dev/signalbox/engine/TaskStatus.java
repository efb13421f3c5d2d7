package dev.signalbox.engine;

import dev.signalbox.plan.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One task within a [RunState]. Read it; only the fold changes it.
public final class TaskStatus {
  private final Task task;
  private final int index;
  final List<Attempt> attempts = new ArrayList<>();
  TaskState state = TaskState.WAITING;
  Instant since;
  @Nullable Instant landedOrEnded;
  boolean holdsClaims;
  boolean approvedStart;
  @Nullable String approvedLandingDigest;
  int retriesSpent;
  int conflicts;
  @Nullable Instant dueAt;
  String reason = "";
  @Nullable FailureReason failure;
  String question = "";
  String askedDigest = "";
  String onto = "";
  String mergedTree = "";
  String mergedDigest = "";
  String checkedTree = "";
  String commit = "";
  String checkLog = "";
  String checkTail = "";
  String conflictDetail = "";

  TaskStatus(Task task, int index, Instant since) {
    this.task = task;
    this.index = index;
    this.since = since;
  }

  public Task task() {
    return task;
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

  public int retriesSpent() {
    return retriesSpent;
  }

  /// How often its change did not fit what had landed.
  public int conflicts() {
    return conflicts;
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

  /// The commit it landed as, or is about to; empty where there is none.
  public String commit() {
    return commit;
  }

  /// Where its last check printed to; empty before.
  public String checkLog() {
    return checkLog;
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
