package dev.signalbox.report;

import dev.signalbox.engine.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Where an instant stands on the timeline. Time between two sessions of a run takes a narrow gap,
/// however long it was.
final class TimeScale {
  static final double GAP = 30;
  private static final double TICK_ROOM = 74;
  private static final long[] STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400
  };

  /// A line across the picture.
  ///
  /// @param at the time the run had been under way
  record Tick(double x, Duration at) {}

  /// The time between two sessions.
  record Gap(double x, Duration length) {}

  private final List<Session> sessions;
  private final double left;
  private final double perMilli;

  TimeScale(List<Session> sessions, double left, double right) {
    this.sessions = sessions;
    this.left = left;
    long all = sessions.stream().mapToLong(TimeScale::millis).sum();
    double room = right - left - GAP * Math.max(0, sessions.size() - 1);
    this.perMilli = Math.max(room, 1) / Math.max(all, 1000);
  }

  double x(Instant at) {
    double x = left;
    for (int i = 0; i < sessions.size(); i++) {
      Session session = sessions.get(i);
      boolean last = i == sessions.size() - 1;
      if (!at.isAfter(session.to()) || last) {
        long within = Math.max(0, Duration.between(session.from(), at).toMillis());
        return x + within * perMilli;
      }
      x += millis(session) * perMilli + GAP;
    }
    return x;
  }

  List<Tick> ticks() {
    long step = step();
    List<Tick> ticks = new ArrayList<>();
    double x = left;
    long before = 0;
    for (Session session : sessions) {
      long end = before + millis(session);
      for (long at = (before + step - 1) / step * step; at <= end; at += step) {
        ticks.add(new Tick(x + (at - before) * perMilli, Duration.ofMillis(at)));
      }
      x += millis(session) * perMilli + GAP;
      before = end;
    }
    return ticks;
  }

  List<Gap> gaps() {
    List<Gap> gaps = new ArrayList<>();
    for (int i = 1; i < sessions.size(); i++) {
      Session before = sessions.get(i - 1);
      gaps.add(
          new Gap(x(before.to()) + GAP / 2, Duration.between(before.to(), sessions.get(i).from())));
    }
    return gaps;
  }

  private long step() {
    for (long seconds : STEPS) {
      if (seconds * 1000 * perMilli >= TICK_ROOM) {
        return seconds * 1000;
      }
    }
    long day = 86_400_000L;
    return day * (long) Math.ceil(TICK_ROOM / (day * perMilli));
  }

  private static long millis(Session session) {
    return session.length().toMillis();
  }
}
