package dev.signalbox.engine;

import dev.signalbox.claim.ClaimTable;
import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.graph.TaskGraph;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The state of a run: the fold of its log. The engine keeps one, every view keeps one of its own,
/// and a resume after a crash folds the journal into a new one. Not safe for use by several
/// threads.
public final class RunState {
  /// What an attempt is taken to last where neither the plan nor earlier runs say.
  public static final Duration ASSUMED = Duration.ofMinutes(1);

  private final Map<String, TaskStatus> tasks = new LinkedHashMap<>();
  private final Map<TaskState, Set<String>> byState = new EnumMap<>(TaskState.class);
  private final Map<String, Integer> busyByAgent = new LinkedHashMap<>();
  private final List<FoundConflict> conflicts = new ArrayList<>();
  private final List<Decision> decisions = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long sequence;
  private String run = "";
  private @Nullable Plan plan;
  private TaskGraph graph = new DependencyResolver().graph();
  private ClaimTable claims = new ClaimTable(false);
  private String planFile = "";
  private String repository = "";
  private String base = "";
  private String head = "";
  private @Nullable Instant started;
  private @Nullable Instant ended;
  private int parallel = 1;
  private boolean paused;
  private boolean draining;
  private boolean stopping;
  private RunOutcome stoppingOutcome = RunOutcome.STOPPED;
  private String stoppingReason = "";
  private @Nullable Boolean basePassed;
  private boolean baseChecking;
  private String baseCheckTail = "";
  private @Nullable RunOutcome outcome;
  private String outcomeReason = "";
  private List<String> order = List.of();
  private @Nullable Map<String, Duration> remaining;

  public RunState() {
    for (TaskState state : TaskState.values()) {
      byState.put(state, new LinkedHashSet<>());
    }
  }

  /// Takes one more entry in.
  ///
  /// @throws IllegalStateException where it does not follow from what came before
  public void apply(Entry entry) {
    if (entry.sequence() != sequence + 1) {
      throw new IllegalStateException(
          "The log goes from entry %d to %d".formatted(sequence, entry.sequence()));
    }
    sequence = entry.sequence();
    Instant at = entry.at();
    switch (entry.event()) {
      case Event.RunStarted e -> start(e, at);
      case Event.RunResumed e -> {
        head = e.head();
        ended = null;
        outcome = null;
        outcomeReason = "";
        paused = false;
        draining = false;
        stopping = false;
        baseChecking = false;
        if (!Boolean.TRUE.equals(basePassed)) {
          basePassed = null;
        }
        notes.addAll(e.notes());
      }
      case Event.Paused e -> {
        paused = true;
        decide(at, "", "paused", e.by(), "");
      }
      case Event.Continued e -> {
        paused = false;
        draining = false;
        decide(at, "", "continued", e.by(), "");
      }
      case Event.Draining e -> {
        draining = true;
        decide(at, "", "drained", e.by(), "");
      }
      case Event.Stopping e -> {
        stopping = true;
        stoppingOutcome = e.outcome();
        stoppingReason = e.why();
        decide(at, "", "stopped", e.by(), e.why());
      }
      case Event.ParallelChanged e -> {
        parallel = e.parallel();
        decide(at, "", "parallel " + e.parallel(), e.by(), "");
      }
      case Event.Reordered e -> {
        order = List.copyOf(e.order());
        decide(at, "", "reordered", e.by(), String.join(", ", e.order()));
      }
      case Event.HeadMoved e -> head = e.head();
      case Event.BaseCheckStarted e -> baseChecking = true;
      case Event.BaseChecked e -> {
        baseChecking = false;
        basePassed = e.passed();
        baseCheckTail = e.tail();
      }
      case Event.RunEnded e -> {
        outcome = e.outcome();
        outcomeReason = e.why();
        ended = at;
        stopping = false;
      }
      case Event.Noted e -> notes.add(e.text());
      case Event.OfTask e -> applyToTask(e, at);
    }
  }

