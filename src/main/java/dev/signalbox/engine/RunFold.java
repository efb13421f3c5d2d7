package dev.signalbox.engine;

import dev.signalbox.claim.ClaimTable;
import dev.signalbox.conflict.Conflict;
import dev.signalbox.engine.Event.BaseNotMerged.Cause;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How each event changes a [RunState]: the one place where it changes.
record RunFold(RunState state) {

  void apply(Entry entry) {
    if (entry.sequence() != state.sequence + 1) {
      throw new IllegalStateException(
          "The log goes from entry %d to %d".formatted(state.sequence, entry.sequence()));
    }
    state.sequence = entry.sequence();
    Instant at = entry.at();
    switch (entry.event()) {
      case Event.RunStarted e -> start(e, at);
      case Event.RunResumed e -> resume(e, at);
      case Event.Paused e -> {
        state.paused = true;
        decide(at, "", "paused", e.by(), "");
      }
      case Event.Continued e -> {
        state.paused = false;
        state.draining = false;
        decide(at, "", "continued", e.by(), "");
      }
      case Event.Draining e -> {
        state.draining = true;
        state.drainingOutcome = e.outcome();
        state.drainingReason = e.why();
        decide(at, "", "drained", e.by(), e.why());
      }
      case Event.Stopping e -> {
        state.stopping = true;
        state.stoppingOutcome = e.outcome();
        state.stoppingReason = e.why();
        decide(at, "", "stopped", e.by(), e.why());
      }
      case Event.ParallelChanged e -> {
        state.parallel = e.parallel();
        decide(at, "", "parallel " + e.parallel(), e.by(), "");
      }
      case Event.CapacityChanged e -> {
        state.agent(e.agent()).capacity = e.capacity();
        decide(at, "", "capacity of %s %d".formatted(e.agent(), e.capacity()), e.by(), "");
      }
      case Event.Throttled e -> {
        state.atMost = e.atMost();
        state.throttledBecause = e.why();
      }
      case Event.BreakerOpened e -> {
        AgentStatus agent = state.agent(e.agent());
        agent.breaker = AgentStatus.Breaker.OPEN;
        agent.openUntil = e.until();
      }
      case Event.BreakerHalfOpened e -> {
        AgentStatus agent = state.agent(e.agent());
        agent.breaker = AgentStatus.Breaker.HALF_OPEN;
        agent.openUntil = null;
      }
      case Event.BreakerClosed e -> {
        AgentStatus agent = state.agent(e.agent());
        agent.breaker = AgentStatus.Breaker.CLOSED;
        agent.failures = 0;
        agent.openUntil = null;
      }
      case Event.LimitReached e ->
          state.limits.put(e.account(), new Limit(e.account(), e.agent(), e.until(), e.detail()));
      case Event.LimitLifted e -> {
        state.limits.remove(e.account());
        if (!e.by().isEmpty()) {
          decide(at, "", "tried " + e.account() + " again", e.by(), "");
        }
      }
      case Event.Reordered e -> {
        state.order = List.copyOf(e.order());
        state.ready.invalidate();
        decide(at, "", "reordered", e.by(), String.join(", ", e.order()));
      }
      case Event.HeadMoved e -> {
        state.head = e.head();
        state.history.pushed(e.head(), e.writes());
        endBaseMerge();
        closeWhatCannotMeet(at);
      }
      case Event.BaseMoved e -> {
        boolean differed = state.followed.differs();
        state.followed = state.followed.moved(e.commit(), e.behind(), e.fork());
        if (differed && !state.followed.differs()) {
          closeSeenOfBase(at, "the branch has all of " + state.followed.name());
        }
        closeWhatCannotMeet(at);
      }
      case Event.BaseMergeStarted e -> {
        state.baseMerging = e;
        use(state.plan().check().uses(), 1);
      }
      case Event.BaseLandingStarted e -> state.baseLanding = e;
      case Event.BaseMerged e -> {
        endBaseMerge();
        state.head = e.commit();
        state.history.pushed(e.commit(), e.writes());
        state.followed = state.followed.merged(e.base());
        closeSeenOfBase(at, state.followed.name() + " was merged");
        state.notes.add(
            "%s, which had moved to %s, was merged as %s."
                .formatted(state.followed.name(), brief(e.base()), brief(e.commit())));
        closeWhatCannotMeet(at);
      }
      case Event.BaseNotMerged e -> {
        endBaseMerge();
        state.followed = state.followed.notMerged(e.why(), e.cause() == Cause.STOPPED ? null : at);
        state.notes.add(
            "%s, which had moved to %s, was not merged: %s."
                .formatted(state.followed.name(), brief(e.base()), e.why()));
      }
      case Event.BaseCheckStarted _ -> {
        state.baseChecking = true;
        use(state.plan().check().uses(), 1);
      }
      case Event.BaseChecked e -> {
        if (state.baseChecking) {
          use(state.plan().check().uses(), -1);
        }
        state.baseChecking = false;
        state.basePassed = e.passed();
        state.baseCheckTail = e.tail();
      }
      case Event.CheckDoubted e -> {
        if (e.again()) {
          state.doubted = e.tree();
        } else {
          state.redTrees.putLast(e.tree(), e.tail());
          if (state.redTrees.size() > RunState.RED_TREES) {
            state.redTrees.pollFirstEntry();
          }
        }
      }
      case Event.RunEnded e -> {
        state.outcome = e.outcome();
        state.outcomeReason = e.why();
        state.ended = at;
        state.stopping = false;
        closeAllSeen(at);
      }
      case Event.Noted e -> state.notes.add(e.text());
      case Event.OfTask e -> ofTask(e, at);
    }
    // A clock that was set back makes nothing end before it began.
    state.lastSign = state.lastSign == null || at.isAfter(state.lastSign) ? at : state.lastSign;
  }

