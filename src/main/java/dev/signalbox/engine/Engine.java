package dev.signalbox.engine;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.live.Sight;
import dev.signalbox.graph.Dependency;
import dev.signalbox.plan.Approval;
import dev.signalbox.plan.OnFailure;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.Workspace;
import dev.signalbox.workspace.WorkspaceException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// What the engine's thread does with what arrives: carries commands out, takes reports in, and
/// then settles: makes tasks ready or skips them, starts what can start, takes the next change to
/// the branch, and ends the run when nothing is left to do.
final class Engine {
  private final RunSetup setup;
  private final Ledger ledger;
  private final RunState state;
  private final AttemptEffects attemptEffects;
  private final LandingEffects landingEffects;
  private final AgentDesk agents;
  private final Throttle throttle;
  private final AttemptDesk attempts;
  private final Reminders reminders;
  private final LandingLane lane;
  private final BaseDesk base;
  private final Trials trials;
  private final Operator operator;

  /// Waiting tasks to look at again: something before them has ended, or they are new.
  private final ArrayDeque<String> affected = new ArrayDeque<>();

  private final List<Runnable> answers = new ArrayList<>();

  Engine(RunSetup setup, Consumer<Signal> mailbox) {
    this.setup = setup;
    this.ledger = new Ledger(setup.log(), setup.clock(), setup.past());
    this.state = ledger.state();
    Effects effects = new Effects(setup.workspace(), setup.effects(), mailbox);
    this.attemptEffects = new AttemptEffects(effects);
    this.landingEffects = new LandingEffects(effects, setup.ladder());
    this.agents = new AgentDesk(setup, ledger, mailbox);
    this.throttle = new Throttle(setup.machine(), ledger, effects, mailbox);
    this.attempts = new AttemptDesk(setup, ledger, attemptEffects, agents, throttle, mailbox);
    this.reminders = new Reminders(ledger, mailbox);
    this.lane = new LandingLane(setup, ledger, landingEffects, attempts, reminders, this::affects);
    this.base = new BaseDesk(setup, ledger, effects, landingEffects, mailbox);
    this.trials = new Trials(setup, ledger, effects);
    this.operator = new Operator(ledger, attempts, agents, landingEffects);
  }

  RunState state() {
    return state;
  }

  void start() throws WorkspaceException, InterruptedException, EventLog.EventLogException {
    start(List.of());
  }

  /// Begins the run, or goes on with one whose earlier entries were given.
  ///
  /// @param first what is asked of it before anything else
  void start(List<Command> first)
      throws WorkspaceException, InterruptedException, EventLog.EventLogException {
    RunFiles.prepare(setup.folder());
    Workspace.Opened opened = setup.workspace().open();
    if (state.hasStarted()) {
      // What the workspace notes about the branch it goes on from is this run's own doing.
      String before = state.head();
      Event.BaseLandingStarted begun = state.baseLanding;
      ledger.emit(new Event.RunResumed(opened.head(), List.of()));
      for (Workspace.LandedTask found : setup.workspace().landedTasks()) {
        acknowledge(found);
      }
      if (begun != null && begun.commit().equals(opened.head())) {
        // Announced, and the crash came before its end was in the log.
        ledger.emit(new Event.BaseMerged(begun.base(), begun.commit(), begun.writes()));
      }
      takeInPushes(before, opened.head());
      lane.pickUp();
      state.tasks().forEach(this::pickUp);
      agents.resume();
    } else {
      ledger.emit(
          new Event.RunStarted(
              setup.run(),
              setup.plan(),
              setup.planFile(),
              opened.repository(),
              opened.base(),
              opened.head(),
              opened.notes()));
    }
    first.forEach(operator::carryOut);
    state.tasks().forEach(status -> affected.add(status.id()));
    settle();
    flush();
  }

  /// Takes in what the branch has of this run and the log does not say: nothing lands twice, even
  /// where the log has lost its tail.
  private void acknowledge(Workspace.LandedTask found)
      throws WorkspaceException, InterruptedException {
    TaskStatus status = state.task(found.task()).orElse(null);
    if (status == null) {
      ledger.emit(
          new Event.Noted(
              "The branch has %s of this run (%s), which the journal does not know."
                  .formatted(found.task(), found.commit())));
      return;
    }
    if (status.state() == TaskState.LANDED) {
      return;
    }
    if (status.state() == TaskState.LANDING && status.commit().equals(found.commit())) {
      // Announced, and the crash came before its end was in the log.
      lane.landed(status.id());
      return;
    }
    attempts.abandonParked(status);
    ledger.emit(
        new Event.LandingFound(
            status.id(),
            found.commit(),
            setup.workspace().difference(found.before(), found.commit())));
    for (String after : state.graph().descendants(status.id())) {
      if (state.status(after).state() == TaskState.SKIPPED) {
        ledger.emit(new Event.TaskReset(after, "signalbox", "after " + status.id()));
      }
    }
  }

