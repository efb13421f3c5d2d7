package dev.signalbox.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Time that goes on when a test says so. For one thread at a time.
final class VirtualClock implements EngineClock {
  private record Alarm(Instant at, long number, Runnable action) {}

  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparing(Alarm::at).thenComparing(Alarm::number));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long number;

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Timer after(Duration delay, Runnable action) {
    Alarm alarm = new Alarm(now.plus(delay), number++, action);
    alarms.add(alarm);
    return () -> alarms.remove(alarm);
  }

  /// Goes on by `duration`, ringing each alarm at its time.
  void advance(Duration duration) {
    Instant until = now.plus(duration);
    while (!alarms.isEmpty() && !alarms.peek().at().isAfter(until)) {
      ring();
    }
    now = until;
  }

  /// Goes on to the next alarm and rings it.
  void ring() {
    Alarm due = alarms.remove();
    now = due.at().isAfter(now) ? due.at() : now;
    due.action().run();
  }

  @Override
  public void close() {}
}
