package dev.signalbox.engine;

import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Breaker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Whether agents can be had: their circuit breakers, and the usage limits of their accounts.
final class AgentDesk {
  private final RunSetup setup;
  private final Ledger ledger;
  private final RunState state;
  private final Consumer<Signal> mailbox;

  AgentDesk(RunSetup setup, Ledger ledger, Consumer<Signal> mailbox) {
    this.setup = setup;
    this.ledger = ledger;
    this.state = ledger.state();
    this.mailbox = mailbox;
  }

  /// Sets the alarms of an earlier session again.
  void resume() {
    for (AgentStatus agent : List.copyOf(state.agents.values())) {
      switch (agent.breaker()) {
        case OPEN -> agent.openUntil().ifPresent(until -> armBreaker(agent.id(), until));
        // The attempt that tried it is lost.
        case HALF_OPEN, CLOSED -> {}
      }
    }
    state.limits().values().forEach(limit -> armLimit(limit.account(), limit.until()));
  }

  /// Follows up on an attempt of `id` whose end is in the log already.
  void attemptEnded(String id, @Nullable FailureReason reason) {
    AgentStatus agent = state.agent(id);
    Breaker breaker = breaker(id);
    if (!breaker.isOn() || agent.breaker() == AgentStatus.Breaker.OPEN) {
      return;
    }
    boolean trying = agent.breaker() == AgentStatus.Breaker.HALF_OPEN;
    if (reason == null) {
      if (trying) {
        ledger.emit(new Event.BreakerClosed(id));
      }
    } else if (reason.isOfTheAgent() && (trying || agent.failures() >= breaker.failures())) {
      Instant until = ledger.clock().now().plus(breaker.pause());
      ledger.emit(new Event.BreakerOpened(id, agent.failures(), until));
      armBreaker(id, until);
    }
  }

  void breakerDue(String id) {
    if (state.agent(id).breaker() == AgentStatus.Breaker.OPEN
        && state.agent(id).openUntil().filter(this::isFuture).isEmpty()) {
      ledger.emit(new Event.BreakerHalfOpened(id));
    }
  }

  /// @param until when the limit is over, or null where the agent did not say
  void limitReached(String id, @Nullable Instant until, String detail) {
    Instant now = ledger.clock().now();
    Agent agent = setup.plan().agents().getOrDefault(id, Agent.shell(id));
    Instant end = until == null || !until.isAfter(now) ? now.plus(agent.limit().pause()) : until;
    Limit known = state.limits().get(agent.account());
    if (known == null || known.until().isBefore(end)) {
      ledger.emit(new Event.LimitReached(agent.account(), id, end, detail));
      armLimit(agent.account(), end);
    }
  }

  void limitDue(String account) {
    Limit limit = state.limits().get(account);
    if (limit != null && !isFuture(limit.until())) {
      lift(account, "");
    }
  }

  /// @param by who wants to try again; empty where the time is up
  void lift(String account, String by) {
    ledger.emit(new Event.LimitLifted(account, by));
    for (String task : List.copyOf(state.inState(TaskState.PARKED))) {
      if (state.account(state.status(task).agent()).equals(account)) {
        ledger.emit(new Event.Unparked(task));
      }
    }
  }

  /// Lets a parked task go on at once where another agent can take it.
  void parked(TaskStatus status) {
    boolean limited = state.limits().containsKey(state.account(status.agent()));
    if (!limited || AgentChoice.of(state, status).isPresent()) {
      ledger.emit(new Event.Unparked(status.id()));
    }
  }

  private Breaker breaker(String id) {
    Agent agent = setup.plan().agents().get(id);
    return agent == null ? Breaker.NONE : agent.breaker();
  }

  private boolean isFuture(Instant at) {
    return at.isAfter(ledger.clock().now());
  }

  private void armBreaker(String id, Instant until) {
    arm(until, new Signal.BreakerTimer(id));
  }

  private void armLimit(String account, Instant until) {
    arm(until, new Signal.LimitTimer(account));
  }

  private void arm(Instant at, Signal signal) {
    ledger.then(
        () -> {
          Duration delay = Duration.between(ledger.clock().now(), at);
          ledger.clock().after(delay, () -> mailbox.accept(signal));
        });
  }
}