  /// What others did to the branch while no session was up.
  private void takeInPushes(String before, String head)
      throws WorkspaceException, InterruptedException {
    // A landing that was cut short comes first: the next one notices what lies on it.
    if (state.count(TaskState.LANDING) == 0 && !state.history.knows(head)) {
      ledger.emit(new Event.HeadMoved(head, setup.workspace().difference(before, head)));
    }
  }

  /// Brings what the last session left in the middle of something back to where it can go on.
  private void pickUp(TaskStatus status) {
    switch (status.state()) {
      case PREPARING, RUNNING, SEALING ->
          ledger.emit(
              new Event.AttemptLost(
                  status.id(), status.attempts().getLast().number(), FailureReason.LOST));
      case BACKING_OFF ->
          attempts.armRetry(
              status.id(),
              Duration.between(ledger.clock().now(), status.dueAt().orElse(status.since())));
      case ASKING_START, ASKING_LANDING, ASKING_DECISION -> reminders.watch(status);
      case WAITING, READY, QUEUED, MERGING, CHECKING, LANDING -> {}
      case PARKED -> agents.parked(status);
      case LANDED, FAILED, REJECTED, SKIPPED, CANCELLED -> {}
    }
  }

  /// One step: everything in `signals`, then what follows from it.
  void step(List<Signal> signals) throws EventLog.EventLogException {
    signals.forEach(this::take);
    settle();
    flush();
  }

  private void flush() throws EventLog.EventLogException {
    ledger.flush();
    List<Runnable> due = List.copyOf(answers);
    answers.clear();
    due.forEach(Runnable::run);
  }

  private void take(Signal signal) {
    switch (signal) {
      case Signal.Asked asked -> asked(asked);
      case Signal.Subscribed s -> ledger.then(() -> ledger.subscribe(s.listener()));
      case Signal.Unsubscribed s -> ledger.then(() -> ledger.unsubscribe(s.listener()));
      case Signal.Prepared s -> attempts.prepared(s);
      case Signal.Ended s -> attempts.ended(s);
      case Signal.Kept s -> {
        attempts.kept(s.sealed());
        affects(s.sealed().key().task());
      }
      case Signal.NotKept s -> {
        attempts.notKept(s.key(), s.problem());
        affects(s.key().task());
      }
      case Signal.Merged s -> lane.merged(s);
      case Signal.BranchMoved s -> lane.branchMoved(s);
      case Signal.NothingMerged s -> lane.nothingMerged(s.task());
      case Signal.Checked s -> lane.checked(s.check());
      case Signal.CheckStopped _ when base.isMerging() -> base.stopped();
      case Signal.CheckStopped s -> lane.stopped(s.tasks());
      case Signal.BaseChecked s -> baseChecked(s.check());
      case Signal.Committed s -> lane.committed(s.commits());
      case Signal.NotSigned s -> lane.notSigned(s);
      case Signal.CommitRefused s -> lane.refused(s);
      case Signal.AfterLanding s -> lane.afterLanding(s);
      case Signal.LandingAnswered s -> lane.landingAnswered(s);
      case Signal.LandingUnknown s -> landingUnknown(s);
      case Signal.LaneFailed s when base.isMerging() -> base.failed(s.problem());
      case Signal.LaneFailed s -> {
        lane.failed(s.tasks(), s.problem());
        if (s.tasks().isEmpty()) {
          stopOnRedBase();
        }
      }
      case Signal.Parked s -> {
        attempts.parked(s);
        affects(s.key().task());
      }
      case Signal.Tried s -> trials.tried(s);
      case Signal.BaseTimer _ -> base.due();
      case Signal.BaseSeen s -> base.seen(s);
      case Signal.BaseMergeMade s -> base.made(s);
      case Signal.BaseLanded s -> base.landed(s);
      case Signal.BreakerTimer s -> agents.breakerDue(s.agent());
      case Signal.LimitTimer s -> agents.limitDue(s.account());
      case Signal.ReminderTimer s -> reminders.due(s.task());
      case Signal.ProbeTimer s -> throttle.due();
      case Signal.Probed s -> throttle.probed(s.shortage());
      case Signal.RetryTimer s -> attempts.retryDue(s.task());
      case Signal.TimeoutTimer s -> attempts.timedOut(s.key());
      case Signal.Seen s -> s.sights().forEach(this::seen);
      case Signal.Closed s -> {
        if (state.outcome().isEmpty() && !state.isStopping()) {
          operator.carryOut(new Command.Stop("signalbox", "the console was closed", false));
        }
      }
    }
  }

