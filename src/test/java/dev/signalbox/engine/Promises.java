package dev.signalbox.engine;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.graph.Dependency;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Approval;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import dev.signalbox.workspace.AttemptKey;
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
import org.jspecify.annotations.Nullable;

/// What must hold at each entry of the log, told from the entries alone and with rules of its own:
/// neither the claim table nor the scheduler nor the counters of the engine are asked. Beside it a
/// second fold of the log, which tells illegal transitions and is compared with the engine's.
final class Promises {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{tasks\\.([^.}]+)\\.output\\.");

  private final Coverage coverage;

  /// Landed with a commit, by task, over all sessions: no crash may take it back.
  private final Map<String, String> everLanded = new LinkedHashMap<>();

  /// Tasks whose adding was acknowledged.
  private final Set<String> added = new HashSet<>();

  private RunState state = new RunState();
  private Facts facts = new Facts();

  /// What the log says so far, as far as the rules need it.
  private static final class Facts {
    final Set<String> holders = new LinkedHashSet<>();
    final Map<String, Agent> active = new LinkedHashMap<>();
    final Map<String, String> landed = new LinkedHashMap<>();
    final Map<String, Integer> attempts = new HashMap<>();
    final Map<String, Integer> retries = new HashMap<>();
    final Set<String> startApproved = new HashSet<>();
    final Map<String, String> landingApproved = new HashMap<>();
    final Map<String, Event.Merged> merged = new HashMap<>();
    final Map<String, String> checked = new HashMap<>();
    final Set<List<Object>> announced = new HashSet<>();
    final Map<List<Object>, Long> landings = new HashMap<>();
    int parallel;
    boolean held;
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
    kept(entries);
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

  void kept(List<Entry> entries) {
    for (Entry entry : entries) {
      before(entry.event());
      apply(entry);
      after(entry);
    }
  }

  private void apply(Entry entry) {
    if (!(entry.event() instanceof Event.OfTask event) || event instanceof Event.TaskAdded) {
      state.apply(entry);
      return;
    }
    TaskState from = state.status(event.task()).state();
    // Throws where the table has no such row.
    state.apply(entry);
    TaskState to = state.status(event.task()).state();
    if (from != to) {
      coverage.rows().add(new Transitions.Transition(from, event.getClass(), to));
    }
  }

  // ---- what an entry may follow on --------------------------------------------------------------

  private void before(Event event) {
    // A wait that was set before the end may still come due; the next session starts what is ready.
    require(
        state.outcome().isEmpty()
            || event instanceof Event.RunResumed
            || event instanceof Event.RetryDue,
        "%s after the end of the run",
        event);
    switch (event) {
      case Event.AttemptStarted e -> mayStart(e);
      case Event.LandingStarted e -> mayLand(e);
      case Event.Landed e ->
          require(!facts.landed.containsKey(e.task()), "%s lands twice", e.task());
      case Event.TaskSkipped e -> {
        TaskState cause = state.status(e.because()).state();
        require(
            cause.isFinal() && cause != TaskState.LANDED,
            "%s is skipped because of %s, which is %s",
            e.task(),
            e.because(),
            cause);
      }
      case Event.RunEnded e -> {
        require(facts.active.isEmpty(), "the run ends over the heads of %s", facts.active);
        require(!e.why().startsWith("nothing can go on"), "the engine has stalled: %s", e.why());
      }
      default -> {}
    }
  }