  private void start(Event.RunStarted e, Instant at) {
    run = e.run();
    plan = e.plan();
    planFile = e.planFile();
    repository = e.repository();
    base = e.base();
    head = e.head();
    started = at;
    parallel = e.plan().parallel();
    notes.addAll(e.notes());
    claims = new ClaimTable(e.plan().undeclared() == Undeclared.EXCLUSIVE);
    graph = new DependencyResolver(e.plan().undeclared()).addAll(e.plan().tasks()).graph();
    e.plan().tasks().forEach(task -> addTask(task, at));
  }

  private void addTask(Task task, Instant at) {
    tasks.put(task.id(), new TaskStatus(task, tasks.size(), at));
    members(TaskState.WAITING).add(task.id());
  }

  private void applyToTask(Event.OfTask event, Instant at) {
    if (event instanceof Event.TaskAdded added) {
      addTask(added.added(), at);
      graph = graph.with(added.added());
      remaining = null;
      return;
    }
    TaskStatus status = status(event.task());
    move(status, event, at);
    switch (event) {
      case Event.TaskAdded e -> throw new AssertionError(e);
      case Event.BecameReady e -> {}
      case Event.ApprovalAsked e -> {
        status.question = e.question();
        status.askedDigest = e.digest();
        status.reason = "";
      }
      case Event.Approved e -> {
        if (e.gate() == Gate.BEFORE) {
          status.approvedStart = true;
        } else {
          status.approvedLandingDigest = e.digest();
        }
        decide(at, e.task(), "approved " + name(e.gate()), e.by(), e.message());
      }
      case Event.Rejected e -> {
        status.reason = e.message();
        decide(at, e.task(), "rejected " + name(e.gate()), e.by(), e.message());
        closeConflicts(e.task(), at, "rejected by " + e.by());
      }
      case Event.AttemptStarted e -> {
        status.attempts.add(Attempt.started(e.attempt(), e.agent(), e.log(), at));
        if (!status.holdsClaims) {
          status.holdsClaims = true;
          claims.take(status.id(), status.task().claims());
        }
        status.reason = "";
      }
      case Event.AttemptPrepared e -> replaceLast(status, a -> a.prepared(e, at));
      case Event.AttemptEnded e -> {
        replaceLast(status, a -> a.ended(e, at));
        status.failure = e.reason();
      }
      case Event.AttemptSealed e ->
          status.attempts.set(
              e.attempt() - 1, status.attempts.get(e.attempt() - 1).sealed(e.sealed()));
      case Event.Queued e -> status.reason = e.why();
      case Event.MergeStarted e -> status.onto = e.onto();
      case Event.Merged e -> {
        status.onto = e.onto();
        status.mergedTree = e.tree();
        status.mergedDigest = e.digest();
      }
      case Event.CheckStarted e -> status.checkLog = e.log();
      case Event.CheckPassed e -> {
        status.checkedTree = e.tree();
        status.checkTail = "";
      }
      case Event.CheckFailed e -> {
        status.checkTail = e.tail();
        replaceLast(status, a -> a.failed(FailureReason.CHECK, lastLine(e.tail()), at));
      }
      case Event.LandingStarted e -> {
        status.commit = e.commit();
        status.onto = e.onto();
      }
      case Event.Landed e -> {
        status.commit = e.commit();
        status.failure = null;
        status.reason = "";
        if (!e.commit().isEmpty()) {
          head = e.commit();
        }
        closeConflicts(e.task(), at, "landed after a rerun");
      }
      case Event.LandingFound e -> {
        status.commit = e.commit();
        status.failure = null;
        status.reason = "found on the branch";
        replaceLast(
            status,
            a -> a.ended() == null ? a.failed(FailureReason.LOST, "its end is not known", at) : a);
        closeConflicts(e.task(), at, "found on the branch");
      }
      case Event.ConflictFound e -> {
        conflicts.add(new FoundConflict(at, e.task(), e.conflict(), null, ""));
        status.conflicts++;
        status.conflictDetail = e.conflict().detail();
        replaceLast(status, a -> a.failed(FailureReason.CONFLICT, e.conflict().detail(), at));
      }
      case Event.ConflictClosed e -> closeConflicts(e.task(), at, e.how());
      case Event.DecisionAsked e -> {
        status.question = e.question();
        status.reason = "";
      }
      case Event.RetryScheduled e -> {
        status.failure = e.reason();
        status.reason = e.detail();
        status.retriesSpent = Math.max(status.retriesSpent, e.retry());
        status.dueAt = e.at();
      }
      case Event.RetryDue e -> status.dueAt = null;
      case Event.TaskFailed e -> {
        status.failure = e.reason();
        status.reason = e.detail();
        closeConflicts(e.task(), at, "the task failed");
      }
      case Event.TaskSkipped e -> status.reason = "after " + e.because();
      case Event.TaskCancelled e -> {
        status.reason = e.message();
        decide(at, e.task(), "cancelled", e.by(), e.message());
        closeConflicts(e.task(), at, "cancelled by " + e.by());
      }
      case Event.TaskReset e -> {
        status.approvedStart = false;
        status.approvedLandingDigest = null;
        status.retriesSpent = 0;
        status.conflicts = 0;
        status.landedOrEnded = null;
        status.failure = null;
        status.reason = "";
        decide(at, e.task(), "retried", e.by(), e.message());
      }
      case Event.AttemptLost e ->
          replaceLast(status, a -> a.failed(e.reason(), "ended with the session", at));
    }
  }

