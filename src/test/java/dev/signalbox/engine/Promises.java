package dev.signalbox.engine;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Approval;
import dev.signalbox.plan.BaseMoves;
import dev.signalbox.plan.Breaker;
import dev.signalbox.plan.OnFailure;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import dev.signalbox.workspace.AttemptKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What must hold at each entry of the log, told from the entries alone and with rules of its own:
/// neither the claim table nor the scheduler nor the counters of the engine are asked. Beside it a
/// second fold of the log, which tells illegal transitions and is compared with the engine's.
final class Promises {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{tasks\\.([^.}]+)\\.output\\.");

  private final Coverage coverage;

  /// Landed with a commit, by task, over all sessions: no crash may take it back.
  private final Map<String, String> everLanded = new LinkedHashMap<>();

  /// Tasks as people were told that they are, by id.
  private final Map<String, Task> acknowledged = new LinkedHashMap<>();

  /// An older copy of the journal was put back: the branch may know more than the log.
  private boolean putBack;

  private RunState state = new RunState();
  private Facts facts = new Facts();

  /// Commits of tasks that nobody knows any more; others may have their names by now.
  private final Set<String> forgotten = new HashSet<>();

  /// What goes by what a person made of a conflict in its last merge, by task.
  private final Map<String, Set<String>> leftOut = new HashMap<>();

  private SerialPromise serial = new SerialPromise();

  /// What the log says so far, as far as the rules need it.
  private static final class Facts {
    final Set<String> holders = new LinkedHashSet<>();

    /// Who does it, by task.
    final Map<String, String> active = new LinkedHashMap<>();

    final Map<String, Task> tasks = new HashMap<>();
    final Set<String> preparing = new HashSet<>();

    /// The last of those whose changes are being checked together.
    final Set<String> checking = new HashSet<>();

    final Set<String> held = new HashSet<>();

    /// Whom each lets land first, by task.
    final Map<String, Set<String>> yields = new HashMap<>();

    /// Who must not land before another attempt.
    final Set<String> sentBack = new HashSet<>();

    final Set<String> removed = new HashSet<>();

    /// Those that ever failed: what comes after such a one may start although it is tried again.
    final Set<String> failed = new HashSet<>();

    final Map<String, Integer> capacities = new HashMap<>();

    /// Until when, by account.
    final Map<String, Instant> limits = new HashMap<>();

    /// How often it failed in a row, by agent.
    final Map<String, Integer> failures = new HashMap<>();

    /// Agents whose last attempt to end was a failure of theirs.
    final Set<String> failing = new HashSet<>();

    /// Until when breakers are open, by agent.
    final Map<String, Instant> open = new HashMap<>();

    final Set<String> onTrial = new HashSet<>();

    /// What is asked, and what was when it was last answered, by task.
    final Map<String, String> asked = new HashMap<>();

    final Map<String, String> answered = new HashMap<>();

    /// Since when, by task.
    final Map<String, Instant> askedSince = new HashMap<>();

    /// How often a person was reminded of the question, by task.
    final Map<String, Integer> reminded = new HashMap<>();

    final Map<String, String> landed = new LinkedHashMap<>();
    final Map<String, Integer> attempts = new HashMap<>();
    final Map<String, Integer> retries = new HashMap<>();
    final Set<String> startApproved = new HashSet<>();
    final Map<String, String> landingApproved = new HashMap<>();
    final Map<String, Event.Merged> merged = new HashMap<>();

    /// Who said what is in the place of a conflict in its last merge, by task.
    final Map<String, String> settled = new HashMap<>();

    /// Which conflict a person last said something to, by task.
    final Map<String, String> given = new HashMap<>();

    final Map<String, String> checked = new HashMap<>();
    final Set<String> tried = new HashSet<>();
    final Set<List<Object>> announced = new HashSet<>();
    final Map<List<Object>, Long> landings = new HashMap<>();
    int parallel;
    int atMost = -1;
    boolean nothingStarts;
    boolean baseChecking;
    boolean basePassed;
  }

  /// @param coverage what happens is noted there
  Promises(Coverage coverage) {
    this.coverage = coverage;
  }

  /// The fold of the log.
  RunState state() {
    return state;
  }

  /// The log as a power cut left it. What changed nothing may have to land again.
  void readBack(List<Entry> entries) {
    Map<String, String> before = facts.landed;
    state = new RunState();
    facts = new Facts();
    serial = new SerialPromise();
    follow(entries);
    before.forEach(
        (task, commit) -> {
          TaskState now = state.task(task).map(TaskStatus::state).orElse(TaskState.WAITING);
          require(
              now == TaskState.LANDED || commit.isEmpty() || now == TaskState.LANDING,
              "%s had landed before the power cut and is %s after it",
              task,
              now);
        });
  }