  private void start(Event.RunStarted e, Instant at) {
    Plan plan = e.plan();
    state.run = e.run();
    state.plan = plan;
    state.planFile = e.planFile();
    state.repository = e.repository();
    state.base = e.base();
    state.followed = FollowedBase.at(plan.followedBase().orElse(""), e.base());
    state.head = e.head();
    state.startedAt = e.head();
    state.history.startAt(e.head());
    state.started = at;
    state.sessionStarted = at;
    state.parallel = plan.parallel();
    state.notes.addAll(e.notes());
    state.claims = new ClaimTable(plan.undeclared() == Undeclared.EXCLUSIVE);
    state.graph = new DependencyResolver(plan.undeclared()).addAll(plan.tasks()).graph();
    plan.agents().keySet().forEach(state::agent);
    plan.tasks().forEach(task -> add(task, at));
    graphChanged();
  }

  private void endBaseMerge() {
    if (state.baseMerging != null) {
      use(state.plan().check().uses(), -1);
    }
    state.baseMerging = null;
    state.baseLanding = null;
  }

  private static String brief(String commit) {
    return commit.substring(0, Math.min(8, commit.length()));
  }

  private void resume(Event.RunResumed e, Instant at) {
    endSession(at);
    closeAllSeen(at);
    if (state.baseChecking) {
      use(state.plan().check().uses(), -1);
    }
    endBaseMerge();
    state.head = e.head();
    state.ended = null;
    state.outcome = null;
    state.outcomeReason = "";
    state.paused = false;
    state.draining = false;
    state.stopping = false;
    state.baseChecking = false;
    state.atMost = -1;
    if (!Boolean.TRUE.equals(state.basePassed)) {
      state.basePassed = null;
    }
    state.notes.addAll(e.notes());
  }

  /// What the last session had under way when it was last heard of ended then, not when somebody
  /// came to go on with it.
  private void endSession(Instant next) {
    List<Session> sessions = state.sessions();
    if (!sessions.isEmpty()) {
      Session last = sessions.getLast();
      state.earlierSessions.add(last);
      state.tasks.values().forEach(status -> status.cutShort(last.to()));
    }
    state.sessionStarted = next;
    state.lastSign = next;
  }

  private void add(Task task, Instant at) {
    state.tasks.put(task.id(), new TaskStatus(task, state.added++, at));
    state.members(TaskState.WAITING).add(task.id());
  }

