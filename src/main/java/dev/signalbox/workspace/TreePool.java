package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// The work trees of one run. Making one costs far more than moving one to another commit, so each
/// serves one attempt after another; one in which anything unusual is left is thrown away instead.
final class TreePool {
  private final Git git;
  private final Registrations registrations;
  private final TreeFolder folder;
  private final String run;
  private final Deque<Slot> idle = new ArrayDeque<>();
  private final Set<Slot> all = new HashSet<>();
  private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();
  private int made;
  private volatile boolean filesDiffer;

  TreePool(Git git, Path folder, String run) {
    this.git = git;
    this.registrations = new Registrations(git);
    this.folder = new TreeFolder(git, registrations, folder);
    this.run = run;
  }

  /// Removes what an earlier process of this run left behind, except work trees kept for a person.
  ///
  /// @return work trees in which an attempt was under way; they belong to the pool now
  synchronized List<Slot> open() throws WorkspaceException, InterruptedException, IOException {
    List<Slot> left = folder.open();
    all.addAll(left);
    return left;
  }

  /// A work tree with exactly the files of `commit`, in use from now on.
  Slot take(String commit) throws WorkspaceException, InterruptedException {
    for (Slot slot = nextIdle(); slot != null; slot = nextIdle()) {
      // Never `reset`: on a HEAD that is on a branch it would move that branch.
      if (slot.git(git).attempt("checkout", "-q", "-f", "--detach", commit).succeeded()) {
        // The few files that this wrote may be read again by an agent's git: to find them costs
        // more.
        return slot;
      }
      discard(slot);
    }
    return make(commit);
  }

  /// Whether git may take a file for changed that nobody touched since it was checked out: what is
  /// committed need not be what git would commit.
  boolean filesMayDiffer(Slot slot) {
    return filesDiffer || Files.exists(slot.directory().resolve(".gitattributes"));
  }

  private synchronized @Nullable Slot nextIdle() {
    return idle.poll();
  }

  private Slot make(String commit) throws WorkspaceException, InterruptedException {
    Path directory = freeName();
    boolean done = false;
    try {
      register(directory, commit);
      Slot slot = Slot.of(directory);
      checkOut(slot, commit);
      filesDiffer |= !CheckoutTimes.settle(slot, git);
      synchronized (this) {
        all.add(slot);
      }
      done = true;
      return slot;
    } catch (IOException e) {
      throw new WorkspaceException("The work tree " + directory + " could not be read.", e);
    } finally {
      if (!done) {
        folder.remove(directory);
      }
    }
  }

  private void checkOut(Slot slot, String commit) throws WorkspaceException, InterruptedException {
    String[] command = {"checkout", "-q", "-f", "--detach", commit};
    GitOutput output = slot.git(git).attempt(command);
    if (!output.succeeded() && output.errors().contains("smudge filter ")) {
      throw new WorkspaceException(
          "No work tree can be made: %s, which `filter.*.required` forbids. Install what the filter runs, or put it on the PATH that Signalbox is started with."
              .formatted(output.lastError()));
    }
    if (!output.succeeded()) {
      throw git.failure(output, command);
    }
  }

  // Without the files, which is quick.
  private void register(Path directory, String commit)
      throws WorkspaceException, InterruptedException {
    registrations.run(
        "add",
        "-q",
        "--detach",
        "--no-checkout",
        "--lock",
        "--reason",
        "in use by signalbox run " + run,
        directory.toString(),
        commit);
  }

  private synchronized Path freeName() {
    Path directory;
    do {
      made++;
      directory = folder.place(RefNames.part(run) + "-" + made);
    } while (Files.exists(directory));
    return directory;
  }

  /// Gives a work tree back whose content is kept.
  void giveBack(Slot slot) throws WorkspaceException, InterruptedException {
    lifetime.readLock().lock();
    try {
      if (isMember(slot)) {
        clean(slot);
      }
    } finally {
      lifetime.readLock().unlock();
    }
  }

  // The last ones are given back while the pool is closed, which removes all there are.
  private synchronized boolean isMember(Slot slot) {
    return all.contains(slot);
  }

  private void clean(Slot slot) throws WorkspaceException, InterruptedException {
    boolean usable = false;
    try {
      if (slot.isPlain()) {
        Files.deleteIfExists(slot.admin().resolve("index.lock"));
        // The index that sealing left knows every file but the ignored ones.
        Files.move(
            slot.index(), slot.admin().resolve("index"), StandardCopyOption.REPLACE_EXISTING);
        usable = slot.git(git).attempt("clean", "-q", "-ffdx").succeeded();
      }
      slot.forget();
    } catch (IOException e) {
      usable = false;
    }
    if (usable) {
      synchronized (this) {
        idle.push(slot);
      }
    } else {
      discard(slot);
    }
  }

  /// Leaves a work tree to the attempt that goes on in it, perhaps in another process.
  void park(Slot slot) throws IOException {
    folder.park(slot);
    synchronized (this) {
      all.remove(slot);
    }
  }

  /// Takes a parked work tree back.
  void unpark(Slot slot) throws IOException {
    folder.unpark(slot);
    synchronized (this) {
      all.add(slot);
    }
  }

  /// Leaves a work tree to a person.
  ///
  /// @param sealed whether its content is under a ref, so that another attempt may replace it
  void keep(Slot slot, boolean sealed) throws WorkspaceException, InterruptedException {
    folder.keep(slot, sealed);
    synchronized (this) {
      all.remove(slot);
    }
  }

  /// Removes the work trees of `task` that were kept for a person, if their content is under refs.
  void discardKept(String task) throws WorkspaceException, InterruptedException {
    folder.discardKept(task);
  }

  /// Removes a work tree.
  void discard(Slot slot) throws WorkspaceException, InterruptedException {
    folder.remove(slot.directory());
    try {
      slot.forget();
    } catch (IOException e) {
      throw new WorkspaceException(
          "The files about " + slot.directory() + " could not be removed.", e);
    }
    synchronized (this) {
      all.remove(slot);
    }
  }

  /// Removes every work tree that is left and waits until their files are gone.
  void close() throws WorkspaceException, InterruptedException, IOException {
    lifetime.writeLock().lock();
    try {
      Set<Slot> left;
      synchronized (this) {
        left = Set.copyOf(all);
        idle.clear();
      }
      for (Slot slot : left) {
        discard(slot);
      }
      folder.close();
    } finally {
      lifetime.writeLock().unlock();
    }
  }
}