  /// The log as an older copy has it: what people were told may be gone, what is on the branch is
  /// not.
  void putBack(List<Entry> entries) {
    putBack = true;
    state = new RunState();
    facts = new Facts();
    serial = new SerialPromise();
    follow(entries);
    acknowledged.clear();
  }

  void kept(List<Entry> entries) {
    for (Entry entry : entries) {
      // What is in the log holds, also where a crash kept the answer from whoever asked.
      switch (entry.event()) {
        case Event.TaskChanged e ->
            acknowledged.computeIfPresent(e.task(), (id, was) -> e.changed());
        case Event.DependencyAdded e ->
            acknowledged.computeIfPresent(e.task(), (id, was) -> was.alsoAfter(e.after()));
        case Event.TaskRemoved e -> acknowledged.remove(e.task());
        default -> {}
      }
    }
    follow(entries);
  }

  private void follow(List<Entry> entries) {
    for (Entry entry : entries) {
      before(entry);
      apply(entry);
      serial.apply(entry.event(), state).ifPresent(wrong -> require(false, "%s", wrong));
      after(entry);
    }
  }

  private void apply(Entry entry) {
    coverage.events().add(entry.event().getClass());
    if (!(entry.event() instanceof Event.OfTask event)
        || event instanceof Event.TaskAdded
        || event instanceof Event.TaskRemoved) {
      state.apply(entry);
      return;
    }
    TaskState from = state.status(event.task()).state();
    // Throws where the table has no such row.
    state.apply(entry);
    Transitions.next(from, event)
        .ifPresent(
            to -> coverage.rows().add(new Transitions.Transition(from, event.getClass(), to)));
  }

  // ---- what an entry may follow on --------------------------------------------------------------

  private void before(Entry entry) {
    Event event = entry.event();
    // A wait that was set before the end may still come due; the next session starts what is ready.
    require(
        state.outcome().isEmpty()
            || event instanceof Event.RunResumed
            || event instanceof Event.RetryDue
            || event instanceof Event.LimitLifted
            || event instanceof Event.Unparked
            || event instanceof Event.BreakerHalfOpened,
        "%s after the end of the run",
        event);
    switch (event) {
      case Event.AttemptStarted e -> mayStart(e);
      case Event.Reminded e -> mayRemind(e, entry.at());
      case Event.LandingStarted e -> mayLand(e);
      case Event.Landed e -> {
        require(!facts.landed.containsKey(e.task()), "%s lands twice", e.task());
        lastToLand(e.task());
      }
      case Event.TaskSkipped e -> {
        TaskState cause = state.status(e.because()).state();
        require(
            cause.isFinal()
                && cause != TaskState.LANDED
                && !(cause == TaskState.FAILED && goesOnAfterFailure(e.because())),
            "%s is skipped because of %s, which is %s",
            e.task(),
            e.because(),
            cause);
      }
      case Event.RetryScheduled e ->
          require(
              switch (e.reason()) {
                case EXIT, TIMEOUT, SILENCE, WORKSPACE, CHECK, HOOK, CONFLICT, STALE_READ -> true;
                case SENT_BACK -> facts.sentBack.contains(e.task());
                case START, LIMIT, MACHINE, LOST, STOPPED -> false;
              },
              "%s tries again after %s",
              e.task(),
              e.reason());
      case Event.LimitLifted e ->
          require(
              !e.by().isEmpty() || isOver(facts.limits.get(e.account()), entry),
              "the limit of %s is lifted before its time",
              e.account());
      case Event.BreakerHalfOpened e ->
          require(
              isOver(facts.open.get(e.agent()), entry),
              "%s is on trial before its time",
              e.agent());
      case Event.BreakerOpened e -> {
        int failures = facts.failures.getOrDefault(e.agent(), 0);
        int enough = facts.onTrial.contains(e.agent()) ? 1 : breaker(e.agent()).failures();
        require(
            breaker(e.agent()).isOn() && failures >= enough && facts.failing.contains(e.agent()),
            "the breaker of %s opens after %s failures",
            e.agent(),
            failures);
      }
      case Event.RunEnded e -> {
        require(
            e.outcome() != RunOutcome.SUCCEEDED
                || facts
                    .landed
                    .keySet()
                    .containsAll(state.tasks().stream().map(TaskStatus::id).toList()),
            "the run has succeeded without all its tasks");
        require(facts.active.isEmpty(), "the run ends over the heads of %s", facts.active);
        require(!e.why().startsWith("nothing can go on"), "the engine has stalled: %s", e.why());
      }
      default -> {}
    }
  }

