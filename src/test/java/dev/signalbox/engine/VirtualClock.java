package dev.signalbox.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Time that goes on when a test says so.
final class VirtualClock implements EngineClock {
  private record Alarm(Instant at, long number, Runnable action) {}

  private final PriorityQueue<Alarm> alarms =
      new PriorityQueue<>(Comparator.comparing(Alarm::at).thenComparing(Alarm::number));
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private long number;

  @Override
  public synchronized Instant now() {
    return now;
  }

  @Override
  public synchronized Timer after(Duration delay, Runnable action) {
    Alarm alarm = new Alarm(now.plus(delay), number++, action);
    alarms.add(alarm);
    return () -> {
      synchronized (this) {
        alarms.remove(alarm);
      }
    };
  }

  /// Goes on by `duration`, ringing each alarm at its time.
  void advance(Duration duration) {
    Instant until = now().plus(duration);
    while (true) {
      Alarm due;
      synchronized (this) {
        due = alarms.peek();
        if (due == null || due.at().isAfter(until)) {
          now = until;
          return;
        }
        alarms.remove(due);
        now = due.at().isAfter(now) ? due.at() : now;
      }
      due.action().run();
    }
  }

  /// Goes on to the next alarm and rings it.
  ///
  /// @return false where there is none
  boolean ring() {
    Alarm due;
    synchronized (this) {
      due = alarms.poll();
      if (due == null) {
        return false;
      }
      now = due.at().isAfter(now) ? due.at() : now;
    }
    due.action().run();
    return true;
  }

  @Override
  public void close() {}
}
