package dev.signalbox.engine;

import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.RetryPolicy;
import dev.signalbox.plan.Task;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.WorkTree;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The way of an attempt: work tree, command, snapshot, and what follows from how it ended. A
/// report on an attempt that the task has left behind (it was called off meanwhile) only cleans up.
final class AttemptDesk {
  private final RunSetup setup;
  private final Ledger ledger;
  private final RunState state;
  private final Overtaken overtaken;
  private final AttemptEffects effects;
  private final AgentDesk agents;
  private final Throttle throttle;
  private final Consumer<Signal> mailbox;
  private final Map<AttemptKey, EngineClock.Timer> timeouts = new HashMap<>();

  /// Attempts that are about to go on in the work tree that another left, and which.
  private final Map<AttemptKey, AttemptKey> goingOn = new HashMap<>();

  /// Attempts whose work is not over yet, those of called-off tasks included.
  private int underWay;

  AttemptDesk(
      RunSetup setup,
      Ledger ledger,
      AttemptEffects effects,
      AgentDesk agents,
      Throttle throttle,
      Consumer<Signal> mailbox) {
    this.agents = agents;
    this.throttle = throttle;
    this.setup = setup;
    this.ledger = ledger;
    this.state = ledger.state();
    this.overtaken = new Overtaken(setup.plan(), ledger);
    this.effects = effects;
    this.mailbox = mailbox;
  }

  boolean isIdle() {
    return underWay == 0;
  }

  void start(TaskStatus status) {
    int number = status.attempts().size() + 1;
    AttemptKey key = new AttemptKey(state.run(), status.id(), number);
    Path log = RunFiles.attemptLog(setup.folder(), key);
    String agent = AgentChoice.of(state, status).orElseGet(() -> status.task().agent());
    Attempt left = status.parkedAttempt().orElse(null);
    ledger.emit(new Event.AttemptStarted(status.id(), number, agent, log.toString()));
    underWay++;
    String head = state.head();
    if (left != null) {
      AttemptKey parked = new AttemptKey(state.run(), status.id(), left.number());
      goingOn.put(key, parked);
      Path directory = Path.of(left.directory());
      ledger.then(() -> effects.goOn(key, parked, directory, log, head));
    } else {
      ledger.then(() -> effects.prepare(key, log, head));
    }
  }

  /// Others moved the branch, and a work tree starts from there. Where a landing of ours is under
  /// way, or the base is being merged, the answer to that comes first.
  private void notice(Signal.@Nullable Move since) {
    if (since != null
        && !state.history.knows(since.head())
        && state.count(TaskState.LANDING) == 0
        && state.baseMerging == null) {
      ledger.emit(new Event.HeadMoved(since.head(), since.writes()));
    }
  }

  void prepared(Signal.Prepared signal) {
    AttemptKey key = signal.tree().key();
    goingOn.remove(key);
    notice(signal.since());
    if (!isCurrent(key, TaskState.PREPARING)) {
      ledger.then(() -> effects.seal(key, signal.tree(), false));
      return;
    }
    if (state.isStopping()) {
      ended(new Signal.Ended(key, signal.tree(), FailureReason.STOPPED, ""));
      return;
    }
    TaskStatus status = state.status(key.task());
    Inputs inputs = inputs(status);
    ledger.emit(
        new Event.AttemptPrepared(
            key.task(),
            key.number(),
            signal.tree().directory().toString(),
            signal.tree().base(),
            signal.tree().prepareMillis(),
            signal.tree().setupMillis()));
    Task task = status.task();
    String doer = status.agent();
    Agent agent = setup.plan().agents().getOrDefault(doer, Agent.shell(doer));
    Path log = RunFiles.attemptLog(setup.folder(), key);
    Path scratch = RunFiles.scratch(setup.folder(), key);
    Duration timeout = task.timeout();
    ledger.then(
        () -> {
          if (timeout != null) {
            timeouts.put(
                key,
                ledger.clock().after(timeout, () -> mailbox.accept(new Signal.TimeoutTimer(key))));
          }
          effects.run(
              key, signal.tree(), agent, setup.runners().get(agent.id()), inputs, log, scratch);
        });
  }

  void timedOut(AttemptKey key) {
    if (isCurrent(key, TaskState.RUNNING)) {
      ledger.then(() -> effects.interrupt(key, FailureReason.TIMEOUT));
    }
  }

