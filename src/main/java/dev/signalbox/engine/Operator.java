package dev.signalbox.engine;

import dev.signalbox.graph.CycleException;
import dev.signalbox.plan.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Carries out commands, or says in a sentence why not.
final class Operator {
  private final Ledger ledger;
  private final RunState state;
  private final AttemptDesk attempts;
  private final Effects effects;

  Operator(Ledger ledger, AttemptDesk attempts, Effects effects) {
    this.ledger = ledger;
    this.state = ledger.state();
    this.attempts = attempts;
    this.effects = effects;
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
      case Command.SetParallel c when c.parallel() < 1 || c.parallel() > 256 ->
          refused("Between 1 and 256 tasks can run at once, not " + c.parallel() + ".");
      case Command.SetParallel c ->
          done(
              new Event.ParallelChanged(c.parallel(), c.by()),
              c.parallel() + " at once from now on.");
      case Command.Approve c -> onTask(c.task(), status -> approve(status, c));
      case Command.Reject c -> onTask(c.task(), status -> reject(status, c));
      case Command.Cancel c -> cancel(c);
      case Command.Retry c -> onTask(c.task(), status -> retry(status, c));
      case Command.Reorder c -> onTask(c.task(), status -> reorder(status, c));
      case Command.Add c -> add(c);
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
    ledger.then(effects::interruptChecks);
    return new Command.Result(true, "Stopping what runs; the run can be resumed.");
  }

  private Command.Result approve(TaskStatus status, Command.Approve c) {
    return switch (status.state()) {
      case ASKING_START -> {
        ledger.emit(
            new Event.Approved(c.task(), Gate.BEFORE, status.askedDigest(), c.by(), c.message()));
        yield done(new Event.BecameReady(c.task()), c.task() + " may start.");
      }
      case ASKING_LANDING -> {
        ledger.emit(
            new Event.Approved(c.task(), Gate.LANDING, status.askedDigest(), c.by(), c.message()));
        yield done(new Event.Queued(c.task(), "approved by " + c.by()), c.task() + " may land.");
      }
      case ASKING_DECISION -> {
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
    Gate gate = status.state() == TaskState.ASKING_START ? Gate.BEFORE : Gate.LANDING;
    return done(
        new Event.Rejected(c.task(), gate, c.by(), c.message()),
        c.task() + " is rejected; what comes after it is skipped.");
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
    return new Command.Result(true, count + " tasks are called off.");
  }

  private void cancel(TaskStatus status, Command.Cancel c) {
    attempts.interrupt(status, FailureReason.STOPPED);
    if (status.state() == TaskState.CHECKING) {
      ledger.then(() -> effects.interruptCheck(status.id()));
    }
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
    return done(
        new Event.Reordered(order, c.by()),
        before == null
            ? c.task() + " is last in the queue."
            : c.task() + " stands before " + before + ".");
  }

  private Command.Result add(Command.Add c) {
    Task task = c.task();
    if (state.task(task.id()).isPresent()) {
      return refused("There is a task " + task.id() + " already.");
    }
    try {
      state.graph().with(task);
    } catch (CycleException | IllegalArgumentException e) {
      return refused(String.valueOf(e.getMessage()));
    }
    return done(new Event.TaskAdded(task), task.id() + " is added.");
  }

  private Command.Result done(Event event, String text) {
    ledger.emit(event);
    return new Command.Result(true, text);
  }

  private static Command.Result refused(String text) {
    return new Command.Result(false, text);
  }

  private static String words(TaskStatus status) {
    return status.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