  /// What was seen of attempts that are over by now, or of a base that was merged, is no news.
  private void seen(Sight sight) {
    if (state.outcome().isPresent()
        || !state.isOfNow(sight.task(), sight.number())
        || !state.isOfNow(sight.other(), sight.otherNumber())
        || !state.mayMeet(sight.task(), sight.other())) {
      return;
    }
    Conflict before =
        state.seenBetween(sight.task(), sight.other()).map(FoundConflict::conflict).orElse(null);
    Conflict now = sight.conflict();
    if (now != null && !now.equals(before)) {
      ledger.emit(
          new Event.ConflictSeen(
              now.tasks().stream()
                  .filter(id -> state.task(id).isPresent())
                  .findFirst()
                  .orElseThrow(),
              now));
    } else if (now == null && before != null) {
      boolean isTask = state.task(sight.task()).isPresent();
      ledger.emit(
          new Event.ConflictGone(
              isTask ? sight.task() : sight.other(),
              isTask ? sight.other() : sight.task(),
              before.kind() == Conflict.Kind.STALE_READ
                  ? "what was read is not changed any more"
                  : "they fit now"));
    }
  }

  private void asked(Signal.Asked asked) {
    Command.Result result = operator.carryOut(asked.command());
    switch (asked.command()) {
      case Command.Add c when result.accepted() -> affected.add(c.task().id());
      // What a task claims also says what comes after it, and a change of one looks at others anew.
      case Command.SetPriority _,
          Command.Change _,
          Command.ComeAfter _,
          Command.TurnEdge _,
          Command.Remove _
          when result.accepted() ->
          state.tasks().forEach(status -> affected.add(status.id()));
      case Command.Reject c when result.accepted() -> affects(c.task());
      case Command.Retry c when result.accepted() -> {
        state.tasks().forEach(status -> affected.add(status.id()));
        // A run that had ended goes on, and its alarms may have rung meanwhile.
        state.tasks().forEach(reminders::watch);
        lane.settleWhatIsUnknown();
      }
      case Command.Cancel c when result.accepted() ->
          state.tasks().forEach(status -> affects(status.id()));
      default -> {}
    }
    CompletableFuture<Command.Result> answer = asked.answer();
    answers.add(() -> answer.complete(result));
  }

  private void baseChecked(Workspace.Check check) {
    lane.baseChecked(check);
    if (!check.passed()) {
      stopOnRedBase();
    }
  }

  /// Neither landed nor not: the task stays where it is, and the next session asks git again.
  private void landingUnknown(Signal.LandingUnknown signal) {
    lane.landingUnknown();
    operator.carryOut(
        new Command.Stop(
            "signalbox",
            "git cannot tell whether %s has landed (%s); resume asks it again"
                .formatted(String.join(", ", signal.tasks()), signal.problem()),
            false));
  }

  private void stopOnRedBase() {
    operator.carryOut(
        new Command.Stop(
            "signalbox",
            "the check fails on the base already, so nothing could land"
                + " (check_base: skip goes on all the same)",
            false));
  }

  /// What comes after `task` is looked at again if it has ended; and where its failure is to end
  /// the run, nothing new starts.
  private void affects(String task) {
    TaskStatus status = state.status(task);
    if (!status.state().isFinal()) {
      return;
    }
    state.graph().outOf(task).forEach(dependency -> affected.add(dependency.to()));
    if (status.state() == TaskState.FAILED
        && status.task().onFailure() == OnFailure.STOP
        && !state.isDraining()
        && !state.isStopping()) {
      ledger.emit(
          new Event.Draining(
              "signalbox", task + " failed, and the plan stops then", RunOutcome.FAILED));
    }
  }

  private void settle() {
    do {
      waitAgain();
      while (!affected.isEmpty()) {
        // It may have been taken out in the same step.
        state
            .task(affected.poll())
            .filter(status -> status.state() == TaskState.WAITING)
            .ifPresent(this::look);
      }
      if (state.outcome().isPresent()) {
        return;
      }
      // The lane first: a check that waited for a resource gets it before the next task.
      if (lane.isIdle()) {
        base.catchUp();
      }
      if (!base.isMerging()) {
        lane.step();
      }
    } while (!affected.isEmpty());
    if (!state.isPaused() && !state.isDraining() && !state.isStopping() && !mayHaveToStop()) {
      Scheduler.run(state, attempts::start);
    }
    throttle.watch();
    base.watch();
    trials.step(lane.isIdle() && !base.isMerging());
    end();
  }