  void ended(Signal.Ended signal) {
    AttemptKey key = signal.key();
    EngineClock.Timer timer = timeouts.remove(key);
    if (timer != null) {
      timer.cancel();
    }
    AttemptKey left = goingOn.remove(key);
    if (left != null && signal.tree() == null && !isCurrent(key, TaskState.PREPARING)) {
      abandon(left);
    }
    if (isCurrent(key, TaskState.PREPARING) || isCurrent(key, TaskState.RUNNING)) {
      ledger.emit(
          new Event.AttemptEnded(
              key.task(),
              key.number(),
              signal.exit(),
              signal.reason(),
              detail(signal),
              signal.outputs()));
      if (!signal.remark().isEmpty()) {
        tell(key, List.of("It " + signal.remark() + "."));
      }
      agents.attemptEnded(state.status(key.task()).agent(), signal.reason());
      if (signal.reason() == FailureReason.LIMIT) {
        agents.limitReached(state.status(key.task()).agent(), signal.until(), signal.detail());
        WorkTree tree = signal.tree();
        if (tree != null) {
          ledger.then(() -> effects.park(key, tree));
          return;
        }
      }
    }
    FailureReason reason = signal.reason();
    boolean worthALook =
        isCurrent(key, TaskState.SEALING)
            && reason != null
            && reason != FailureReason.STOPPED
            && reason != FailureReason.START
            && isFinal(state.status(key.task()), reason);
    ledger.then(() -> effects.seal(key, signal.tree(), worthALook));
  }

  /// The work tree of an attempt that met a usage limit waits.
  void parked(Signal.Parked signal) {
    underWay--;
    AttemptKey key = signal.key();
    tell(key, signal.repositoryChanges());
    TaskStatus status = state.status(key.task());
    if (!isCurrent(key, TaskState.SEALING)) {
      abandon(key);
      return;
    }
    ledger.emit(
        new Event.AttemptParked(
            key.task(), key.number(), state.account(status.agent()), attempt(key).detail()));
    agents.parked(status);
  }

  /// Keeps what the parked work tree of `status` holds, if it has one, and removes it: nobody goes
  /// on in it. To be called before the task ends.
  void abandonParked(TaskStatus status) {
    status
        .parkedAttempt()
        // What is about to go on in it says what became of it.
        .filter(left -> status.state() != TaskState.PREPARING)
        .ifPresent(left -> abandon(new AttemptKey(state.run(), status.id(), left.number())));
  }

  private void abandon(AttemptKey key) {
    Path directory = Path.of(attempt(key).directory());
    ledger.then(() -> effects.abandon(key, directory));
  }

  private void tell(AttemptKey key, List<String> sentences) {
    sentences.forEach(each -> ledger.emit(new Event.Noted(key.task() + ": " + each)));
  }

  private Attempt attempt(AttemptKey key) {
    return state.status(key.task()).attempts().get(key.number() - 1);
  }

  private String detail(Signal.Ended signal) {
    Task task = state.status(signal.key().task()).task();
    if (signal.reason() == FailureReason.TIMEOUT) {
      String told = signal.detail().isEmpty() ? "" : "; " + signal.detail();
      return "took longer than " + limit(task.timeout()) + told;
    }
    if (signal.reason() == FailureReason.SILENCE && signal.detail().isEmpty()) {
      return "printed nothing for " + limit(task.silence());
    }
    return signal.detail();
  }

  private static String limit(@Nullable Duration limit) {
    return limit == null ? "its limit" : Waiting.length(limit);
  }

  void kept(Sealed sealed) {
    underWay--;
    AttemptKey key = sealed.key();
    ledger.emit(new Event.AttemptSealed(key.task(), key.number(), sealed));
    tell(key, sealed.repositoryChanges());
    if (!isCurrent(key, TaskState.SEALING)) {
      return;
    }
    if (lastReason(key) != null || state.status(key.task()).sentBack().isPresent()) {
      cameToNothing(key);
    } else if (sealed.isEmpty()) {
      changedNothing(state.status(key.task()));
    } else {
      ledger.emit(new Event.Queued(key.task(), ""));
    }
  }

  /// It need not go by the lane, unless somebody is landing there, whom it must not overtake, or is
  /// to land first.
  private void changedNothing(TaskStatus status) {
    if (state.count(TaskState.LANDING) > 0 || state.inTheWayOf(status.id()).isPresent()) {
      ledger.emit(new Event.Queued(status.id(), ""));
    } else if (!overtaken.runsAgain(status)) {
      ledger.emit(new Event.Landed(status.id(), "", state.history.isolationOf(status)));
    }
  }

  /// @param problem empty where there never was a work tree to keep
  void notKept(AttemptKey key, String problem) {
    underWay--;
    if (!isCurrent(key, TaskState.SEALING)) {
      return;
    }
    if (problem.isEmpty() || lastReason(key) == FailureReason.STOPPED) {
      cameToNothing(key);
    } else {
      ledger.emit(new Event.TaskFailed(key.task(), FailureReason.WORKSPACE, problem));
    }
  }

