package dev.signalbox.engine;

import dev.signalbox.plan.Plan;
import dev.signalbox.workspace.Resolved;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Carries out commands, or says in a sentence why not.
final class Operator {
  private final Ledger ledger;
  private final RunState state;
  private final AttemptDesk attempts;
  private final AgentDesk agents;
  private final LandingEffects landings;
  private final LiveEdits edits;
  private final Yields yields;
  private final Edges edges;

  Operator(Ledger ledger, AttemptDesk attempts, AgentDesk agents, LandingEffects landings) {
    this.ledger = ledger;
    this.state = ledger.state();
    this.attempts = attempts;
    this.agents = agents;
    this.landings = landings;
    this.edits = new LiveEdits(ledger);
    this.yields = new Yields(ledger, attempts, landings);
    this.edges = new Edges(ledger, edits, yields);
  }

  Command.Result carryOut(Command command) {
    if (state.outcome().isPresent()) {
      return command instanceof Command.Retry retry ? reopen(retry) : refused("The run has ended.");
    }
    if (state.isStopping() && !(command instanceof Command.Stop)) {
      return refused("The run is being stopped.");
    }
    return switch (command) {
      case Command.Pause c when state.isPaused() -> refused("The run is paused already.");
      case Command.Pause c -> done(new Event.Paused(c.by()), "Paused: nothing new starts.");
      case Command.Continue c when !state.isPaused() && !state.isDraining() ->
          refused("The run is not paused.");
      case Command.Continue c -> done(new Event.Continued(c.by()), "The run goes on.");
      case Command.Drain c when state.isDraining() -> refused("The run is draining already.");
      case Command.Drain c ->
          done(new Event.Draining(c.by()), "Draining: what runs may land, nothing new starts.");
      case Command.Stop c -> stop(c);
      case Command.SetParallel c when c.parallel() < 1 || c.parallel() > Plan.MAX_PARALLEL ->
          refused(
              "Between 1 and %d tasks can run at once, not %d."
                  .formatted(Plan.MAX_PARALLEL, c.parallel()));
      case Command.SetParallel c ->
          done(
              new Event.ParallelChanged(c.parallel(), c.by()),
              c.parallel() + " at once from now on.");
      case Command.Approve c -> onTask(c.task(), status -> approve(status, c));
      case Command.Reject c -> onTask(c.task(), status -> reject(status, c));
      case Command.Resolve c -> onTask(c.task(), status -> resolve(status, c));
      case Command.Cancel c -> cancel(c);
      case Command.Retry c -> onTask(c.task(), status -> retry(status, c));
      case Command.Reorder c -> onTask(c.task(), status -> reorder(status, c));
      case Command.MoveToFront c -> onTask(c.task(), status -> moveToFront(status, c));
      case Command.Hold c -> onTask(c.task(), status -> hold(status, c));
      case Command.Release c -> onTask(c.task(), status -> release(status, c));
      case Command.Yield c -> onTask(c.task(), status -> yields.let(status, c));
      case Command.SendBack c -> onTask(c.task(), status -> yields.sendBack(status, c));
      case Command.ComeAfter c -> onTask(c.task(), status -> edges.comeAfter(status, c));
      case Command.TurnEdge c -> onTask(c.task(), status -> edges.turn(status, c));
      case Command.EndYield c -> onTask(c.task(), status -> yields.end(status, c));
      case Command.SetCapacity c -> setCapacity(c);
      case Command.LiftLimit c -> liftLimit(c);
      case Command.SetPriority c -> onTask(c.task(), status -> edits.setPriority(status, c));
      case Command.Add c -> edits.add(c);
      case Command.Change c -> onTask(c.task().id(), status -> edits.change(status, c));
      case Command.Remove c -> onTask(c.task(), status -> edits.remove(status, c));
    };
  }

  private interface OnTask {
    Command.Result apply(TaskStatus status);
  }

  private Command.Result onTask(String task, OnTask action) {
    return state
        .task(task)
        .map(action::apply)
        .orElseGet(() -> refused("There is no task " + task + " in this run."));
  }

  private Command.Result stop(Command.Stop c) {
    if (state.isStopping()) {
      return refused("The run is being stopped already.");
    }
    ledger.emit(
        new Event.Stopping(
            c.by(), c.why(), c.interrupted() ? RunOutcome.INTERRUPTED : RunOutcome.STOPPED));
    state.tasks().forEach(status -> attempts.interrupt(status, FailureReason.STOPPED));
    ledger.then(landings::interruptCheck);
    return new Command.Result(true, "Stopping what runs; the run can be resumed.");
  }