  /// The one place where a task's state changes; the counters and the claims follow it.
  private void move(TaskStatus status, Event.OfTask event, Instant at) {
    Optional<TaskState> next = Transitions.next(status.state, event);
    if (next.isEmpty()) {
      return;
    }
    TaskState from = status.state;
    TaskState to = next.get();
    members(from).remove(status.id());
    members(to).add(status.id());
    if (from.holdsSlot() != to.holdsSlot()) {
      busyByAgent.merge(status.task().agent(), to.holdsSlot() ? 1 : -1, Integer::sum);
    }
    status.state = to;
    status.since = at;
    if (!to.isAsking()) {
      status.question = "";
    }
    if (to.isFinal()) {
      status.landedOrEnded = at;
      if (status.holdsClaims) {
        status.holdsClaims = false;
        claims.release(status.id());
      }
    }
  }

  private static void replaceLast(TaskStatus status, UnaryOperator<Attempt> change) {
    if (!status.attempts.isEmpty()) {
      status.attempts.set(status.attempts.size() - 1, change.apply(status.attempts.getLast()));
    }
  }

  private void closeConflicts(String task, Instant at, String how) {
    conflicts.replaceAll(
        c ->
            c.isOpen() && c.task().equals(task)
                ? new FoundConflict(c.at(), c.task(), c.conflict(), at, how)
                : c);
  }

  private void decide(Instant at, String task, String what, String by, String message) {
    decisions.add(new Decision(at, task, what, by, message));
  }

  private static String name(Gate gate) {
    return gate == Gate.BEFORE ? "before" : "landing";
  }

  private static String lastLine(String text) {
    return text.lines().filter(l -> !l.isBlank()).reduce("", (a, b) -> b);
  }

  // ---- what it says -----------------------------------------------------------------------------

  /// How many entries it has taken in.
  public long sequence() {
    return sequence;
  }

  public String run() {
    return run;
  }

  /// @throws IllegalStateException before the run has started
  public Plan plan() {
    if (plan == null) {
      throw new IllegalStateException("The run has not started");
    }
    return plan;
  }

  public boolean hasStarted() {
    return plan != null;
  }

  /// The graph of all tasks, those added later too.
  public TaskGraph graph() {
    return graph;
  }