  private void mayRemind(Event.Reminded e, Instant at) {
    TaskStatus status = state.status(e.task());
    Duration after = Objects.requireNonNull(status.task().remind());
    Instant asked = Objects.requireNonNull(facts.askedSince.get(e.task()));
    require(status.state().isAsking(), "%s asks nothing", e.task());
    require(
        e.number() > facts.reminded.getOrDefault(e.task(), 0),
        "of %s a person is reminded twice at once",
        e.task());
    // After once the time, twice, four times, …
    long times = 1L << (e.number() - 1);
    require(
        !asked.plus(after.multipliedBy(times)).isAfter(at),
        "of %s a person is reminded before the time",
        e.task());
  }

  private void mayStart(Event.AttemptStarted e) {
    Task task = state.status(e.task()).task();
    String id = e.task();
    Plan plan = state.plan();
    require(!facts.nothingStarts, "%s starts while nothing is to start", id);
    require(!facts.removed.contains(id), "%s starts and is taken out", id);
    require(!facts.held.contains(id), "%s starts and is held", id);
    require(
        facts.yields.getOrDefault(id, Set.of()).isEmpty(),
        "%s starts and lets %s land first",
        id,
        facts.yields.get(id));
    require(
        e.attempt() == facts.attempts.getOrDefault(id, 0) + 1,
        "attempt %d of %s follows attempt %s",
        e.attempt(),
        id,
        facts.attempts.get(id));
    require(!facts.active.containsKey(id), "two attempts of %s are under way", id);
    int slots = facts.atMost < 0 ? facts.parallel : Math.min(facts.parallel, facts.atMost);
    require(facts.active.size() < slots, "%s has no slot: %s", id, facts.active.keySet());
    mayDo(e.agent(), task);
    for (String before : comesAfter(task)) {
      require(
          facts.landed.containsKey(before)
              || (facts.failed.contains(before) && goesOnAfterFailure(before)),
          "%s starts before %s has landed",
          id,
          before);
    }
    for (String other : facts.holders) {
      require(
          other.equals(id)
              || mayHoldTogether(
                  plan.undeclared(), task.claims(), state.status(other).task().claims()),
          "%s starts while %s holds claims that meet its own",
          id,
          other);
    }
    require(
        task.approve() != Approval.BEFORE || facts.startApproved.contains(id),
        "%s starts without the yes it needs",
        id);
  }

  private void mayDo(String agent, Task task) {
    String id = task.id();
    long busy = facts.active.values().stream().filter(agent::equals).count();
    require(
        busy < facts.capacities.getOrDefault(agent, Integer.MAX_VALUE),
        "%s starts, and %s is busy",
        id,
        agent);
    require(
        !facts.limits.containsKey(account(agent)),
        "%s starts on %s, whose limit is reached",
        id,
        agent);
    require(!facts.open.containsKey(agent), "%s starts on %s, which is left alone", id, agent);
    require(
        !facts.onTrial.contains(agent) || busy == 0,
        "%s starts on %s, which is on trial with another",
        id,
        agent);
    String other = task.agent();
    for (int i = 0; i < 10 && !other.equals(agent); i++) {
      Agent own = state.plan().agents().get(other);
      require(
          own != null
              && own.fallback() != null
              && (facts.limits.containsKey(own.account())
                  || facts.open.containsKey(other)
                  || facts.onTrial.contains(other)),
          "%s does %s, which %s could do",
          agent,
          id,
          other);
      other = String.valueOf(own == null ? null : own.fallback());
    }
  }

  private String account(String agent) {
    Agent known = state.plan().agents().get(agent);
    return known == null ? agent : known.account();
  }

  private Breaker breaker(String agent) {
    Agent known = state.plan().agents().get(agent);
    return known == null ? Breaker.NONE : known.breaker();
  }

  private boolean goesOnAfterFailure(String task) {
    return state.status(task).task().onFailure() == OnFailure.CONTINUE;
  }

  private static boolean isOver(@Nullable Instant until, Entry entry) {
    return until != null && !until.isAfter(entry.at());
  }

  /// What every task and check that is at work uses, summed up.
  private void nothingIsOverTaken() {
    Plan plan = state.plan();
    Map<String, Integer> taken = new HashMap<>();
    for (String task : facts.active.keySet()) {
      Set<String> uses = new HashSet<>(state.status(task).task().uses());
      if (facts.preparing.contains(task)) {
        uses.addAll(plan.workspace().uses());
      }
      uses.forEach(resource -> taken.merge(resource, 1, Integer::sum));
    }
    int checks = facts.checking.size() + (facts.baseChecking ? 1 : 0);
    plan.check().uses().forEach(resource -> taken.merge(resource, checks, Integer::sum));
    taken.forEach(
        (resource, amount) ->
            require(
                amount <= plan.resources().getOrDefault(resource, 0),
                "%s of %s are taken: by %s, and %s checks",
                amount,
                resource,
                facts.active.keySet(),
                checks));
  }