  private void ofTask(Event.OfTask event, Instant at) {
    switch (event) {
      case Event.TaskAdded e -> {
        add(e.added(), at);
        state.graph = state.graph.with(e.added());
        graphChanged();
        return;
      }
      case Event.TaskRemoved e -> {
        state.members(state.status(e.task()).state()).remove(e.task());
        state.tasks.remove(e.task());
        rebuild();
        decide(at, e.task(), "removed", e.by(), "");
        return;
      }
      default -> {}
    }
    TaskStatus status = state.status(event.task());
    use(state.needs(status, status.state), -1);
    move(status, event, at);
    status.apply(event, at);
    use(state.needs(status, status.state), 1);
    elsewhere(status, event, at);
    closeSeen(status, event, at);
    if (status.state == TaskState.LANDED) {
      closeWhatCannotMeet(at);
    }
  }

  /// What an event of a task changes beside the task.
  private void elsewhere(TaskStatus status, Event.OfTask event, Instant at) {
    switch (event) {
      case Event.TaskChanged e -> {
        rebuild();
        decide(at, e.task(), "changed", e.by(), "");
      }
      case Event.TaskHeld e -> {
        state.ready.remove(status);
        decide(at, e.task(), "held", e.by(), "");
      }
      case Event.TaskReleased e -> {
        state.ready.remove(status);
        state.ready.add(status);
        decide(at, e.task(), "released", e.by(), "");
      }
      case Event.Yielded e -> {
        state.ready.remove(status);
        state.waiters.computeIfAbsent(e.to(), to -> new LinkedHashSet<>()).add(e.task());
        decide(at, e.task(), "let land first: " + e.to(), e.by(), "");
      }
      case Event.SentBack e -> {
        state.ready.remove(status);
        state.waiters.computeIfAbsent(e.to(), to -> new LinkedHashSet<>()).add(e.task());
        decide(at, e.task(), "run again after: " + e.to(), e.by(), "");
      }
      case Event.DependencyAdded e -> {
        state.late.add(e.task());
        rebuild();
        decide(at, e.task(), "comes after: " + e.after(), e.by(), "");
      }
      case Event.YieldEnded e -> {
        state.ready.remove(status);
        state.ready.add(status);
        decide(at, e.task(), "no longer let land first: " + e.to(), e.by(), "");
      }
      case Event.CheckPassed e -> {
        state.checkTook = Duration.between(status.since, at);
        status.passedSecond = e.tree().equals(state.doubted);
        if (status.isTip()) {
          state.window = Math.min(RunState.WIDEST, state.window + 1);
        }
      }
      case Event.CheckFailed _ -> state.window = Math.max(1, state.window / 2);
      case Event.Approved e -> {
        decide(at, e.task(), Decision.approved(e.gate()), e.by(), e.message());
        if (!e.commitMessage().isEmpty()) {
          decide(at, e.task(), "gave the commit's message", e.by(), e.commitMessage());
        }
      }
      case Event.Rejected e -> {
        decide(at, e.task(), "rejected " + e.gate().word(), e.by(), e.message());
        closeConflicts(e.task(), at, "rejected by " + e.by());
      }
      case Event.AttemptStarted e -> {
        state.agent(e.agent()).busy++;
        state.late.remove(e.task());
        if (!status.holdsClaims) {
          status.holdsClaims = true;
          state.claims.take(status.id(), status.task().claims());
        }
        new Overtaking(state).by(status, e.agent());
      }
      case Event.ResolutionGiven e -> decide(at, e.task(), "resolved", e.by(), e.message());
      case Event.ConflictResolved e -> resolved(e, at);
      case Event.RungsTried e -> {
        FoundConflict last = state.conflicts.removeLast();
        state.conflicts.add(last.settled(Settlement.byRungs(e.steps(), List.of())));
      }
      case Event.AttemptEnded e -> count(state.agent(status.agent()), e.reason());
      case Event.Landed e -> {
        if (!e.commit().isEmpty()) {
          state.head = e.commit();
        }
        state.history.landed(e.task(), e.commit());
        closeConflicts(
            e.task(),
            at,
            status.settlement().map(Settlement::words).orElse("landed after a rerun"));
      }
      case Event.LandingFound e -> {
        state.history.landed(e.task(), e.commit());
        closeConflicts(e.task(), at, "found on the branch");
      }
      case Event.ConflictFound e -> {
        state.conflicts.add(new FoundConflict(at, e.task(), e.conflict(), false, null, "", null));
        if (e.conflict().kind() == Conflict.Kind.STALE_READ) {
          state.rerunning.add(e.task());
        }
      }
      case Event.ConflictSeen e -> seen(e, at);
      case Event.TrialEnded e -> tried(e.pair());
      case Event.ConflictGone e ->
          state.conflicts.replaceAll(
              c -> c.isOpen() && c.isSeenBetween(e.task(), e.other()) ? c.closed(at, e.how()) : c);
      case Event.ConflictClosed e -> closeConflicts(e.task(), at, e.how());
      case Event.TaskFailed e -> closeConflicts(e.task(), at, "the task failed");
      case Event.TaskCancelled e -> {
        decide(at, e.task(), "cancelled", e.by(), e.message());
        closeConflicts(e.task(), at, "cancelled by " + e.by());
      }
      case Event.TaskReset e -> decide(at, e.task(), "retried", e.by(), e.message());
      default -> {}
    }
  }

