package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// The work trees of one run. Making one costs far more than moving one to another commit, so each
/// serves one attempt after another; one in which anything unusual is left is thrown away instead.
final class TreePool {
  private static final int ADD_TRIES = 5;
  private static final String KEPT = ".kept";

  private final Git git;
  private final Path folder;
  private final String run;
  private final FolderRemoval removal;
  private final Deque<Slot> idle = new ArrayDeque<>();
  private final Set<Slot> all = new HashSet<>();
  private final ReentrantLock adding = new ReentrantLock();
  private final ReentrantReadWriteLock lifetime = new ReentrantReadWriteLock();
  private int made;

  TreePool(Git git, Path folder, String run) {
    this.git = git;
    this.folder = folder;
    this.run = run;
    this.removal = new FolderRemoval(folder);
  }

  /// Removes what an earlier process of this run left behind, except work trees kept for a person.
  ///
  /// @return work trees in which an attempt was under way; they belong to the pool now
  List<Slot> open() throws WorkspaceException, InterruptedException, IOException {
    Files.createDirectories(folder);
    removal.removeLeftOvers();
    List<Slot> left = new ArrayList<>();
    Set<Path> trees = trees();
    for (Path tree : trees) {
      if (Files.isDirectory(tree) && Files.exists(keptMark(tree))) {
        new Slot(tree, tree).forget();
      } else {
        takeOver(tree).ifPresent(left::add);
      }
    }
    forgetTreesThatAreGone();
    return left;
  }

  // Those the repository knows, and those that it does not know yet or any more.
  private Set<Path> trees() throws WorkspaceException, InterruptedException, IOException {
    Set<Path> trees = new LinkedHashSet<>();
    for (String field : git.run("worktree", "list", "--porcelain", "-z").fields()) {
      if (field.startsWith("worktree ")) {
        Path tree = Path.of(field.substring("worktree ".length()));
        if (folder.equals(tree.getParent())) {
          trees.add(tree);
        }
      }
    }
    trees.addAll(foldersIn(folder));
    return trees;
  }

