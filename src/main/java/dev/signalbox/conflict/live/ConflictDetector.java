package dev.signalbox.conflict.live;

import dev.signalbox.watch.TreeWatches;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Sees conflicts between attempts while they work. One thread looks at the work trees that were
/// written to, a moment after they were, asks git about all pairs that this may have changed in one
/// process, and tells what is different from what it told before. While nothing is written it does
/// nothing.
public final class ConflictDetector implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ConflictDetector.class.getName());

  /// Who writes one file mostly writes the next at once. Waited for once: who writes without end is
  /// looked at as often.
  private static final Duration SETTLE = Duration.ofMillis(150);

  /// A longer look is followed by a rest of this length and no more.
  private static final Duration LONGEST_REST = Duration.ofSeconds(1);

  /// How often one of the work trees is looked at that nobody tells of.
  private static final Duration POLL = Duration.ofSeconds(1);

  /// A repository that is refused so often, as a shallow clone is, is refused for good.
  private static final int MOST_REFUSED = 3;

  private final Object lock = new Object();
  private final Places places;
  private final Consumer<List<Sight>> listener;
  private final RowTimes times = new RowTimes();
  private final Thread thread;

  /// Work trees that were written to, and when that was first told, in nanoseconds.
  private final Map<Path, Long> written = new LinkedHashMap<>();

  private List<Party> parties = List.of();
  private boolean partiesChanged;
  private boolean closed;
  private @Nullable Watching watching;

  /// @param repository a folder in the user's checkout
  /// @param scratch a folder that is its alone
  /// @param listener is told on the detector's thread what is different, the most urgent first; it
  ///   may block
  public ConflictDetector(
      Path repository,
      Map<String, String> environment,
      Path scratch,
      Consumer<List<Sight>> listener) {
    this.places = new Places(repository, Map.copyOf(environment), scratch);
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("signalbox-conflicts").unstarted(this::work);
  }

  /// Where it works.
  record Places(Path repository, Map<String, String> environment, Path scratch) {}

  /// The same watches, of whose writes this hears too.
  public TreeWatches listeningTo(TreeWatches watches) {
    synchronized (lock) {
      watching = new Watching(watches, this::written);
      thread.start();
      return watching;
    }
  }

  private void written(Path root) {
    synchronized (lock) {
      written.putIfAbsent(root, System.nanoTime());
      lock.notifyAll();
    }
  }

  /// Who takes part from now on.
  public void parties(Collection<Party> now) {
    synchronized (lock) {
      List<Party> all = List.copyOf(now);
      if (!all.equals(parties)) {
        parties = all;
        partiesChanged = true;
        lock.notifyAll();
      }
    }
  }

  /// How long looks have taken lately.
  public RowTimes times() {
    return times;
  }

  /// What is to be done now.
  private record Due(List<Party> parties, List<Path> written) {}

  /// Waits until there is something to do; null at the end.
  private @Nullable Due await(LiveTable table) throws InterruptedException {
    // Asked before: it may wait for a watch, and who tells of writes must not.
    long begun = System.nanoTime();
    long call = table.nextCall(begun);
    synchronized (lock) {
      while (!closed) {
        long now = System.nanoTime();
        long next = call == Long.MAX_VALUE ? call : Math.max(0, call - (now - begun));
        List<Path> due = new ArrayList<>();
        for (Map.Entry<Path, Long> entry : written.entrySet()) {
          long left = entry.getValue() + SETTLE.toNanos() - now;
          if (left <= 0) {
            due.add(entry.getKey());
          } else {
            next = Math.min(next, left);
          }
        }
        if (partiesChanged || !due.isEmpty() || next <= 0) {
          partiesChanged = false;
          due.forEach(written::remove);
          return new Due(parties, due);
        }
        if (next == Long.MAX_VALUE) {
          lock.wait();
        } else {
          lock.wait(Math.max(1, next / 1_000_000));
        }
      }
      return null;
    }
  }

  private void again(Due due) {
    synchronized (lock) {
      due.written().forEach(root -> written.putIfAbsent(root, System.nanoTime()));
      partiesChanged = true;
    }
  }

  private void work() {
    Watching trees;
    synchronized (lock) {
      trees = Objects.requireNonNull(watching);
    }
    try (LiveTable table = new LiveTable(places, trees, times, POLL)) {
      int refused = 0;
      for (Due due = await(table); due != null; due = await(table)) {
        long start = System.nanoTime();
        try {
          table.seat(due.parties());
          List<Sight> sights = table.look(due.written());
          if (!sights.isEmpty()) {
            listener.accept(sights);
          }
        } catch (WorkspaceException | IOException | RuntimeException e) {
          if (!table.isOpen() && ++refused == MOST_REFUSED) {
            LOG.log(Level.WARNING, "Conflicts are not seen while they happen: " + e.getMessage());
            return;
          }
          LOG.log(Level.INFO, "Conflicts could not be looked for", e);
          again(due);
          Thread.sleep(LONGEST_REST);
        }
        // However much is written, others get to work too.
        Duration took = Duration.ofNanos((System.nanoTime() - start) / 2);
        Thread.sleep(took.compareTo(LONGEST_REST) < 0 ? took : LONGEST_REST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Copies for finding conflicts could not be removed", e);
    }
  }

  /// Looks no more.
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
    }
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
