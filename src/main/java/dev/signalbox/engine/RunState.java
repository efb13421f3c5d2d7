package dev.signalbox.engine;

import dev.signalbox.claim.ClaimTable;
import dev.signalbox.conflict.live.Party;
import dev.signalbox.conflict.resolve.Rung;
import dev.signalbox.conflict.resolve.Step;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.conflict.serial.SerialGraph;
import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.graph.TaskGraph;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.BaseMoves;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.OnFailure;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.watch.Reads;
import dev.signalbox.workspace.Sealed;
import java.nio.file.Path;
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
import java.util.SequencedSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The state of a run: the fold of its log. The engine keeps one, every view keeps one of its own,
/// and a resume after a crash folds the journal into a new one. Not safe for use by several
/// threads. How each event changes it is [RunFold]'s.
public final class RunState {
  /// What an attempt is taken to last where neither the plan nor earlier runs say.
  public static final Duration ASSUMED = Duration.ofMinutes(1);

  /// How many changes are checked together at first, and at most.
  static final int WINDOW = 20;

  static final int WIDEST = 100;

  /// How many trees are remembered on which the check fails: enough to find out by which change.
  static final int RED_TREES = 20;

  /// How many pairs are remembered that were checked together.
  static final int TRIALS = 1_000;

  final Map<String, TaskStatus> tasks = new LinkedHashMap<>();
  final Map<TaskState, SequencedSet<String>> byState = new EnumMap<>(TaskState.class);
  final Map<String, AgentStatus> agents = new LinkedHashMap<>();
  final Map<String, Limit> limits = new LinkedHashMap<>();
  final Map<String, Integer> resourcesTaken = new LinkedHashMap<>();
  final List<FoundConflict> conflicts = new ArrayList<>();
  final List<Decision> decisions = new ArrayList<>();
  final List<String> notes = new ArrayList<>();
  long sequence;

  /// How many tasks there ever were: the place of the next one.
  int added;

  String run = "";
  @Nullable Plan plan;
  TaskGraph graph = new DependencyResolver().graph();
  ClaimTable claims = new ClaimTable(false);
  String planFile = "";
  String repository = "";
  String base = "";
  FollowedBase followed = FollowedBase.at("", "");

  /// How often the base has ended to differ, or has been merged.
  int baseRound;

  /// What has come to the base is on its way to the branch.
  Event.@Nullable BaseMergeStarted baseMerging;

  Event.@Nullable BaseLandingStarted baseLanding;

  String startedAt = "";
  String head = "";
  @Nullable Instant started;
  @Nullable Instant ended;

  /// Those before the last one.
  final List<Session> earlierSessions = new ArrayList<>();

  @Nullable Instant sessionStarted;

  /// When the last entry was made.
  @Nullable Instant lastSign;

  int parallel = 1;
  int atMost = -1;
  String throttledBecause = "";
  boolean paused;
  boolean draining;
  RunOutcome drainingOutcome = RunOutcome.STOPPED;
  String drainingReason = "";
  boolean stopping;
  RunOutcome stoppingOutcome = RunOutcome.STOPPED;
  String stoppingReason = "";
  @Nullable Boolean basePassed;
  boolean baseChecking;
  String baseCheckTail = "";
  @Nullable RunOutcome outcome;
  String outcomeReason = "";
  List<String> order = List.of();
  @Nullable Map<String, Duration> remaining;

  /// How long the last check that passed took.
  @Nullable Duration checkTook;

  /// How many changes may be checked together now.
  int window = WINDOW;

  /// Trees with the changes of several tasks on which the check fails, with what it printed.
  final LinkedHashMap<String, String> redTrees = new LinkedHashMap<>();

  /// Pairs of snapshots on which the check has been tried together, the last ones.
  final Set<String> tried = new LinkedHashSet<>();

  /// The last tree on which the check failed and was run once more.
  String doubted = "";

  final SerialHistory history = new SerialHistory(this);

  /// Who let a task go first, by that task; some may not wait for it any more.
  final Map<String, Set<String>> waiters = new LinkedHashMap<>();

  /// The tasks that run again because what they had read was changed, the first first.
  final Set<String> rerunning = new LinkedHashSet<>();

  /// Tasks that were under way when they were made to come after another, until they start again.
  final SequencedSet<String> late = new LinkedHashSet<>();

