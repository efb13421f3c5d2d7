package dev.signalbox.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// Reminds of questions that wait for a person: after the time that the task says, after twice that
/// time, after four times, and so on. It never answers one.
final class Reminders {
  private final Ledger ledger;
  private final RunState state;
  private final Consumer<Signal> mailbox;
  private final Map<String, EngineClock.Timer> timers = new HashMap<>();

  Reminders(Ledger ledger, Consumer<Signal> mailbox) {
    this.ledger = ledger;
    this.state = ledger.state();
    this.mailbox = mailbox;
  }

  /// Sets the alarm for what `status` asks, in place of the one it had.
  void watch(TaskStatus status) {
    status
        .reminderDue(status.reminded() + 1)
        .ifPresent(at -> ledger.then(() -> arm(status.id(), at)));
  }

  private void arm(String task, Instant at) {
    Duration delay = Duration.between(ledger.clock().now(), at);
    EngineClock.Timer timer =
        ledger.clock().after(delay, () -> mailbox.accept(new Signal.ReminderTimer(task)));
    EngineClock.Timer before = timers.put(task, timer);
    if (before != null) {
      before.cancel();
    }
  }

  /// An alarm of `task` has rung; by now it may ask something else, or nothing.
  void due(String task) {
    TaskStatus status = state.task(task).orElse(null);
    if (status == null || state.outcome().isPresent()) {
      return;
    }
    int number = status.reminded();
    while (status.reminderDue(number + 1).filter(this::isOver).isPresent()) {
      number++;
    }
    if (number > status.reminded()) {
      ledger.emit(new Event.Reminded(task, number));
    }
    watch(status);
  }

  private boolean isOver(Instant at) {
    return !at.isAfter(ledger.clock().now());
  }
}