  private void mayStart(Event.AttemptStarted e) {
    Task task = state.status(e.task()).task();
    String id = e.task();
    Plan plan = state.plan();
    require(!facts.held, "%s starts while the run is paused, draining or stopping", id);
    require(
        e.attempt() == facts.attempts.getOrDefault(id, 0) + 1,
        "attempt %d of %s follows attempt %s",
        e.attempt(),
        id,
        facts.attempts.get(id));
    require(!facts.active.containsKey(id), "two attempts of %s are under way", id);
    require(facts.active.size() < facts.parallel, "%s has no slot: %s", id, facts.active.keySet());
    Agent agent = plan.agents().get(e.agent());
    if (agent != null) {
      long busy = facts.active.values().stream().filter(agent::equals).count();
      require(busy < agent.capacity(), "%s starts, and %s is busy", id, agent.id());
    }
    for (String before : comesAfter(task)) {
      require(facts.landed.containsKey(before), "%s starts before %s has landed", id, before);
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

  private Set<String> comesAfter(Task task) {
    Set<String> before = new LinkedHashSet<>(task.dependsOn());
    for (Object value : task.input().values()) {
      Matcher matcher = REFERENCE.matcher(String.valueOf(value));
      while (matcher.find()) {
        before.add(matcher.group(1));
      }
    }
    for (Dependency inferred : state.graph().into(task.id())) {
      before.add(inferred.from());
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

  private void mayLand(Event.LandingStarted e) {
    Task task = state.status(e.task()).task();
    Event.Merged merged = facts.merged.get(e.task());
    require(merged != null && merged.onto().equals(e.onto()), "%s lands unmerged", e.task());
    require(facts.holders.contains(e.task()), "%s lands without its claims", e.task());
    Plan plan = state.plan();
    if (plan.check().command() != null && merged != null) {
      require(merged.tree().equals(facts.checked.get(e.task())), "%s lands unchecked", e.task());
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

  // ---- what an entry says -----------------------------------------------------------------------

  private void after(Entry entry) {
    switch (entry.event()) {
      case Event.RunStarted e -> facts.parallel = e.plan().parallel();
      case Event.RunResumed e -> facts.held = false;
      case Event.Paused e -> facts.held = true;
      case Event.Draining e -> facts.held = true;
      case Event.Stopping e -> facts.held = true;
      case Event.Continued e -> facts.held = false;
      case Event.ParallelChanged e -> facts.parallel = e.parallel();
      case Event.BaseCheckStarted e -> facts.announced.add(List.of("base check", e.base()));
      case Event.BaseChecked e -> facts.basePassed = e.passed();
      case Event.Approved e when e.gate() == Gate.BEFORE -> facts.startApproved.add(e.task());
      case Event.Approved e when e.gate() == Gate.DECISION -> {}
      case Event.Approved e -> facts.landingApproved.put(e.task(), e.digest());
      case Event.AttemptStarted e -> {
        facts.holders.add(e.task());
        facts.attempts.put(e.task(), e.attempt());
        facts.active.put(
            e.task(), state.plan().agents().getOrDefault(e.agent(), Agent.shell(e.agent())));
        facts.announced.add(List.of("prepare", e.task(), e.attempt()));
      }
      case Event.AttemptPrepared e -> facts.announced.add(List.of("run", e.task(), e.attempt()));
      case Event.AttemptEnded e -> facts.active.remove(e.task());
      case Event.AttemptLost e -> facts.active.remove(e.task());
      case Event.MergeStarted e -> facts.announced.add(List.of("merge", e.task(), e.onto()));
      case Event.Merged e -> facts.merged.put(e.task(), e);
      case Event.CheckStarted e -> facts.announced.add(List.of("check", e.tree()));
      case Event.CheckPassed e -> facts.checked.put(e.task(), e.tree());
      case Event.LandingStarted e ->
          facts.landings.put(List.of(e.task(), e.commit(), e.onto()), entry.sequence());
      case Event.RetryScheduled e -> {
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
      case Event.Landed e -> {
        facts.landed.put(e.task(), e.commit());
        if (!e.commit().isEmpty()) {
          everLanded.put(e.task(), e.commit());
        }
        over(e.task());
      }
      case Event.TaskFailed e -> over(e.task());
      case Event.TaskCancelled e -> over(e.task());
      case Event.Rejected e -> over(e.task());
      case Event.TaskSkipped e -> over(e.task());
      default -> {}
    }
  }

  private void over(String task) {
    facts.holders.remove(task);
    facts.active.remove(task);
  }

  // ---- what happens outside ---------------------------------------------------------------------

  /// An effect happens now; the log must have said so.
  void happens(Object... effect) {
    require(
        facts.announced.contains(List.of(effect)),
        "%s, and the log knows nothing",
        List.of(effect));
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
      if (command instanceof Command.Add add) {
        added.add(add.task().id());
      }
    }
  }

  // ---- after each step of the engine ------------------------------------------------------------

  /// @param live the engine's own state
  void hold(RunState live, FakeWorkspace repository) {
    List<String> branch = repository.landedCommits();
    @Nullable String difference = StateComparison.difference(live, state);
    require(difference == null, "%s", difference);
    List<String> logged = facts.landed.values().stream().filter(c -> !c.isEmpty()).toList();
    require(
        branch.size() >= logged.size() && branch.subList(0, logged.size()).equals(logged),
        "the branch has %s, the log says %s landed",
        branch,
        logged);
    require(branch.size() <= logged.size() + 1, "the branch is ahead of the log: %s", branch);
    if (branch.size() > logged.size()) {
      TaskStatus ahead = state.status(repository.taskOf(branch.getLast()));
      require(
          ahead.state() == TaskState.LANDING && ahead.commit().equals(branch.getLast()),
          "the branch has the commit %s of %s, which is %s",
          branch.getLast(),
          ahead.id(),
          ahead.state());
    }
    long tasks = branch.stream().map(repository::taskOf).distinct().count();
    require(tasks == branch.size(), "a task is on the branch twice: %s", branch);
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

  /// Nothing is under way and no clock runs: whoever has not ended waits for a person, or for
  /// somebody who does, and is told so.
  void holdAtRest() {
    List<String> unfinished = new ArrayList<>();
    for (TaskStatus status : state.tasks()) {
      if (!status.state().isFinal()) {
        unfinished.add(status.id());
        waitsForAPerson(status.id());
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
        case Blocker.OnPerson _ -> {
          return;
        }
        case Blocker.OnRun on when on.what().equals("paused") -> {
          return;
        }
        case Blocker.OnTasks on when !on.tasks().isEmpty() -> at = on.tasks().getFirst();
        case Blocker.OnClaim on -> at = on.holder();
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
    added.forEach(task -> require(state.task(task).isPresent(), "the added %s is lost", task));
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
