package dev.signalbox.process;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The way processes are ended: they are asked, have a time of grace, and are killed.
final class Ending {
  private static final long SHORTEST_LOOK_MILLIS = 2;
  private static final long LONGEST_LOOK_MILLIS = 50;

  /// What cannot be killed hangs in the kernel, and waiting for it would hang us.
  private static final Duration LAST = Duration.ofSeconds(5);

  private final Targets targets;
  private final LongSupplier nanos;

  /// What is to be ended. It may grow while it is.
  interface Targets {
    List<ProcessHandle> running();

    default void ask(List<ProcessHandle> running) {
      running.forEach(ProcessHandle::destroy);
    }

    default void kill(List<ProcessHandle> running) {
      running.forEach(ProcessHandle::destroyForcibly);
    }
  }

  /// How it went.
  ///
  /// @param found how many processes were asked to end
  /// @param killed whether some had to be killed
  record Result(int found, boolean killed) {}

  Ending(Targets targets, LongSupplier nanos) {
    this.targets = targets;
    this.nanos = nanos;
  }

  /// Whether all end by themselves within `patience`.
  boolean await(Duration patience) throws InterruptedException {
    long start = nanos.getAsLong();
    long pause = SHORTEST_LOOK_MILLIS;
    List<ProcessHandle> known = targets.running();
    while (!known.isEmpty()) {
      if (nanos.getAsLong() - start >= patience.toNanos()) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(pause);
      pause = Math.min(2 * pause, LONGEST_LOOK_MILLIS);
      // To look for all that there are costs more than to look at those that are known.
      if (known.stream().noneMatch(Ending::runs)) {
        known = targets.running();
      }
    }
    return true;
  }

  /// Asks all to end and kills what has not after `grace`. When interrupted, kills at once.
  Result end(Duration grace) throws InterruptedException {
    List<ProcessHandle> asked = targets.running();
    if (asked.isEmpty()) {
      return new Result(0, false);
    }
    boolean ended = false;
    try {
      targets.ask(asked);
      ended = await(grace);
    } finally {
      if (!ended) {
        kill();
      }
    }
    return new Result(asked.size(), !ended);
  }

  /// Kills all, and what they start meanwhile.
  void kill() {
    boolean interrupted = Thread.interrupted();
    long start = nanos.getAsLong();
    List<ProcessHandle> left = targets.running();
    while (!left.isEmpty() && nanos.getAsLong() - start < LAST.toNanos()) {
      targets.kill(left);
      try {
        TimeUnit.MILLISECONDS.sleep(SHORTEST_LOOK_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
      left = targets.running();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && !ProcFs.isZombie(process.pid());
  }
}