  private Set<String> comesAfter(Task task) {
    Set<String> before = new LinkedHashSet<>(task.dependsOn());
    for (Object value : task.input().values()) {
      Matcher matcher = REFERENCE.matcher(String.valueOf(value));
      while (matcher.find()) {
        before.add(matcher.group(1));
      }
    }
    if (!facts.attempts.containsKey(task.id())) {
      // What others claim may change after its first start.
      state.graph().into(task.id()).forEach(inferred -> before.add(inferred.from()));
    }
    return before;
  }

  /// Tried out on every path there is.
  private static boolean mayHoldTogether(Undeclared undeclared, Claims one, Claims other) {
    if (undeclared == Undeclared.EXCLUSIVE && !(one.declaresWrites() && other.declaresWrites())) {
      return false;
    }
    for (String path : RandomPlans.PATHS) {
      Predicate<Glob> matches = glob -> glob.matches(path);
      if (one.knownWrites().stream().anyMatch(matches)
          && other.knownWrites().stream().anyMatch(matches)) {
        return false;
      }
    }
    return true;
  }

  private void lastToLand(String task) {
    Set<String> first = facts.yields.getOrDefault(task, Set.of());
    require(first.isEmpty(), "%s lands and was to let %s land first", task, first);
    require(!facts.sentBack.contains(task), "%s lands and was to run again", task);
    for (String before : state.status(task).task().dependsOn()) {
      require(
          facts.landed.containsKey(before)
              || (facts.failed.contains(before) && goesOnAfterFailure(before)),
          "%s lands before %s",
          task,
          before);
    }
  }

  private void mayLand(Event.LandingStarted e) {
    lastToLand(e.task());
    Task task = state.status(e.task()).task();
    Event.Merged merged = facts.merged.get(e.task());
    require(merged != null && isWhereItWasMerged(e, merged), "%s lands unmerged", e.task());
    require(facts.holders.contains(e.task()), "%s lands without its claims", e.task());
    Plan plan = state.plan();
    if (plan.check().command() != null && merged != null) {
      // Those that land with it tell by their last tree, see [#moves].
      require(facts.checked.containsKey(e.task()), "%s lands unchecked", e.task());
      require(
          !plan.check().onBase() || facts.basePassed, "%s lands on an unchecked base", e.task());
    }
    if (task.approve() == Approval.LANDING && merged != null) {
      require(
          merged.digest().equals(facts.landingApproved.get(e.task())),
          "%s lands without a yes to what it is",
          e.task());
    }
  }

  /// The first of those that land together was merged on the head; each other one on what is to
  /// land right before it, or on one that turned out to change nothing.
  private boolean isWhereItWasMerged(Event.LandingStarted e, Event.Merged merged) {
    for (String other : state.inState(TaskState.LANDING)) {
      if (state.status(other).commit().equals(e.onto())) {
        return true;
      }
    }
    return merged.onto().equals(e.onto())
        || facts.landed.entrySet().stream()
            .filter(landed -> landed.getValue().isEmpty())
            .map(landed -> facts.merged.get(landed.getKey()))
            .anyMatch(other -> other != null && other.onto().equals(e.onto()));
  }

  // ---- what an entry says -----------------------------------------------------------------------

