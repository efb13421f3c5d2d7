package dev.signalbox.engine;

import org.jspecify.annotations.Nullable;

/// Work that can be interrupted: before it has a thread, while it has one, never after.
final class Work {
  private @Nullable Thread thread;
  private @Nullable FailureReason why;
  private boolean over;

  synchronized void begin() {
    thread = Thread.currentThread();
    if (why != null) {
      thread.interrupt();
    }
  }

  synchronized void interrupt(FailureReason reason) {
    if (over || why != null) {
      return;
    }
    why = reason;
    if (thread != null) {
      thread.interrupt();
    }
  }

  /// Why it was interrupted, if it was; clears the interrupt so that the clean-up can work.
  synchronized @Nullable FailureReason end() {
    over = true;
    boolean ignored = Thread.interrupted();
    return why;
  }
}