  /// Whether an answer is to something else than what is asked now.
  private static boolean isLate(TaskStatus status, String digest) {
    return !digest.isEmpty() && !digest.equals(status.askedDigest());
  }

  private static Command.Result late(TaskStatus status) {
    return refused(
        status.id() + " asks about something else by now. Look at it again, then answer.");
  }

  private Command.Result approve(TaskStatus status, Command.Approve c) {
    if (status.state().isAsking() && isLate(status, c.digest())) {
      return late(status);
    }
    if (!c.commitMessage().isEmpty() && status.state() != TaskState.ASKING_LANDING) {
      return refused(
          "%s does not ask to land; a commit's message goes with the answer to that."
              .formatted(c.task()));
    }
    if (c.commitMessage().length() > Command.MOST_OF_A_MESSAGE) {
      return refused(
          "A commit's message has at most %,d characters; this one has %,d."
              .formatted(Command.MOST_OF_A_MESSAGE, c.commitMessage().length()));
    }
    return switch (status.state()) {
      case ASKING_START -> {
        ledger.emit(
            new Event.Approved(c.task(), Gate.BEFORE, status.askedDigest(), c.by(), c.message()));
        yield done(new Event.BecameReady(c.task()), c.task() + " may start.");
      }
      case ASKING_LANDING -> {
        ledger.emit(
            new Event.Approved(
                c.task(),
                Gate.LANDING,
                status.askedDigest(),
                c.by(),
                c.message(),
                c.commitMessage().strip()));
        yield done(new Event.Queued(c.task(), "approved by " + c.by()), c.task() + " may land.");
      }
      case ASKING_DECISION -> {
        ledger.emit(new Event.Approved(c.task(), Gate.DECISION, "", c.by(), c.message()));
        if (status.isUnsigned()) {
          String why = "signed again, as %s asks".formatted(c.by());
          yield done(new Event.Queued(c.task(), why), c.task() + " is signed again.");
        }
        attempts.rerun(c.task(), FailureReason.CONFLICT, "run again by " + c.by());
        yield new Command.Result(true, c.task() + " runs again on the new head.");
      }
      default -> refused(c.task() + " waits for nobody's approval; it is " + words(status) + ".");
    };
  }

  private Command.Result reject(TaskStatus status, Command.Reject c) {
    if (!status.state().isAsking()) {
      return refused(c.task() + " waits for nobody's approval; it is " + words(status) + ".");
    }
    if (isLate(status, c.digest())) {
      return late(status);
    }
    Gate gate =
        switch (status.state()) {
          case ASKING_START -> Gate.BEFORE;
          case ASKING_DECISION -> Gate.DECISION;
          default -> Gate.LANDING;
        };
    return done(
        new Event.Rejected(c.task(), gate, c.by(), c.message()),
        c.task() + " is rejected; what comes after it is skipped.");
  }

  private Command.Result resolve(TaskStatus status, Command.Resolve c) {
    if (status.state() != TaskState.ASKING_DECISION || status.askedDigest().isEmpty()) {
      return refused("%s has no conflict to resolve; it is %s.".formatted(c.task(), words(status)));
    }
    if (!c.digest().equals(status.askedDigest())) {
      return late(status);
    }
    long size = c.files().values().stream().mapToLong(Resolved::size).sum();
    if (size > Command.MOST_OF_A_RESOLUTION) {
      return refused(
          "That is %d characters, and a resolution has %d at the most: take one side of a file as it is, or change it in the repository and run %s again."
              .formatted(size, Command.MOST_OF_A_RESOLUTION, c.task()));
    }
    ledger.emit(new Event.ResolutionGiven(c.task(), c.by(), c.message(), c.digest(), c.files()));
    return done(
        new Event.Queued(c.task(), "resolved by " + c.by()),
        c.task() + " is resolved; it is merged and checked next.");
  }

  private Command.Result cancel(Command.Cancel c) {
    String task = c.task();
    if (task != null) {
      return onTask(
          task,
          status -> {
            if (status.state().isFinal() || status.state() == TaskState.LANDING) {
              return refused(task + " cannot be called off; it is " + words(status) + ".");
            }
            cancel(status, c);
            return new Command.Result(true, task + " is called off.");
          });
    }
    int count = 0;
    for (TaskStatus status : List.copyOf(state.tasks())) {
      if (!status.state().isFinal() && status.state() != TaskState.LANDING) {
        cancel(status, c);
        count++;
      }
    }
    return new Command.Result(
        true, count == 1 ? "1 task is called off." : count + " tasks are called off.");
  }