  private void after(Entry entry) {
    switch (entry.event()) {
      case Event.RunStarted e -> {
        facts.parallel = e.plan().parallel();
        e.plan().tasks().forEach(task -> facts.tasks.put(task.id(), task));
        e.plan().agents().values().forEach(a -> facts.capacities.put(a.id(), a.capacity()));
      }
      case Event.RunResumed e -> {
        facts.nothingStarts = false;
        facts.baseChecking = false;
        facts.atMost = -1;
      }
      case Event.Paused e -> facts.nothingStarts = true;
      case Event.Draining e -> facts.nothingStarts = true;
      case Event.Stopping e -> facts.nothingStarts = true;
      case Event.Continued e -> facts.nothingStarts = false;
      case Event.ParallelChanged e -> facts.parallel = e.parallel();
      case Event.CapacityChanged e -> facts.capacities.put(e.agent(), e.capacity());
      case Event.Throttled e -> facts.atMost = e.atMost();
      case Event.LimitReached e -> facts.limits.put(e.account(), e.until());
      case Event.LimitLifted e -> facts.limits.remove(e.account());
      case Event.BreakerOpened e -> {
        facts.open.put(e.agent(), e.until());
        facts.onTrial.remove(e.agent());
      }
      case Event.BreakerHalfOpened e -> {
        facts.open.remove(e.agent());
        facts.onTrial.add(e.agent());
      }
      case Event.BreakerClosed e -> {
        require(facts.failures.getOrDefault(e.agent(), 0) == 0, "%s did not work", e.agent());
        facts.open.remove(e.agent());
        facts.onTrial.remove(e.agent());
      }
      case Event.BaseCheckStarted e -> {
        facts.announced.add(List.of("base check", e.base()));
        facts.baseChecking = true;
        nothingIsOverTaken();
      }
      case Event.BaseChecked e -> {
        facts.baseChecking = false;
        facts.basePassed = e.passed();
      }
      case Event.TrialStarted e -> {
        require(!facts.tried.contains(e.pair()), "%s is checked together again", e.pair());
        for (String task : List.of(e.task(), e.other())) {
          require(
              state.status(task).state() == TaskState.ASKING_LANDING,
              "%s is checked together with another, and waits for nobody",
              task);
        }
        require(
            state.count(TaskState.QUEUED) == 0 && state.count(TaskState.CHECKING) == 0,
            "two are checked together while something is to land");
        facts.announced.add(List.of("trial", e.pair()));
      }
      case Event.TrialEnded e -> facts.tried.add(e.pair());
      case Event.TaskHeld e -> facts.held.add(e.task());
      case Event.TaskReleased e -> facts.held.remove(e.task());
      case Event.Yielded e -> {
        for (String each : List.of(e.task(), e.to())) {
          require(facts.holders.contains(each), "%s is not on its way: %s", each, e);
        }
        facts.yields.computeIfAbsent(e.task(), id -> new LinkedHashSet<>()).add(e.to());
      }
      case Event.SentBack e -> {
        for (String each : List.of(e.task(), e.to())) {
          require(facts.holders.contains(each), "%s is not on its way: %s", each, e);
        }
        facts.yields.computeIfAbsent(e.task(), id -> new LinkedHashSet<>()).add(e.to());
        facts.sentBack.add(e.task());
      }
      case Event.DependencyAdded e -> {
        for (String each : List.of(e.task(), e.after())) {
          require(facts.holders.contains(each), "%s is not on its way: %s", each, e);
        }
        facts.tasks.put(e.task(), state.status(e.task()).task());
      }
      case Event.YieldEnded e -> facts.yields.getOrDefault(e.task(), Set.of()).remove(e.to());
      case Event.TaskAdded e -> {
        facts.removed.remove(e.task());
        facts.tasks.put(e.task(), e.added());
      }
      case Event.TaskChanged e -> {
        Task was = Objects.requireNonNull(facts.tasks.put(e.task(), e.changed()));
        if (!was.withPriority(e.changed().priority()).equals(e.changed())) {
          facts.startApproved.remove(e.task());
        }
      }
      case Event.TaskRemoved e -> {
        facts.removed.add(e.task());
        facts.held.remove(e.task());
        facts.startApproved.remove(e.task());
      }
      case Event.ApprovalAsked e -> asked(e.task(), e.digest(), entry.at());
      case Event.DecisionAsked e -> asked(e.task(), e.digest(), entry.at());
      case Event.ResolutionGiven e -> {
        facts.answered.put(e.task(), facts.asked.getOrDefault(e.task(), ""));
        facts.announced.add(List.of("resolve", e.task(), e.files()));
        facts.given.put(e.task(), e.digest());
      }
      case Event.ConflictResolved e -> {
        facts.settled.put(e.task(), e.settlement().by());
        if (!e.settlement().by().isEmpty()) {
          saysWhatIsLeftOut(e);
        }
      }
      case Event.Reminded e -> facts.reminded.put(e.task(), e.number());
      case Event.Approved e -> {
        facts.answered.put(e.task(), facts.asked.getOrDefault(e.task(), ""));
        switch (e.gate()) {
          case BEFORE -> facts.startApproved.add(e.task());
          case LANDING -> facts.landingApproved.put(e.task(), e.digest());
          case DECISION -> {}
        }
      }
      case Event.AttemptStarted e -> {
        facts.holders.add(e.task());
        facts.attempts.put(e.task(), e.attempt());
        facts.active.put(e.task(), e.agent());
        facts.preparing.add(e.task());
        facts.announced.add(List.of("prepare", e.task(), e.attempt()));
        facts.settled.remove(e.task());
        facts.sentBack.remove(e.task());
        nothingIsOverTaken();
      }
      case Event.AttemptPrepared e -> {
        facts.preparing.remove(e.task());
        facts.announced.add(List.of("run", e.task(), e.attempt()));
      }
      case Event.AttemptEnded e -> {
        String agent = String.valueOf(facts.active.get(e.task()));
        facts.failing.remove(agent);
        switch (e.reason()) {
          case null -> facts.failures.remove(agent);
          case EXIT, TIMEOUT, SILENCE, START -> {
            facts.failures.merge(agent, 1, Integer::sum);
            facts.failing.add(agent);
          }
          default -> {}
        }
        idle(e.task());
      }
      case Event.AttemptLost e -> idle(e.task());
      case Event.Queued e -> facts.checking.remove(e.task());
      case Event.CheckFailed e -> facts.checking.remove(e.task());
      case Event.MergeStarted e -> {
        facts.announced.add(List.of("merge", e.task(), e.onto()));
        facts.settled.remove(e.task());
      }
      case Event.Merged e -> facts.merged.put(e.task(), e);
      case Event.CheckStarted e -> {
        facts.announced.add(List.of("check", e.tree()));
        if (e.task().equals(e.tasks().getLast())) {
          facts.checking.add(e.task());
        }
        nothingIsOverTaken();
      }
      case Event.CheckPassed e -> {
        facts.checking.remove(e.task());
        facts.checked.put(e.task(), e.tree());
      }
      case Event.BaseMergeStarted e -> {
        require(
            state.plan().baseMoves() == BaseMoves.DURING
                || (state.plan().baseMoves() == BaseMoves.END
                    && state.count(TaskState.LANDED) == state.tasks().size()),
            "the base is merged before its time");
        for (TaskState state : List.of(TaskState.MERGING, TaskState.CHECKING, TaskState.LANDING)) {
          require(this.state.count(state) == 0, "the base is merged while a task is %s", state);
        }
        facts.announced.add(List.of("base merge", e.base(), e.onto()));
      }
      case Event.BaseLandingStarted e ->
          facts.landings.put(List.of(FakeWorkspace.JOINS, e.commit(), e.onto()), entry.sequence());
      case Event.LandingStarted e ->
          facts.landings.put(List.of(e.task(), e.commit(), e.onto()), entry.sequence());
      case Event.RetryScheduled e -> {
        facts.answered.put(e.task(), facts.asked.getOrDefault(e.task(), ""));
        require(
            facts.settled.getOrDefault(e.task(), "").isEmpty() || facts.asked.containsKey(e.task()),
            "%s runs again, and nobody asked who had resolved its conflict",
            e.task());
        require(
            (e.reason() != FailureReason.CHECK && e.reason() != FailureReason.HOOK)
                || !facts.settled.containsKey(e.task()),
            "%s pays for what a resolver made of its conflict",
            e.task());
        int spent = Math.max(e.retry(), facts.retries.getOrDefault(e.task(), 0));
        facts.retries.put(e.task(), spent);
        require(
            spent <= state.status(e.task()).task().retries().max(),
            "retry %d of %s",
            spent,
            e.task());
      }
      case Event.TaskReset e -> {
        facts.startApproved.remove(e.task());
        facts.landingApproved.remove(e.task());
        facts.retries.remove(e.task());
      }
      case Event.LandingFound e -> {
        facts.landed.put(e.task(), e.commit());
        over(e.task());
      }
      case Event.Landed e -> {
        @Nullable String settledBy = facts.settled.get(e.task());
        require(
            (e.isolation() == Isolation.OPERATOR_DECIDED)
                == (settledBy != null && !settledBy.isEmpty()),
            "%s lands as %s, and its conflict was settled by %s",
            e.task(),
            e.isolation(),
            settledBy);
        require(
            settledBy == null || !e.isolation().isClaimed(),
            "%s claims a serial order, and git did not merge it",
            e.task());
        facts.landed.put(e.task(), e.commit());
        if (!e.commit().isEmpty()) {
          everLanded.put(e.task(), e.commit());
        }
        over(e.task());
      }
      case Event.TaskFailed e -> {
        facts.failed.add(e.task());
        facts.nothingStarts |= state.status(e.task()).task().onFailure() == OnFailure.STOP;
        over(e.task());
      }
      case Event.TaskCancelled e -> over(e.task());
      case Event.Rejected e -> {
        facts.answered.put(e.task(), facts.asked.getOrDefault(e.task(), ""));
        over(e.task());
      }
      case Event.TaskSkipped e -> over(e.task());
      default -> {}
    }
  }

