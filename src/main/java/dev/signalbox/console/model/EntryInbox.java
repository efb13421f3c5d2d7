package dev.signalbox.console.model;

import dev.signalbox.app.LiveRun;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.ParallelExecutor.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Carries entries from the engine's thread to the window's.
///
/// The engine only appends to a queue and raises a flag, so it never waits for the window. On the
/// window's side at most one call is pending, and it takes at most [#BATCH] entries: a long log (a
/// run that is opened again) fills in over several pulses and the window stays alive meanwhile.
final class EntryInbox implements AutoCloseable {
  static final int BATCH = 2_000;

  private final Queue<Entry> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean pending = new AtomicBoolean();
  private final Executor window;
  private final Consumer<List<Entry>> sink;
  private volatile boolean closed;
  private @Nullable Subscription subscription;

  /// @param window runs what it is given on the window's thread, later
  /// @param sink is called there
  EntryInbox(Executor window, Consumer<List<Entry>> sink) {
    this.window = window;
    this.sink = sink;
  }

  void follow(LiveRun run) {
    subscription = run.subscribe(this::offer);
  }

  private void offer(List<Entry> entries) {
    waiting.addAll(entries);
    schedule();
  }

  private void schedule() {
    if (!closed && pending.compareAndSet(false, true)) {
      window.execute(this::drain);
    }
  }

  private void drain() {
    // Lowered first: an entry that comes in from here on asks for another call.
    pending.set(false);
    if (closed) {
      return;
    }
    List<Entry> batch = new ArrayList<>();
    Entry next;
    while (batch.size() < BATCH && (next = waiting.poll()) != null) {
      batch.add(next);
    }
    if (!waiting.isEmpty()) {
      schedule();
    }
    if (!batch.isEmpty()) {
      sink.accept(batch);
    }
  }

  @Override
  public void close() {
    closed = true;
    if (subscription != null) {
      subscription.close();
    }
    waiting.clear();
  }
}
