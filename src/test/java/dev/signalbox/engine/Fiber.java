package dev.signalbox.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Blocking work whose time a simulation decides on. It has a thread of its own, because effects
/// are interrupted through their thread, but runs only while [#resume] waits for it: of a
/// simulation one thread runs at a time, and nothing hangs on the scheduler.
final class Fiber {
  private final Thread thread;
  private @Nullable Thread driver;
  private volatile boolean itsTurn;
  private volatile boolean over;
  private volatile boolean told;
  private volatile boolean killed;
  private volatile @Nullable Throwable thrown;

  Fiber(Runnable work) {
    thread =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  try {
                    work.run();
                  } catch (Killed e) {
                    // As meant.
                  } catch (Throwable e) {
                    thrown = e;
                  }
                  over = true;
                  yieldTurn();
                });
  }

  /// Its process is gone: nothing after this point of the work happens.
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  /// Lets the work go on until it suspends itself or ends.
  ///
  /// @return whether it has ended
  boolean resume() {
    driver = Thread.currentThread();
    itsTurn = true;
    if (thread.getState() == Thread.State.NEW) {
      thread.start();
    } else {
      LockSupport.unpark(thread);
    }
    while (itsTurn) {
      LockSupport.park(this);
    }
    Throwable error = thrown;
    if (error != null) {
      throw new AssertionError("An effect let an error out", error);
    }
    return over;
  }

  /// Called by the work: comes back with the next [#resume].
  ///
  /// @throws InterruptedException where the work has been interrupted meanwhile
  void suspend() throws InterruptedException {
    yieldTurn();
    while (!itsTurn) {
      LockSupport.park(this);
      noteInterrupt();
    }
    if (killed) {
      throw new Killed();
    }
    noteInterrupt();
    if (told) {
      told = false;
      throw new InterruptedException();
    }
  }

  /// Whether it was interrupted and has not heard of it yet.
  boolean isTold() {
    return thread.isInterrupted() || told;
  }

  /// Ends suspended work where it stands.
  void kill() {
    killed = true;
    if (thread.getState() != Thread.State.NEW && !over) {
      resume();
    }
  }

  // A parked thread whose flag is up would spin. First one note, then the other: whoever looks at
  // both at any moment sees one of them.
  private void noteInterrupt() {
    if (Thread.currentThread().isInterrupted()) {
      told = true;
      boolean ignored = Thread.interrupted();
    }
  }

  private void yieldTurn() {
    itsTurn = false;
    LockSupport.unpark(driver);
  }
}