  private static List<Path> foldersIn(Path folder) throws IOException {
    List<Path> trees = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (var entries = Files.newDirectoryStream(folder)) {
        for (Path entry : entries) {
          if (Files.isDirectory(entry) && !isOurs(entry)) {
            trees.add(entry);
          }
        }
      }
    }
    return trees;
  }

  /// The work trees in `folder` that were kept for a person, or all others.
  static List<Path> in(Path folder, boolean kept) throws IOException {
    return foldersIn(folder).stream().filter(t -> Files.exists(keptMark(t)) == kept).toList();
  }

  private static boolean isOurs(Path entry) {
    String name = String.valueOf(entry.getFileName());
    return name.startsWith(FolderRemoval.PREFIX) || name.endsWith(Slot.NESTED);
  }

  // Our files about a work tree that a person removed, or that went while the process died.
  private void forgetTreesThatAreGone() throws IOException {
    List<Path> files = new ArrayList<>();
    Set<String> there = new HashSet<>();
    try (var entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (Files.isDirectory(entry) && !isOurs(entry)) {
          there.add(entry.getFileName() + ".");
        } else if (!String.valueOf(entry.getFileName()).startsWith(FolderRemoval.PREFIX)) {
          files.add(entry);
        }
      }
    }
    for (Path file : files) {
      if (there.stream().noneMatch(String.valueOf(file.getFileName())::startsWith)) {
        FolderRemoval.delete(file);
      }
    }
  }

  private static Path treeOf(Path mark) {
    String name = String.valueOf(mark.getFileName());
    return mark.resolveSibling(name.substring(0, name.length() - KEPT.length()));
  }

  private Optional<Slot> takeOver(Path tree)
      throws WorkspaceException, InterruptedException, IOException {
    if (!Files.exists(tree.resolve(".git")) || !Files.exists(new Slot(tree, tree).lease())) {
      unregister(tree);
      return Optional.empty();
    }
    Slot slot = Slot.of(tree);
    all.add(slot);
    return Optional.of(slot);
  }

  private static Path keptMark(Path tree) {
    return tree.resolveSibling(tree.getFileName() + KEPT);
  }

  /// A work tree with exactly the files of `commit`, in use from now on.
  Slot take(String commit) throws WorkspaceException, InterruptedException {
    for (Slot slot = nextIdle(); slot != null; slot = nextIdle()) {
      // Never `reset`: on a HEAD that is on a branch it would move that branch.
      if (slot.git(git).attempt("checkout", "-q", "-f", "--detach", commit).succeeded()) {
        return slot;
      }
      discard(slot);
    }
    return make(commit);
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
      slot.git(git).run("checkout", "-q", "-f", "--detach", commit);
      synchronized (this) {
        all.add(slot);
      }
      done = true;
      return slot;
    } catch (IOException e) {
      throw new WorkspaceException("The work tree " + directory + " could not be read.", e);
    } finally {
      if (!done) {
        unregister(directory);
      }
    }
  }

  /// `git worktree add` reads what it finds of all other work trees, and fails on one that another
  /// process is just writing. So this run adds one at a time, without the files, which is quick,
  /// and tries again where the other process is somebody else's.
  private void register(Path directory, String commit)
      throws WorkspaceException, InterruptedException {
    String[] add = {
      "worktree",
      "add",
      "-q",
      "--detach",
      "--no-checkout",
      "--lock",
      "--reason",
      "in use by signalbox run " + run,
      directory.toString(),
      commit
    };
    adding.lockInterruptibly();
    try {
      for (int i = 1; i < ADD_TRIES; i++) {
        GitOutput output = git.attempt(add);
        if (output.succeeded()) {
          return;
        }
        if (!output.errors().contains("worktrees/")) {
          throw git.failure(output, add);
        }
        unregister(directory);
      }
      git.run(add);
    } finally {
      adding.unlock();
    }
  }

  private synchronized Path freeName() {
    Path directory;
    do {
      made++;
      directory = folder.resolve(RefNames.part(run) + "-" + made);
    } while (Files.exists(directory));
    return directory;
  }

  /// Whether `directory` is a work tree of this pool.
  synchronized boolean has(Path directory) {
    return all.stream().anyMatch(slot -> slot.directory().equals(directory));
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

  /// Leaves a work tree to a person. It stays a work tree of the repository until they remove it.
  ///
  /// @param sealed whether its content is under a ref, so that another attempt may replace it
  void keep(Slot slot, boolean sealed) throws WorkspaceException, InterruptedException {
    Path mark = keptMark(slot.directory());
    try {
      if (sealed) {
        Files.move(slot.lease(), mark, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.createFile(mark);
      }
      // It may have been unregistered by the agent.
      git.attempt("worktree", "unlock", slot.directory().toString());
      slot.forget();
    } catch (IOException e) {
      throw new WorkspaceException("The work tree " + slot.directory() + " could not be kept.", e);
    }
    synchronized (this) {
      all.remove(slot);
    }
  }

  /// Removes the work trees of `task` that were kept for a person, if their content is under refs.
  void discardKept(String task) throws WorkspaceException, InterruptedException {
    try (var marks = Files.newDirectoryStream(folder, "*" + KEPT)) {
      for (Path mark : marks) {
        if (Files.size(mark) > 0 && Lease.readFrom(mark).key().task().equals(task)) {
          unregister(treeOf(mark));
          Files.delete(mark);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new WorkspaceException(
          "The work tree of the last attempt at " + task + " could not be removed.", e);
    }
  }

  /// Removes a work tree.
  void discard(Slot slot) throws WorkspaceException, InterruptedException {
    unregister(slot.directory());
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

  // Twice -f: also where it is locked. git accepts that the folder has gone already.
  private void unregister(Path directory) throws WorkspaceException, InterruptedException {
    try {
      removal.remove(directory);
    } catch (IOException e) {
      throw new WorkspaceException(
          "The work tree " + directory + " could not be removed: " + e.getMessage(), e);
    }
    git.attempt("worktree", "remove", "-f", "-f", directory.toString());
  }

  /// Removes the work trees of a run that nobody has open, and waits until their files are gone.
  ///
  /// @param keptToo also those that were kept for a person
  void clear(boolean keptToo) throws WorkspaceException, InterruptedException, IOException {
    for (Path tree : trees()) {
      if (keptToo || !Files.exists(keptMark(tree))) {
        unregister(tree);
      }
    }
    if (Files.isDirectory(folder)) {
      removal.removeLeftOvers();
      forgetTreesThatAreGone();
      removal.await();
      deleteIfEmpty();
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
      removal.await();
      deleteIfEmpty();
    } finally {
      lifetime.writeLock().unlock();
    }
  }

  private void deleteIfEmpty() throws IOException {
    try (var entries = Files.newDirectoryStream(folder)) {
      if (entries.iterator().hasNext()) {
        return;
      }
    }
    Files.delete(folder);
  }
}
