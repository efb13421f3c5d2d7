package dev.signalbox.watch;

import dev.signalbox.process.Epoll;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// Watches by inotify(7), on Linux. Each work tree has a queue of its own, so that what is too much
/// for one makes nothing uncertain in another, and one thread waits for all of them.
final class InotifyWatches implements TreeWatches {
  private final Epoll waiting;
  private final Map<Integer, InotifyTree> trees = new ConcurrentHashMap<>();

  /// The system takes some 15 ms to close a queue: it waits until none of its own threads can still
  /// be looking at it. Nobody else needs to wait for that.
  private final ExecutorService closing =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("end of watches ", 0).factory());

  private final Set<CompletableFuture<?>> ending = ConcurrentHashMap.newKeySet();
  private int begun;
  private @Nullable Thread thread;
  private boolean closed;

  private InotifyWatches(Epoll waiting) {
    this.waiting = waiting;
  }

  /// This way, where the system has it and lets us: that is tried.
  static Optional<InotifyWatches> permitted() {
    if (!System.getProperty("os.name").equals("Linux") || !InotifyQueue.isThere()) {
      return Optional.empty();
    }
    try {
      InotifyQueue.open(Path.of("/")).close();
    } catch (IOException e) {
      return Optional.empty();
    }
    return Epoll.open().map(InotifyWatches::new);
  }

  @Override
  public TreeWatch begin(Path root, Unwatched unwatched, Runnable written) {
    try {
      int token = token();
      InotifyTree tree = begin(root, unwatched, written, token);
      trees.put(token, tree);
      tree.await(token);
      return tree;
    } catch (SystemCallException e) {
      return new Unseen(e.reads());
    } catch (IOException e) {
      return new Unseen(
          Reads.unknown("The work tree could not be watched: " + e.getMessage() + "."));
    } catch (RuntimeException e) {
      return new Unseen(Reads.unknown("The work tree could not be watched: " + e + "."));
    }
  }

  private InotifyTree begin(Path root, Unwatched unwatched, Runnable written, int token)
      throws IOException {
    CompletableFuture<?>[] ends = ending.toArray(CompletableFuture[]::new);
    try {
      return InotifyTree.begin(root, unwatched, waiting, written, queue -> over(token, queue));
    } catch (SystemCallException e) {
      if (ends.length == 0) {
        throw e;
      }
      // What is being closed still counts among what the system allows.
      CompletableFuture.allOf(ends).join();
      return InotifyTree.begin(root, unwatched, waiting, written, queue -> over(token, queue));
    }
  }

  private void over(int token, InotifyQueue queue) {
    trees.remove(token);
    try {
      CompletableFuture<?> end = CompletableFuture.runAsync(queue::close, closing);
      ending.add(end);
      end.thenRun(() -> ending.remove(end));
    } catch (RejectedExecutionException e) {
      // Everything is closed already.
      queue.close();
    }
  }

  private synchronized int token() throws IOException {
    if (closed) {
      throw new IOException("everything is being closed");
    }
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("watch on work trees").start(this::work);
    }
    return ++begun;
  }

  private void work() {
    boolean more;
    do {
      more = waiting.await(this::look);
    } while (more);
    waiting.close();
  }

  private void look(int token) {
    InotifyTree tree = trees.get(token);
    if (tree != null) {
      try {
        tree.look();
      } catch (RuntimeException e) {
        System.getLogger(InotifyWatches.class.getName()).log(System.Logger.Level.WARNING, e);
      }
    }
  }

  @Override
  public Optional<String> shortcoming() {
    return Optional.empty();
  }

  @Override
  public void close() {
    Thread working;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      working = thread;
    }
    List.copyOf(trees.values()).forEach(InotifyTree::close);
    closing.close();
    if (working == null) {
      waiting.close();
    } else {
      // Where it cannot be stopped it waits, for nothing, until the process ends.
      waiting.stop();
    }
  }
}