  private void cameToNothing(AttemptKey key) {
    TaskStatus status = state.status(key.task());
    Attempt attempt = status.attempts().getLast();
    if (status.sentBack().isPresent() && attempt.reason() != FailureReason.STOPPED) {
      sentBack(status);
      return;
    }
    FailureReason reason = attempt.reason() == null ? FailureReason.WORKSPACE : attempt.reason();
    if (reason == FailureReason.MACHINE) {
      throttle.stepDown(attempt.detail());
    }
    boolean nobodysFault =
        reason == FailureReason.STOPPED
            || reason == FailureReason.LIMIT
            || reason == FailureReason.MACHINE;
    if (nobodysFault) {
      ledger.emit(new Event.AttemptLost(key.task(), key.number(), reason));
    } else {
      retryOrFail(state.status(key.task()), reason, attempt.detail());
    }
  }

  /// Tries again as the plan's `retries` say, or lets the task fail.
  void retryOrFail(TaskStatus status, FailureReason reason, String detail) {
    RetryPolicy policy = status.task().retries();
    if (isFinal(status, reason)) {
      abandonParked(status);
      ledger.emit(new Event.TaskFailed(status.id(), reason, detail));
      return;
    }
    int retry = status.retriesSpent() + 1;
    Duration delay = policy.delay(retry, setup.random().nextDouble());
    ledger.emit(
        new Event.RetryScheduled(
            status.id(), reason, detail, retry, ledger.clock().now().plus(delay)));
    armRetry(status.id(), delay);
  }

  /// Whether no retry follows a failure for `reason`: nothing would be different the next time
  /// where the agent or an input cannot be had.
  private static boolean isFinal(TaskStatus status, FailureReason reason) {
    return reason == FailureReason.START || status.retriesSpent() >= status.task().retries().max();
  }

  /// Runs again at once, on the head of this moment, without spending a retry.
  void rerun(String task, FailureReason reason, String detail) {
    ledger.emit(new Event.RetryScheduled(task, reason, detail, 0, ledger.clock().now()));
    ledger.emit(new Event.RetryDue(task));
  }

  /// Runs again once whom it was sent back for has landed: until then the start waits for that.
  void sentBack(TaskStatus status) {
    status
        .sentBack()
        .ifPresent(
            e ->
                rerun(
                    status.id(),
                    FailureReason.SENT_BACK,
                    "runs again after %s, as %s asks".formatted(e.to(), e.by())));
  }

  void armRetry(String task, Duration delay) {
    ledger.then(
        () -> ledger.clock().after(delay, () -> mailbox.accept(new Signal.RetryTimer(task))));
  }

  void retryDue(String task) {
    TaskStatus status = state.status(task);
    // An alarm set before the task was called off and retried is not this one's.
    if (status.state() == TaskState.BACKING_OFF
        && status.dueAt().filter(at -> at.isAfter(ledger.clock().now())).isEmpty()) {
      ledger.emit(new Event.RetryDue(task));
    }
  }

  /// Ends the attempt of `status` that is under way, if one is.
  void interrupt(TaskStatus status, FailureReason why) {
    if (status.state().holdsSlot()) {
      AttemptKey key = new AttemptKey(state.run(), status.id(), status.attempts().size());
      ledger.then(() -> effects.interrupt(key, why));
    }
  }

  private boolean isCurrent(AttemptKey key, TaskState expected) {
    TaskStatus status = state.status(key.task());
    return status.state() == expected && status.attempts().size() == key.number();
  }

  private @Nullable FailureReason lastReason(AttemptKey key) {
    return state.status(key.task()).attempts().getLast().reason();
  }

  /// What the tasks that `status` refers to left for it, by task.
  Map<String, Map<String, Object>> outputsFor(TaskStatus status) {
    Map<String, Map<String, Object>> outputs = new LinkedHashMap<>();
    for (Dependency dependency : state.graph().into(status.id())) {
      if (dependency.provenance() == Provenance.DATA) {
        state
            .status(dependency.from())
            .lastAttempt()
            .filter(a -> !a.outputs().isEmpty())
            .ifPresent(a -> outputs.put(dependency.from(), a.outputs()));
      }
    }
    return outputs;
  }

  private Inputs inputs(TaskStatus status) {
    List<Attempt> earlier = status.attempts().subList(0, status.attempts().size() - 1);
    String previous = "";
    List<String> paths = new ArrayList<>();
    if (!earlier.isEmpty()) {
      Sealed sealed = earlier.getLast().sealed();
      previous = sealed == null ? "" : sealed.commit();
      state.conflicts().stream()
          .filter(c -> c.task().equals(status.id()) && c.isOpen())
          .forEach(c -> paths.addAll(c.conflict().paths()));
      paths.addAll(status.toldOf());
    }
    FailureReason failure = status.failure().orElse(null);
    return new Inputs(
        state.run(),
        status.task(),
        outputsFor(status),
        earlier.isEmpty() || failure == null ? "" : failure.name().toLowerCase(Locale.ROOT),
        status.hookRefusal().map(Event.HookRefused::told).orElse(status.checkTail()),
        status.conflictDetail(),
        paths,
        previous);
  }
}