  /// An agent's failures in a row; what was not its doing counts neither way.
  private static void count(AgentStatus agent, @Nullable FailureReason reason) {
    if (reason == null) {
      agent.failures = 0;
    } else if (reason.isOfTheAgent()) {
      agent.failures++;
    }
  }

  /// The one place where a task's state changes; the counters, the claims and the resources follow
  /// it.
  private void move(TaskStatus status, Event.OfTask event, Instant at) {
    Optional<TaskState> next = Transitions.next(status.state, event);
    if (next.isEmpty()) {
      return;
    }
    TaskState from = status.state;
    TaskState to = next.get();
    if (from == TaskState.READY) {
      state.ready.remove(status);
    }
    state.members(from).remove(status.id());
    if (to == TaskState.QUEUED && from.isBusy() && from != TaskState.SEALING) {
      // Back from the lane: it keeps its turn.
      state.members(to).addFirst(status.id());
    } else {
      state.members(to).add(status.id());
    }
    if (from.holdsSlot() && !to.holdsSlot()) {
      state.agent(status.agent()).busy--;
    }
    status.state = to;
    status.since = at;
    if (!to.isAsking()) {
      status.question = "";
    }
    if (to.isFinal()) {
      state.rerunning.remove(status.id());
      state.late.remove(status.id());
      status.landedOrEnded = at;
      status.parkedAttempt = 0;
      status.yieldsTo.clear();
      status.sentBack = null;
      for (String waiter : state.waiters.getOrDefault(status.id(), Set.of())) {
        TaskStatus other = state.tasks.get(waiter);
        if (other != null && other.yieldsTo.remove(status.id())) {
          state.ready.remove(other);
          state.ready.add(other);
        }
      }
      state.waiters.remove(status.id());
      if (status.holdsClaims) {
        status.holdsClaims = false;
        state.claims.release(status.id());
      }
    }
    if (to == TaskState.READY) {
      status.newcomersFrom = state.added;
      status.overtaken = 0;
      state.ready.add(status);
    }
    tellThoseAfter(status, from);
  }

  private void use(Collection<String> resources, int change) {
    resources.forEach(resource -> state.resourcesTaken.merge(resource, change, Integer::sum));
  }

  private void rebuild() {
    state.graph =
        new DependencyResolver(state.plan().undeclared())
            .addAll(state.tasks.values().stream().map(TaskStatus::task).toList())
            .graph();
    graphChanged();
  }

  private void graphChanged() {
    state.remaining = null;
    state.ready.invalidate();
    for (TaskStatus status : state.tasks.values()) {
      status.missing = 0;
      status.hopeless = 0;
      for (Dependency dependency : state.graph.into(status.id())) {
        TaskStatus before = state.status(dependency.from());
        if (!RunState.satisfies(before)) {
          status.missing++;
          status.hopeless += before.state.isFinal() ? 1 : 0;
        }
      }
    }
  }

  /// What comes after `status`, which was `from`, waits for less now, or for more again.
  private void tellThoseAfter(TaskStatus status, TaskState from) {
    if (!from.isFinal() && !status.state.isFinal()) {
      return;
    }
    boolean satisfies = RunState.satisfies(status);
    boolean did = RunState.satisfies(status, from);
    int missing = (satisfies ? 0 : 1) - (did ? 0 : 1);
    int hopeless =
        (status.state.isFinal() && !satisfies ? 1 : 0) - (from.isFinal() && !did ? 1 : 0);
    for (Dependency dependency : state.graph.outOf(status.id())) {
      TaskStatus after = state.status(dependency.to());
      after.missing += missing;
      after.hopeless += hopeless;
    }
  }

