package dev.signalbox.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The engine's only source of time: the wall clock, or a virtual one in tests and simulations.
public interface EngineClock extends AutoCloseable {

  Instant now();

  /// Calls `action` once, `delay` from now, on a thread that it may block only briefly.
  Timer after(Duration delay, Runnable action);

  @Override
  void close();

  /// A call that is due.
  interface Timer {
    /// It will not happen, unless it is under way already.
    void cancel();
  }

  /// The wall clock. Close it, it owns a thread.
  static EngineClock system() {
    return new EngineClock() {
      private final ScheduledExecutorService timers =
          Executors.newSingleThreadScheduledExecutor(
              Thread.ofPlatform().daemon().name("signalbox-timers").factory());

      @Override
      public Instant now() {
        // The journal keeps milliseconds; anything finer would change on the way back.
        return Instant.ofEpochMilli(System.currentTimeMillis());
      }

      @Override
      public Timer after(Duration delay, Runnable action) {
        Future<?> call =
            timers.schedule(action, Math.max(0, delay.toMillis()), TimeUnit.MILLISECONDS);
        return () -> call.cancel(false);
      }

      @Override
      public void close() {
        timers.shutdownNow();
      }
    };
  }
}