  private void asked(String task, String digest, Instant at) {
    facts.asked.put(task, digest);
    facts.askedSince.put(task, at);
    facts.reminded.remove(task);
  }

  private void over(String task) {
    facts.holders.remove(task);
    facts.checking.remove(task);
    facts.yields.remove(task);
    facts.sentBack.remove(task);
    facts.yields.values().forEach(first -> first.remove(task));
    idle(task);
  }

  private void idle(String task) {
    facts.active.remove(task);
    facts.preparing.remove(task);
  }

  // ---- what happens outside ---------------------------------------------------------------------

  /// An effect happens now; the log must have said so.
  void happens(Object... effect) {
    require(
        facts.announced.contains(List.of(effect)),
        "%s, and the log knows nothing",
        List.of(effect));
  }

  /// What a person gave is about to take the place of what conflicts.
  void resolves(String task, String conflict) {
    require(
        conflict.equals(facts.given.get(task)),
        "%s resolves %s with what was given for %s",
        task,
        conflict,
        facts.given.get(task));
  }

  /// @param gone of what does not fit, what the merge does not have, by path and side
  void leavesOut(String task, Set<String> gone) {
    leftOut.put(task, gone);
  }

  private void saysWhatIsLeftOut(Event.ConflictResolved e) {
    Set<String> said =
        e.settlement().leftOut().stream()
            .map(left -> left.path() + " by " + left.side())
            .collect(Collectors.toSet());
    require(
        said.equals(leftOut.get(e.task())),
        "%s leaves out %s, and it is said of %s",
        e.task(),
        leftOut.get(e.task()),
        said);
  }

