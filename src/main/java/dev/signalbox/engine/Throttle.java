package dev.signalbox.engine;

import java.time.Duration;
import java.util.function.Consumer;

/// Lets fewer commands run at once while the machine runs short of something, and more again, one
/// at a time, once it does not: additive increase, multiplicative decrease (Chiu and Jain 1989).
final class Throttle {
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  /// How many good looks in a row it takes to let one more run.
  private static final int CALM = 3;

  private final Machine machine;
  private final Ledger ledger;
  private final RunState state;
  private final Effects effects;
  private final Consumer<Signal> mailbox;
  private boolean watching;
  private int calm;

  Throttle(Machine machine, Ledger ledger, Effects effects, Consumer<Signal> mailbox) {
    this.machine = machine;
    this.ledger = ledger;
    this.state = ledger.state();
    this.effects = effects;
    this.mailbox = mailbox;
  }

  /// Looks at the machine from time to time while something runs, or could run if it let it.
  void watch() {
    boolean worth =
        (machine != Machine.BOUNDLESS && state.slotsTaken() > 0)
            || state.slots() < state.parallel();
    if (!watching && worth && state.outcome().isEmpty()) {
      watching = true;
      ledger.then(
          () -> ledger.clock().after(INTERVAL, () -> mailbox.accept(new Signal.ProbeTimer())));
    }
  }

  void due() {
    if (state.outcome().isPresent()) {
      watching = false;
    } else {
      ledger.then(() -> effects.probe(machine));
    }
  }

  void probed(String shortage) {
    watching = false;
    if (state.outcome().isPresent()) {
      return;
    }
    if (!shortage.isEmpty()) {
      stepDown(shortage);
    } else if (state.slots() < state.parallel() && ++calm >= CALM) {
      calm = 0;
      int more = state.slots() + 1;
      ledger.emit(
          more >= state.parallel()
              ? new Event.Throttled(-1, "")
              : new Event.Throttled(more, state.throttledBecause()));
    }
  }

  /// Halves what may run at once, of what runs now; where nothing runs, nothing new starts for a
  /// while.
  void stepDown(String why) {
    calm = 0;
    int fewer = Math.min(state.slots(), state.slotsTaken()) / 2;
    if (state.slotsTaken() > 0) {
      fewer = Math.max(1, fewer);
    }
    if (fewer < state.slots()) {
      ledger.emit(new Event.Throttled(fewer, why));
    }
  }
}