  /// How long one attempt at `task` is expected to take.
  public static Duration expected(Task task) {
    Duration expect = task.expect();
    return expect == null ? ASSUMED : expect;
  }

  /// The expected length of the longest path from the start of `id` to the end of the run.
  public Duration remaining(String id) {
    if (remaining == null) {
      remaining = graph.remaining(RunState::expected);
    }
    return remaining.getOrDefault(id, Duration.ZERO);
  }

  public String planFile() {
    return planFile;
  }

  public String repository() {
    return repository;
  }

  public String base() {
    return base;
  }

  /// The integration branch's head as far as this run moved it.
  public String head() {
    return head;
  }

  public Optional<Instant> started() {
    return Optional.ofNullable(started);
  }

  public Optional<Instant> ended() {
    return Optional.ofNullable(ended);
  }

  public int parallel() {
    return parallel;
  }

  public boolean isPaused() {
    return paused;
  }

  public boolean isDraining() {
    return draining;
  }

  public boolean isStopping() {
    return stopping;
  }

  /// How the session ends once what runs has ended, while it is being stopped.
  public RunOutcome stoppingOutcome() {
    return stoppingOutcome;
  }

  public String stoppingReason() {
    return stoppingReason;
  }

  /// Whether the plan's check passed on the base; empty before it was run.
  public Optional<Boolean> basePassed() {
    return Optional.ofNullable(basePassed);
  }

  /// Whether nothing may land yet because the check of the base has not passed.
  public boolean isBaseCheckMissing() {
    return plan != null
        && plan.check().command() != null
        && plan.check().onBase()
        && !Boolean.TRUE.equals(basePassed);
  }

  public boolean isCheckingBase() {
    return baseChecking;
  }

  public String baseCheckTail() {
    return baseCheckTail;
  }

  /// How the run, or its last session, ended; empty while it goes on.
  public Optional<RunOutcome> outcome() {
    return Optional.ofNullable(outcome);
  }

  public String outcomeReason() {
    return outcomeReason;
  }

  /// Every task, in the order of the plan.
  public Collection<TaskStatus> tasks() {
    return Collections.unmodifiableCollection(tasks.values());
  }

  public Optional<TaskStatus> task(String id) {
    return Optional.ofNullable(tasks.get(id));
  }

  /// @throws IllegalArgumentException where there is no such task
  public TaskStatus status(String id) {
    TaskStatus status = tasks.get(id);
    if (status == null) {
      throw new IllegalArgumentException("There is no task " + id);
    }
    return status;
  }

  public int count(TaskState state) {
    return members(state).size();
  }

  /// The tasks in `state`, the longest there first.
  public Set<String> inState(TaskState state) {
    return Collections.unmodifiableSet(members(state));
  }

  private Set<String> members(TaskState state) {
    return Objects.requireNonNull(byState.get(state));
  }

  /// How many commands run now, work trees in the making included.
  public int slotsTaken() {
    return count(TaskState.PREPARING) + count(TaskState.RUNNING);
  }

  /// How many of those are `agent`'s.
  public int busy(String agent) {
    return busyByAgent.getOrDefault(agent, 0);
  }

  /// What is claimed now, by task. For reading: only the fold takes and releases.
  public ClaimTable claims() {
    return claims;
  }

  /// The operator's order, the next first; tasks it does not name come after it.
  public List<String> order() {
    return order;
  }

  /// Every conflict found, the oldest first.
  public List<FoundConflict> conflicts() {
    return Collections.unmodifiableList(conflicts);
  }

  /// Everything people decided, the oldest first.
  public List<Decision> decisions() {
    return Collections.unmodifiableList(decisions);
  }

  /// Sentences for people, the oldest first.
  public List<String> notes() {
    return Collections.unmodifiableList(notes);
  }

  /// Whether every task has ended.
  public boolean isFinished() {
    int ended = 0;
    for (TaskState state : TaskState.values()) {
      ended += state.isFinal() ? count(state) : 0;
    }
    return ended == tasks.size();
  }
}
