package dev.signalbox.watch;

import dev.signalbox.process.Epoll;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A work tree watched by a queue of its own. The queue is emptied by whoever comes first: the
/// thread that waits for all queues, or a caller, who then knows all that happened before the call.
final class InotifyTree implements TreeWatch {
  private final Epoll waiting;
  private final WatchedTree tree;
  private final Runnable written;
  private final Consumer<InotifyQueue> gone;

  /// Null once it is closed.
  private @Nullable InotifyQueue queue;

  /// What is to be said in place of what was seen, once something went wrong.
  private @Nullable Reads failed;

  private boolean told;

  private InotifyTree(
      InotifyQueue queue,
      WatchedTree tree,
      Epoll waiting,
      Runnable written,
      Consumer<InotifyQueue> gone) {
    this.queue = queue;
    this.tree = tree;
    this.waiting = waiting;
    this.written = written;
    this.gone = gone;
  }

  /// @param gone gets its queue, to be closed, when nothing more will be heard of it
  static InotifyTree begin(
      Path root, Unwatched unwatched, Epoll waiting, Runnable written, Consumer<InotifyQueue> gone)
      throws IOException {
    InotifyQueue queue = InotifyQueue.open(root);
    boolean done = false;
    try {
      WatchedTree tree = WatchedTree.begin(root, queue, unwatched);
      InotifyTree watch = new InotifyTree(queue, tree, waiting, written, gone);
      // Our own look around is in the queue.
      watch.resume();
      done = true;
      return watch;
    } finally {
      if (!done) {
        queue.close();
      }
    }
  }

  /// @param token what `waiting` tells its events by
  synchronized void await(int token) {
    InotifyQueue open = queue;
    if (open != null && !waiting.add(open.descriptor(), token)) {
      fail(Reads.unknown("The work tree could not be watched: epoll_ctl(2) failed."));
    }
  }

  /// Takes in what has happened, and tells if something was written.
  void look() {
    boolean tell;
    synchronized (this) {
      takeIn();
      // Where it failed, anything may be written from now on.
      tell = (tree.hasWritten() || failed != null) && !told;
      told |= tell;
    }
    if (tell) {
      written.run();
    }
  }

  private void takeIn() {
    InotifyQueue from = queue;
    if (from == null) {
      return;
    }
    try {
      boolean more;
      do {
        more = from.take(tree);
        tree.catchUp();
      } while (more);
    } catch (SystemCallException e) {
      fail(e.reads());
    } catch (IOException | RuntimeException e) {
      fail(Reads.unknown("The watch on the work tree failed: " + e + "."));
    }
  }

  private void fail(Reads why) {
    failed = why;
    giveUp();
  }

  private void giveUp() {
    InotifyQueue open = queue;
    if (open != null) {
      queue = null;
      waiting.remove(open.descriptor());
      tree.end();
      gone.accept(open);
    }
  }

  @Override
  public synchronized Reads reads() {
    takeIn();
    return failed == null ? tree.reads() : failed;
  }

  @Override
  public synchronized long readsSoFar() {
    takeIn();
    return failed == null ? tree.readsSoFar() : -1;
  }

  @Override
  public synchronized Set<String> touched() {
    takeIn();
    return tree.touched();
  }

  @Override
  public synchronized Changed takeChanged() {
    takeIn();
    told = false;
    Changed changed = tree.takeChanged();
    return failed == null ? changed : new Changed(true, changed.paths());
  }

  @Override
  public synchronized boolean tells() {
    return failed == null;
  }

  @Override
  public synchronized void looking() {
    takeIn();
    tree.look();
  }

  @Override
  public synchronized void looked(Collection<String> opened) {
    takeIn();
    tree.looked(opened);
  }

  @Override
  public synchronized void pause() {
    takeIn();
    tree.lookAway(true);
  }

  @Override
  public synchronized void resume() {
    takeIn();
    tree.lookAway(false);
  }

  @Override
  public synchronized void close() {
    takeIn();
    giveUp();
  }
}