  /// The branch is about to be moved.
  ///
  /// @param synced how many entries are safe from a power cut
  void moves(String task, String commit, String onto, int synced) {
    Long sequence = facts.landings.get(List.of(task, commit, onto));
    require(
        sequence != null && sequence <= synced,
        "%s moves the branch to %s before that is in the journal for good",
        task,
        commit);
  }

  /// The branch is about to be moved to a tree with the task's change.
  void wasChecked(String task, String tree) {
    require(
        state.plan().check().command() == null || tree.equals(facts.checked.get(task)),
        "%s lands in %s and was checked in %s",
        task,
        tree,
        facts.checked.get(task));
  }

  /// An attempt's change is being kept.
  void seals(AttemptKey key) {
    happens("prepare", key.task(), key.number());
    Attempt attempt = state.status(key.task()).attempts().get(key.number() - 1);
    require(
        attempt.ended() != null
            || state.status(key.task()).attempts().size() > key.number()
            || !facts.active.containsKey(key.task()),
        "%s is kept and has not ended",
        key);
  }

  /// The engine has taken `asked`, and what follows is in the journal.
  ///
  /// @param synced whether all of the journal is safe from a power cut
  void answers(Signal.Asked asked, boolean synced) {
    Command command = asked.command();
    require(asked.answer().isDone(), "no answer to %s", command);
    if (asked.answer().join().accepted()) {
      coverage.commands().add(command.getClass());
      // A retry that comes sooner, and a rerun after a conflict, may be lost and asked for again;
      // of all tasks there may be none to call off.
      boolean mayBeLost =
          command instanceof Command.Retry
              || command instanceof Command.Approve
              || command instanceof Command.Cancel cancel && cancel.task() == null;
      require(synced || mayBeLost, "%s is acknowledged, and a power cut would lose it", command);
      switch (command) {
        case Command.Add c -> acknowledge(c.task().id());
        case Command.Change c -> acknowledge(c.task().id());
        case Command.SetPriority c -> acknowledge(c.task());
        case Command.ComeAfter c -> acknowledge(c.task());
        case Command.TurnEdge c -> {
          acknowledge(c.task());
          acknowledge(c.after());
        }
        case Command.Approve c -> wasAsked(c.task(), c.digest());
        case Command.Reject c -> wasAsked(c.task(), c.digest());
        case Command.Resolve c -> wasAsked(c.task(), c.digest());
        default -> {}
      }
    }
  }

  private void acknowledge(String task) {
    state.task(task).ifPresent(status -> acknowledged.put(task, status.task()));
  }

  private void wasAsked(String task, String digest) {
    require(
        digest.isEmpty() || digest.equals(facts.answered.get(task)),
        "%s was answered to %s, and asked about %s",
        task,
        digest,
        facts.answered.get(task));
  }

  // ---- after each step of the engine ------------------------------------------------------------

  /// @param live the engine's own state
  void hold(RunState live, FakeWorkspace repository) {
    List<String> branch = repository.landedCommits();
    @Nullable String difference = StateComparison.difference(live, state);
    require(difference == null, "%s", difference);
    List<String> logged = facts.landed.values().stream().filter(c -> !c.isEmpty()).toList();
    require(
        putBack
            ? branch.containsAll(logged)
            : branch.size() >= logged.size() && branch.subList(0, logged.size()).equals(logged),
        "the branch has %s, the log says %s landed",
        branch,
        logged);
    List<String> ahead = new ArrayList<>(branch);
    ahead.removeAll(logged);
    // Of a task that was added after the journal's older copy was made, nothing is known.
    ahead.removeIf(
        commit ->
            forgotten.contains(commit)
                || putBack
                    && state.task(repository.taskOf(commit)).isEmpty()
                    && forgotten.add(commit));
    for (String commit : ahead) {
      TaskStatus task = state.status(repository.taskOf(commit));
      require(
          task.state() == TaskState.LANDING && task.commit().equals(commit),
          "the branch has the commit %s of %s, which is %s",
          commit,
          task.id(),
          task.state());
    }
    for (String task : state.inState(TaskState.PARKED)) {
      require(
          facts.limits.containsKey(account(state.status(task).agent())),
          "%s is parked for a limit that is over",
          task);
    }
    whatIsSeenCanBe();
    long tasks = branch.stream().map(repository::taskOf).distinct().count();
    require(tasks == branch.size(), "a task is on the branch twice: %s", branch);
  }