  private void cancel(TaskStatus status, Command.Cancel c) {
    attempts.interrupt(status, FailureReason.STOPPED);
    if (status.state() == TaskState.CHECKING || status.state() == TaskState.MERGING) {
      ledger.then(landings::interruptCheck);
    }
    attempts.abandonParked(status);
    ledger.emit(new Event.TaskCancelled(status.id(), c.by(), c.message()));
  }

  /// A run that has ended goes on for a task that is wanted again.
  private Command.Result reopen(Command.Retry c) {
    TaskState now = state.task(c.task()).map(TaskStatus::state).orElse(TaskState.LANDED);
    if (!now.isFinal() || now == TaskState.LANDED) {
      return refused("The run has ended.");
    }
    ledger.emit(new Event.RunResumed(state.head(), List.of()));
    return retry(state.status(c.task()), c);
  }

  private Command.Result retry(TaskStatus status, Command.Retry c) {
    if (status.state() == TaskState.BACKING_OFF) {
      return done(new Event.RetryDue(c.task()), c.task() + " tries again now.");
    }
    if (status.state() == TaskState.PARKED) {
      agents.lift(state.account(status.agent()), c.by());
      return new Command.Result(true, c.task() + " tries again now.");
    }
    if (!status.state().isFinal() || status.state() == TaskState.LANDED) {
      return refused(c.task() + " cannot be run again; it is " + words(status) + ".");
    }
    ledger.emit(new Event.TaskReset(c.task(), c.by(), c.message()));
    for (String after : state.graph().descendants(c.task())) {
      if (state.status(after).state() == TaskState.SKIPPED) {
        ledger.emit(new Event.TaskReset(after, c.by(), "after " + c.task()));
      }
    }
    return new Command.Result(true, c.task() + " runs again.");
  }

  private Command.Result reorder(TaskStatus status, Command.Reorder c) {
    if (!Scheduler.canBeReordered(status)) {
      return refused(c.task() + " has left the queue; it is " + words(status) + ".");
    }
    String before = c.before();
    List<String> order = new ArrayList<>(Scheduler.orderOfAll(state));
    order.remove(c.task());
    int place = before == null ? order.size() : order.indexOf(before);
    if (place < 0) {
      return refused(before + " is not in the queue.");
    }
    order.add(place, c.task());
    String stays = Waiting.staysBehind(state, c.task(), order);
    return done(
        new Event.Reordered(order, c.by()),
        "%s %s%s."
            .formatted(
                c.task(),
                before == null ? "is last in the queue" : "stands before " + before,
                stays.isEmpty() ? "" : "; " + stays));
  }

  private Command.Result moveToFront(TaskStatus status, Command.MoveToFront c) {
    List<String> order = Scheduler.orderOfAll(state);
    if (!order.isEmpty() && order.getFirst().equals(c.task())) {
      return refused(c.task() + " is first in the queue already.");
    }
    String first = order.isEmpty() ? null : order.getFirst();
    return reorder(status, new Command.Reorder(c.task(), first, c.by()));
  }

  private Command.Result hold(TaskStatus status, Command.Hold c) {
    if (!Scheduler.canBeReordered(status)) {
      return refused(c.task() + " cannot be held back any more; it is " + words(status) + ".");
    }
    return status.heldBy().isEmpty()
        ? done(new Event.TaskHeld(c.task(), c.by()), c.task() + " is held until it is released.")
        : refused(c.task() + " is held already, by " + status.heldBy() + ".");
  }

  private Command.Result release(TaskStatus status, Command.Release c) {
    return status.heldBy().isEmpty()
        ? refused(c.task() + " is not held.")
        : done(new Event.TaskReleased(c.task(), c.by()), c.task() + " is released.");
  }

  private Command.Result setCapacity(Command.SetCapacity c) {
    if (!state.plan().agents().containsKey(c.agent())) {
      return refused("There is no agent " + c.agent() + " in this run.");
    }
    return c.capacity() < 1 || c.capacity() > 256
        ? refused("An agent can run between 1 and 256 at once, not " + c.capacity() + ".")
        : done(
            new Event.CapacityChanged(c.agent(), c.capacity(), c.by()),
            "%s runs up to %d at once from now on.".formatted(c.agent(), c.capacity()));
  }

  private Command.Result liftLimit(Command.LiftLimit c) {
    if (!state.limits().containsKey(c.account())) {
      return refused("No usage limit of " + c.account() + " is reached.");
    }
    agents.lift(c.account(), c.by());
    return new Command.Result(true, c.account() + " is tried again now.");
  }

  private Command.Result done(Event event, String text) {
    ledger.emit(event);
    return new Command.Result(true, text);
  }

  static Command.Result refused(String text) {
    return new Command.Result(false, text);
  }

  static String words(TaskStatus status) {
    return status.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