  private final PredictedConflicts predicted = new PredictedConflicts(this);

  final ReadyQueue ready = new ReadyQueue(this);

  public RunState() {
    for (TaskState state : TaskState.values()) {
      byState.put(state, new LinkedHashSet<>());
    }
  }

  /// Takes one more entry in.
  ///
  /// @throws IllegalStateException where it does not follow from what came before
  public void apply(Entry entry) {
    new RunFold(this).apply(entry);
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

  /// How the branch fares that the plan names as the base.
  public FollowedBase followed() {
    return followed;
  }

  /// The integration branch's head when the run started.
  public String startedAt() {
    return startedAt;
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

  /// When its process was last heard of: where it died, what it had under way ended then, as far as
  /// anybody can tell.
  public Optional<Instant> lastSign() {
    return Optional.ofNullable(lastSign);
  }

  /// One, and one more for each resume.
  public List<Session> sessions() {
    List<Session> all = new ArrayList<>(earlierSessions);
    if (sessionStarted != null && lastSign != null) {
      all.add(new Session(sessionStarted, ended == null ? lastSign : ended));
    }
    return all;
  }

  /// How long the run has been under way, the time between its sessions left out.
  ///
  /// @param now how far the session goes that has not ended: the present while its process lives,
  ///   else [#lastSign]
  public Duration elapsed(Instant now) {
    Duration sum = Duration.ZERO;
    for (Session session : earlierSessions) {
      sum = sum.plus(session.length());
    }
    return sessionStarted == null
        ? sum
        : sum.plus(new Session(sessionStarted, ended == null ? now : ended).length());
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

  /// How the session ends once what runs has landed, while it drains.
  public RunOutcome drainingOutcome() {
    return drainingOutcome;
  }

  public String drainingReason() {
    return drainingReason;
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

  SequencedSet<String> members(TaskState state) {
    return Objects.requireNonNull(byState.get(state));
  }

  /// How many commands run now, work trees in the making included.
  public int slotsTaken() {
    return count(TaskState.PREPARING) + count(TaskState.RUNNING);
  }

  /// How many commands may run at once: what the operator allows, or less where the machine runs
  /// short.
  public int slots() {
    return atMost < 0 ? parallel : Math.min(parallel, atMost);
  }

  /// Why the slots are fewer than the operator allows; empty where they are not.
  public String throttledBecause() {
    return slots() < parallel ? throttledBecause : "";
  }

  /// How an agent fares.
  public AgentStatus agent(String id) {
    return agents.computeIfAbsent(id, AgentStatus::new);
  }

  /// How many of an agent's commands run now, work trees in the making included.
  public int busy(String agent) {
    return agent(agent).busy();
  }

  /// How many of an agent's commands may run at once.
  public int capacity(String id) {
    Integer changed = agent(id).capacity;
    Agent agent = plan().agents().get(id);
    return changed != null ? changed : agent == null ? Integer.MAX_VALUE : agent.capacity();
  }

  /// The usage limits that are reached now, by account.
  public Map<String, Limit> limits() {
    return Collections.unmodifiableMap(limits);
  }

  /// The account that an agent's usage is counted on.
  public String account(String id) {
    Agent agent = plan().agents().get(id);
    return agent == null ? id : agent.account();
  }

  /// How much of a resource is taken now.
  public int taken(String resource) {
    return resourcesTaken.getOrDefault(resource, 0);
  }

  /// The first of `resources` of which nothing is left.
  Optional<String> exhausted(Collection<String> resources) {
    return resources.stream().filter(r -> left(r) <= 0).findFirst();
  }

  /// How much of a resource is left now.
  int left(String resource) {
    return plan().resources().getOrDefault(resource, Integer.MAX_VALUE) - taken(resource);
  }

  /// The resources that a task in `state` has.
  Collection<String> needs(TaskStatus status, TaskState state) {
    return switch (state) {
      case PREPARING -> {
        Set<String> both = new LinkedHashSet<>(status.task().uses());
        both.addAll(plan().workspace().uses());
        yield both;
      }
      case RUNNING -> status.task().uses();
      case CHECKING -> status.isTip() ? plan().check().uses() : List.of();
      default -> List.of();
    };
  }

  /// Whether a check waits for nothing but its resources; tasks leave them alone meanwhile.
  boolean isCheckDue() {
    return (isBaseCheckMissing() && !baseChecking && basePassed == null)
        || inState(TaskState.MERGING).stream().anyMatch(id -> status(id).merged);
  }

  /// Whether what comes after `before` need not wait for it any more.
  static boolean satisfies(TaskStatus before) {
    return satisfies(before, before.state());
  }

  /// The same, if it were in `state`.
  static boolean satisfies(TaskStatus before, TaskState state) {
    return state == TaskState.LANDED
        || (state == TaskState.FAILED && before.task().onFailure() == OnFailure.CONTINUE);
  }

  /// What is claimed now, by task. For reading: only the fold takes and releases.
  public ClaimTable claims() {
    return claims;
  }

  /// The operator's order, the next first; tasks it does not name come after it.
  public List<String> order() {
    return order;
  }

  /// What has to land before the queued change of `id`: a task that a person wants first, or one
  /// that had read what this changes and runs again because it had been overtaken.
  Optional<Blocker> inTheWayOf(String id) {
    TaskStatus status = status(id);
    return status.yieldsTo.isEmpty()
        ? history.inTheWayOf(status).map(Blocker.OnReader::new)
        : Optional.of(new Blocker.OnYield(status.yieldsTo.getFirst(), false));
  }

  /// How many changes may be merged one on the other and checked together now. It grows by one with
  /// each check that passes, and is halved for each change that fails it.
  public int window() {
    CheckPolicy check = plan().check();
    return check.command() == null || check.runs().each() ? 1 : window;
  }

  /// What the check printed on a tree of several tasks' changes, where it is known to fail there.
  Optional<String> redTree(String tree) {
    return Optional.ofNullable(redTrees.get(tree));
  }

  /// What has moved the branch, in that order: tasks by their ids, what somebody else pushed by its
  /// commit.
  public List<String> moves() {
    return Collections.unmodifiableList(history.moves());
  }

  /// The same in an order in which they could have come about one after the other. Of tasks that
  /// claim no place in such an order only what they changed counts.
  public List<String> serialOrder() {
    return new SerialGraph(history.footprints()).order().orElseGet(this::moves);
  }

  /// How many tasks have landed as what.
  public Map<Isolation, Integer> isolations() {
    Map<Isolation, Integer> landed = new EnumMap<>(Isolation.class);
    inState(TaskState.LANDED).forEach(id -> landed.merge(status(id).isolation(), 1, Integer::sum));
    return landed;
  }

  /// The tasks whose changes may meet others now: those on their way to the branch, and those that
  /// have landed since one of these began. None once the session has ended.
  public List<TaskStatus> meeting() {
    if (outcome != null) {
      return List.of();
    }
    List<TaskStatus> meeting = new ArrayList<>();
    for (TaskState state : TaskState.values()) {
      if (state.carriesChange()) {
        inState(state).stream().map(this::status).forEach(meeting::add);
      }
    }
    for (String id : history.landedSinceAny(List.copyOf(meeting))) {
      task(id).filter(t -> t.state() == TaskState.LANDED).ifPresent(meeting::add);
    }
    return meeting;
  }

  /// The same as parties whose changes can be compared; and what has come to the base, with those
  /// that have landed since it and the branch parted. Of very many of these the last, and all with
  /// which it was seen to meet.
  public List<Party> parties() {
    Set<TaskStatus> meeting = new LinkedHashSet<>(meeting());
    List<Party> parties = new ArrayList<>();
    if (outcome == null && followed.differs()) {
      parties.add(
          Party.ofBase(
              followed.party(),
              baseRound,
              followed.fork(),
              followed.commit(),
              history.place(followed.fork()),
              plan().baseMoves() != BaseMoves.DURING));
      for (String id : history.landedBeside(followed.fork())) {
        task(id).filter(t -> t.state() == TaskState.LANDED).ifPresent(meeting::add);
      }
      for (FoundConflict found : conflicts) {
        if (found.isOpen() && found.live() && found.conflict().tasks().contains(followed.party())) {
          found.conflict().tasks().forEach(id -> task(id).ifPresent(meeting::add));
        }
      }
    }
    for (TaskStatus status : meeting) {
      party(status).ifPresent(parties::add);
    }
    return parties;
  }

  private Optional<Party> party(TaskStatus status) {
    Attempt attempt = status.lastAttempt().orElse(null);
    Sealed sealed = attempt == null ? null : attempt.sealed();
    if (attempt == null || attempt.base().isEmpty()) {
      return Optional.empty();
    }
    boolean landed = status.state() == TaskState.LANDED;
    return Optional.of(
        new Party(
            status.id(),
            attempt.number(),
            attempt.began(),
            attempt.base(),
            sealed == null ? Path.of(attempt.directory()) : null,
            status.goesOnInItsWorkTree(),
            sealed == null ? "" : sealed.isEmpty() ? attempt.base() : sealed.commit(),
            sealed == null ? Reads.UNKNOWN : sealed.reads(),
            status.task().claims(),
            history.startedAfter(status),
            landed ? history.moves().lastIndexOf(status.id()) : -1));
  }

  /// Whether these two may meet, each a task or the base: both are on their way to the branch, or
  /// one is and the other has landed since it began.
  public boolean mayMeet(String one, String other) {
    String base = followed.party();
    if (one.equals(base) || other.equals(base)) {
      return followed.differs()
          && task(one.equals(base) ? other : one).filter(this::mayMeetBase).isPresent();
    }
    TaskStatus first = tasks.get(one);
    TaskStatus second = tasks.get(other);
    return first != null && second != null && mayMeet(first, second);
  }

  private boolean mayMeetBase(TaskStatus task) {
    return task.state().carriesChange()
        || (task.state() == TaskState.LANDED
            && history.moves().lastIndexOf(task.id()) >= history.place(followed.fork()));
  }

  private boolean mayMeet(TaskStatus one, TaskStatus other) {
    if (one.state() == TaskState.LANDED) {
      return other.state().carriesChange() && history.hasLandedSince(one.id(), other);
    }
    return one.state().carriesChange()
        && (other.state() == TaskState.LANDED
            ? mayMeet(other, one)
            : other.state().carriesChange());
  }

  /// Whether what is said of a party is of what takes part now.
  ///
  /// @param number as [Party#number]
  boolean isOfNow(String party, int number) {
    return party.equals(followed.party())
        ? number == baseRound
        : task(party).filter(status -> status.attempts().size() == number).isPresent();
  }

  /// How the changes of two, each a task or the base, were seen to meet, where they do.
  public Optional<FoundConflict> seenBetween(String one, String other) {
    return conflicts.stream().filter(c -> c.isOpen() && c.isSeenBetween(one, other)).findFirst();
  }

  /// What each rung between git's merge and another attempt has done, those that were tried.
  public SortedMap<Rung, Tally> rungs() {
    SortedMap<Rung, Tally> rungs = new TreeMap<>();
    for (FoundConflict conflict : conflicts) {
      Settlement settlement = conflict.settlement();
      if (settlement != null) {
        for (Step step : settlement.steps()) {
          rungs.merge(step.rung(), new Tally(1, step.resolved() ? 1 : 0), Tally::plus);
        }
      }
    }
    return rungs;
  }

  /// How often something was tried, and with success.
  public record Tally(int tried, int resolved) {
    private Tally plus(Tally other) {
      return new Tally(tried + other.tried, resolved + other.resolved);
    }

    /// Such as "2 of 3".
    public String words() {
      return resolved + " of " + tried;
    }
  }

  /// Every conflict found, the oldest first; of what was seen between two tasks the last time.
  public List<FoundConflict> conflicts() {
    return Collections.unmodifiableList(conflicts);
  }

  /// The pairs that have not landed and claim to write the same, so that they never run at the same
  /// time. Of very many the first.
  public List<FoundConflict> predicted() {
    return predicted.open();
  }

  /// Everything people decided, the oldest first.
  public List<Decision> decisions() {
    return Collections.unmodifiableList(decisions);
  }

  /// Sentences for people, the oldest first.
  public List<String> notes() {
    return Collections.unmodifiableList(notes);
  }

  /// Whether every task has landed, and what has come to the base, which the plan wants then, has
  /// not.
  public boolean isBaseLeft() {
    return plan().baseMoves().areMerged()
        && count(TaskState.LANDED) == tasks.size()
        && (followed.behind() > 0 || baseMerging != null);
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