  /// A conflict that is said to be there is between two changes that can still meet, and is there
  /// once.
  private void whatIsSeenCanBe() {
    Set<Object> pairs = new HashSet<>();
    for (FoundConflict found : state.conflicts()) {
      if (!found.live()) {
        continue;
      }
      List<String> two = found.conflict().tasks();
      boolean tried = found.conflict().kind() == Conflict.Kind.CHECK;
      require(pairs.add(List.of(tried, Set.copyOf(two))), "what is between %s is there twice", two);
      require(
          !found.isOpen()
              || state.outcome().isEmpty() && state.mayMeet(two.getFirst(), two.getLast()),
          "%s cannot be in each other's way any more",
          two);
    }
  }

  /// The session has ended: whoever has not is told what it waits for.
  void holdAfterTheSession() {
    for (TaskStatus status : state.tasks()) {
      require(
          status.state().isFinal()
              || !(Waiting.blocker(state, status.id()) instanceof Blocker.Nothing),
          "the session has ended, and %s, which is %s, waits for nothing",
          status.id(),
          status.state());
    }
  }

  /// The session has ended and so has everything it did.
  ///
  /// @param left work trees that wait to be gone on in
  void holdForParked(Set<AttemptKey> left) {
    for (AttemptKey key : left) {
      TaskStatus status = state.status(key.task());
      require(
          status.parkedAttempt().filter(a -> a.number() == key.number()).isPresent(),
          "%s waits to be gone on in, and nobody will",
          key);
    }
  }

  /// Nothing is under way and no clock runs: whoever has not ended waits for a person, or for
  /// somebody who does, and is told so.
  void holdAtRest() {
    List<String> unfinished = new ArrayList<>();
    for (TaskStatus status : state.tasks()) {
      if (!status.state().isFinal()) {
        unfinished.add(status.id());
        waitsForAPerson(status.id());
        require(
            !status.state().isAsking() || status.task().remind() == null,
            "at rest, and nobody will be reminded of %s",
            status.id());
      }
    }
    require(!unfinished.isEmpty() || state.isPaused(), "every task has ended, the run has not");
    require(
        state.isPaused() || Waiting.isOnlyForPeople(state),
        "at rest, and it is not said that only people can go on: %s",
        unfinished);
  }

  private void waitsForAPerson(String task) {
    Set<String> seen = new LinkedHashSet<>();
    String at = task;
    while (seen.add(at)) {
      Blocker blocker = Waiting.blocker(state, at);
      switch (blocker) {
        case Blocker.OnPerson _, Blocker.OnHold _ -> {
          return;
        }
        case Blocker.OnRun on when on.what().equals("paused") -> {
          return;
        }
        case Blocker.OnTasks on when !on.tasks().isEmpty() -> at = on.tasks().getFirst();
        case Blocker.OnClaim on -> at = on.holder();
        case Blocker.OnTurn on -> at = on.task();
        case Blocker.OnYield on -> at = on.task();
        default ->
            throw new AssertionError(
                "at rest, and %s: %s waits for %s".formatted(task, at, blocker));
      }
    }
    throw new AssertionError("%s waits in a circle: %s".formatted(task, seen));
  }

  /// After the end of everything.
  void holdAtTheEnd(List<Entry> log) {
    RunState again = new RunState();
    log.forEach(again::apply);
    @Nullable String difference = StateComparison.difference(again, state);
    require(difference == null, "%s", difference);
    require(state.isFinished(), "the run has ended and not all its tasks");
    acknowledged.forEach(
        (id, task) ->
            require(
                state.task(id).map(TaskStatus::task).filter(task::equals).isPresent(),
                "%s is not as people were told",
                id));
    everLanded.keySet().removeIf(task -> putBack && state.task(task).isEmpty());
    everLanded.forEach(
        (task, commit) ->
            require(
                Objects.equals(facts.landed.get(task), commit),
                "%s had landed as %s and now has as %s",
                task,
                commit,
                facts.landed.get(task)));
    for (TaskState each : TaskState.values()) {
      Set<String> members = new HashSet<>();
      for (TaskStatus status : state.tasks()) {
        if (status.state() == each) {
          members.add(status.id());
        }
      }
      require(state.inState(each).equals(members), "%s: %s", each, members);
    }
  }

  static void require(boolean holds, String otherwise, @Nullable Object... details) {
    if (!holds) {
      throw new AssertionError(otherwise.formatted(details));
    }
  }
}