  /// Who was made to come after another while it was under way waits for that like any other task,
  /// once its attempt is over.
  private void waitAgain() {
    for (String task : List.copyOf(state.late)) {
      TaskStatus status = state.status(task);
      if (status.state() == TaskState.READY && status.missing > 0) {
        ledger.emit(new Event.NoLongerReady(task));
        affected.add(task);
      }
    }
  }

  /// Whether a task whose failure stops the run has just failed; whether for good is known once its
  /// change is kept.
  private boolean mayHaveToStop() {
    return state.inState(TaskState.SEALING).stream()
        .map(state::status)
        .anyMatch(
            s ->
                s.task().onFailure() == OnFailure.STOP
                    && s.attempts().getLast().reason() != null
                    && s.retriesSpent() >= s.task().retries().max());
  }

  /// Whether a waiting task can go on, or never will.
  private void look(TaskStatus status) {
    if (status.hopeless > 0) {
      String because =
          state.graph().into(status.id()).stream()
              .map(Dependency::from)
              .filter(from -> hasEndedBadly(state.status(from)))
              .findFirst()
              .orElseThrow();
      attempts.abandonParked(status);
      ledger.emit(new Event.TaskSkipped(status.id(), because));
      affects(status.id());
      return;
    }
    if (status.missing > 0) {
      return;
    }
    if (status.task().approve() == Approval.BEFORE && !status.isStartApproved()) {
      String digest = Digests.ofTask(status.task(), state.base(), attempts.outputsFor(status));
      ledger.emit(
          new Event.ApprovalAsked(
              status.id(), Gate.BEFORE, digest, "Start %s?".formatted(status.id())));
      reminders.watch(status);
    } else {
      ledger.emit(new Event.BecameReady(status.id()));
    }
  }

  private static boolean hasEndedBadly(TaskStatus before) {
    return before.state().isFinal() && !RunState.satisfies(before);
  }

  private void end() {
    if (!attempts.isIdle() || !lane.isIdle() || base.isMerging() || !trials.isIdle()) {
      return;
    }
    if (state.isFinished()) {
      int landed = state.count(TaskState.LANDED);
      boolean all = landed == state.tasks().size();
      if (all && !base.isSettled()) {
        return;
      }
      ledger.emit(
          new Event.RunEnded(
              all ? RunOutcome.SUCCEEDED : RunOutcome.FAILED,
              "%d of %d landed%s"
                  .formatted(landed, state.tasks().size(), state.followed().became())));
    } else if (state.isStopping()) {
      ledger.emit(new Event.RunEnded(state.stoppingOutcome(), state.stoppingReason()));
    } else if (state.isDraining() && Waiting.areAllBehind(state)) {
      String why = state.drainingReason();
      ledger.emit(new Event.RunEnded(state.drainingOutcome(), why.isEmpty() ? "drained" : why));
    } else if (isStalled()) {
      // No rule of the engine leads here; if one ever does, it says so instead of hanging.
      ledger.emit(new Event.RunEnded(RunOutcome.STOPPED, "nothing can go on: " + whatWaits()));
    }
  }

  private boolean isStalled() {
    boolean somethingWillMove =
        state.isPaused()
            || state.slots() < state.parallel()
            || state.count(TaskState.BACKING_OFF) > 0
            || state.count(TaskState.PARKED) > 0
            || state.inState(TaskState.READY).stream().anyMatch(this::waitsForAPersonOrATime)
            || state.count(TaskState.ASKING_START) > 0
            || state.count(TaskState.ASKING_LANDING) > 0
            || state.count(TaskState.ASKING_DECISION) > 0;
    return !somethingWillMove;
  }

  private boolean waitsForAPersonOrATime(String task) {
    TaskStatus status = state.status(task);
    return !status.heldBy().isEmpty() || AgentChoice.of(state, status).isEmpty();
  }

  private String whatWaits() {
    List<String> waits = new ArrayList<>();
    for (TaskStatus status : state.tasks()) {
      if (!status.state().isFinal()) {
        List<Blocker> blockers = Waiting.blockers(state, status.id());
        waits.add(status.id() + " " + Waiting.words(blockers, ledger.clock().now()));
      }
    }
    return String.join("; ", waits);
  }

  /// Ends what runs, without another word in the log: the log itself cannot be written.
  void abandon() {
    for (TaskStatus status : state.tasks()) {
      if (status.state().holdsSlot()) {
        attemptEffects.interrupt(
            new AttemptKey(state.run(), status.id(), status.attempts().size()), FailureReason.LOST);
      }
    }
    landingEffects.interruptCheck();
    trials.interrupt();
  }
}
