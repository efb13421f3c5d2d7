package dev.signalbox.engine;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How an agent fares in a run: how busy it is, and where its circuit breaker stands. Read it; only
/// the fold changes it.
public final class AgentStatus {
  /// The states of a circuit breaker.
  public enum Breaker {
    /// It works.
    CLOSED,
    /// It is left alone.
    OPEN,
    /// One attempt tries whether it works again.
    HALF_OPEN
  }

  private final String id;
  int busy;
  int failures;
  Breaker breaker = Breaker.CLOSED;
  @Nullable Instant openUntil;
  @Nullable Integer capacity;

  AgentStatus(String id) {
    this.id = id;
  }

  public String id() {
    return id;
  }

  /// How many of its commands run now.
  public int busy() {
    return busy;
  }

  /// How many of its attempts in a row have failed.
  public int failures() {
    return failures;
  }

  public Breaker breaker() {
    return breaker;
  }

  /// Until when it is left alone, while it is.
  public Optional<Instant> openUntil() {
    return Optional.ofNullable(openUntil);
  }

  /// Whether its breaker lets one more attempt through.
  boolean lets() {
    return switch (breaker) {
      case CLOSED -> true;
      case OPEN -> false;
      case HALF_OPEN -> busy == 0;
    };
  }
}