  private void closeConflicts(String task, Instant at, String how) {
    state.conflicts.replaceAll(
        c -> c.isOpen() && !c.live() && c.task().equals(task) ? c.closed(at, how) : c);
  }

  /// What a person made of a conflict that was found before stays open until it has landed; what
  /// was resolved on the way is over.
  private void resolved(Event.ConflictResolved e, Instant at) {
    if (e.settlement().by().isEmpty()) {
      state.conflicts.add(
          new FoundConflict(
              at, e.task(), e.conflict(), false, at, e.settlement().words(), e.settlement()));
    } else {
      state.conflicts.replaceAll(
          c ->
              c.isOpen() && !c.live() && c.task().equals(e.task()) ? c.settled(e.settlement()) : c);
    }
  }

  private void tried(String pair) {
    if (state.tried.size() == RunState.TRIALS) {
      state.tried.remove(state.tried.iterator().next());
    }
    state.tried.add(pair);
  }

  /// There is one entry for two tasks, however often they come to meet, and one for what the check
  /// says of both.
  private void seen(Event.ConflictSeen e, Instant at) {
    for (int i = 0; i < state.conflicts.size(); i++) {
      FoundConflict before = state.conflicts.get(i);
      boolean same =
          e.conflict().kind() == Conflict.Kind.CHECK
              ? before.isTriedBetween(e.task(), e.other())
              : before.isSeenBetween(e.task(), e.other());
      if (same) {
        // Since when it is in the way, where it is.
        boolean asBefore = before.conflict().isInTheWay() == e.conflict().isInTheWay();
        Instant since = before.isOpen() && asBefore ? before.at() : at;
        state.conflicts.set(
            i, new FoundConflict(since, e.task(), e.conflict(), true, null, "", null));
        return;
      }
    }
    state.conflicts.add(new FoundConflict(at, e.task(), e.conflict(), true, null, "", null));
  }

  /// What was seen between a task and others ends where their changes cannot meet any more.
  private void closeSeen(TaskStatus task, Event.OfTask event, Instant at) {
    for (int i = 0; i < state.conflicts.size(); i++) {
      FoundConflict found = state.conflicts.get(i);
      if (!found.isOpen() || !found.live() || !found.conflict().tasks().contains(task.id())) {
        continue;
      }
      List<String> two = found.conflict().tasks();
      String other = two.getFirst().equals(task.id()) ? two.getLast() : two.getFirst();
      if (!state.mayMeet(task.id(), other)
          || (task.state() == TaskState.LANDED && found.conflict().isOverWith(task.id()))) {
        state.conflicts.set(i, found.closed(at, parted(task, event)));
      }
    }
  }

  private static String parted(TaskStatus task, Event.OfTask event) {
    return task.id()
        + switch (task.state()) {
          case LANDED -> " landed";
          case FAILED -> " failed";
          case CANCELLED -> " was called off";
          case REJECTED -> " was rejected";
          default -> event instanceof Event.AttemptLost ? " lost its attempt" : " runs again";
        };
  }

  /// Who started from a commit that nobody knew may turn out to have what another had landed.
  private void closeWhatCannotMeet(Instant at) {
    state.conflicts.replaceAll(
        c -> {
          List<String> two = c.conflict().tasks();
          return c.isOpen() && c.live() && !state.mayMeet(two.getFirst(), two.getLast())
              ? c.closed(at, "one started from what the other had landed")
              : c;
        });
  }

  /// What comes to it from now on is another change.
  private void closeSeenOfBase(Instant at, String how) {
    state.baseRound++;
    state.conflicts.replaceAll(
        c ->
            c.isOpen() && c.live() && c.conflict().tasks().contains(state.followed.party())
                ? c.closed(at, how)
                : c);
  }

  private void closeAllSeen(Instant at) {
    state.conflicts.replaceAll(c -> c.isOpen() && c.live() ? c.closed(at, "the session ended") : c);
  }

  private void decide(Instant at, String task, String what, String by, String message) {
    state.decisions.add(new Decision(at, task, what, by, message));
  }
}
