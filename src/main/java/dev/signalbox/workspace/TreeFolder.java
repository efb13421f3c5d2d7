package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The folder in which the work trees of one run lie, each with our own files about it beside it.
/// Some are kept for a person to look at, and say so by a mark.
final class TreeFolder {
  /// Where the content of a kept work tree is under a ref, the mark is the lease of its attempt;
  /// else it is empty.
  private static final String KEPT = ".kept";

  /// Marks a work tree that waits for the attempt that goes on in it.
  private static final String PARKED = ".parked";

  private final Git git;
  private final Registrations registrations;
  private final Path folder;
  private final FolderRemoval removal;

  TreeFolder(Git git, Registrations registrations, Path folder) {
    this.git = git;
    this.registrations = registrations;
    this.folder = folder;
    this.removal = new FolderRemoval(folder);
  }

  /// Removes what an earlier process left behind, except work trees that are kept for a person or
  /// parked.
  ///
  /// @return work trees in which an attempt was under way
  List<Slot> open() throws WorkspaceException, InterruptedException, IOException {
    Files.createDirectories(folder);
    removal.removeLeftOvers();
    List<Slot> left = new ArrayList<>();
    for (Path tree : trees()) {
      if (isParked(tree)) {
        continue;
      }
      if (isKept(tree)) {
        new Slot(tree, tree).forget();
      } else if (Files.isDirectory(tree) && Files.exists(new Slot(tree, tree).lease())) {
        left.add(slot(tree));
      } else {
        remove(tree);
      }
    }
    forgetTreesThatAreGone();
    return left;
  }

  // What is in it may have hurt its link to the repository.
  private Slot slot(Path tree) throws WorkspaceException, InterruptedException, IOException {
    if (Files.isRegularFile(tree.resolve(".git"))) {
      return Slot.of(tree);
    }
    Path common = Path.of(git.line("rev-parse", "--path-format=absolute", "--git-common-dir"));
    return new Slot(tree, common.resolve("worktrees").resolve(tree.getFileName()));
  }

  Path place(String name) {
    return folder.resolve(name);
  }

  /// The work trees in `folder` that were kept for a person, or all others.
  static List<Path> in(Path folder, boolean kept) throws IOException {
    return foldersIn(folder).stream().filter(tree -> isKept(tree) == kept).toList();
  }

  // Those the repository knows, and those that it does not know yet or any more.
  private Set<Path> trees() throws WorkspaceException, InterruptedException, IOException {
    Set<Path> trees = new LinkedHashSet<>();
    for (String field : registrations.run("list", "--porcelain", "-z").fields()) {
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
          if (Files.isDirectory(entry) && isNameOfTree(entry)) {
            trees.add(entry);
          }
        }
      }
    }
    return trees;
  }

  static boolean isNameOfTree(Path entry) {
    String name = String.valueOf(entry.getFileName());
    return !isTrash(name) && !name.endsWith(Slot.NESTED);
  }

  private static boolean isTrash(String name) {
    return name.startsWith(FolderRemoval.PREFIX);
  }

  static boolean isKept(Path tree) {
    return Files.isDirectory(tree) && Files.exists(mark(tree));
  }

  private static boolean isParked(Path tree) {
    return Files.isDirectory(tree) && Files.exists(parkedMark(tree));
  }

  private static Path mark(Path tree) {
    return tree.resolveSibling(tree.getFileName() + KEPT);
  }

  private static Path parkedMark(Path tree) {
    return tree.resolveSibling(tree.getFileName() + PARKED);
  }

  void park(Slot slot) throws IOException {
    Files.createFile(parkedMark(slot.directory()));
  }

  void unpark(Slot slot) throws IOException {
    Files.deleteIfExists(parkedMark(slot.directory()));
  }

  // Our files about a work tree that a person removed, or that went while the process died.
  private void forgetTreesThatAreGone() throws IOException {
    Set<String> there = new HashSet<>();
    foldersIn(folder).forEach(tree -> there.add(String.valueOf(tree.getFileName())));
    List<Path> left = new ArrayList<>();
    try (var entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (!isTrash(name)
            && !there.contains(name)
            && there.stream().noneMatch(tree -> name.startsWith(tree + "."))) {
          left.add(entry);
        }
      }
    }
    for (Path entry : left) {
      FolderRemoval.delete(entry);
    }
  }

  /// Leaves a work tree to a person. It stays a work tree of the repository until they remove it.
  ///
  /// @param sealed whether its content is under a ref, so that another attempt may replace it
  void keep(Slot slot, boolean sealed) throws WorkspaceException, InterruptedException {
    Path mark = mark(slot.directory());
    try {
      if (sealed) {
        Files.move(slot.lease(), mark, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.createFile(mark);
      }
      // It may have been unregistered by the agent.
      registrations.attempt("unlock", slot.directory().toString());
      slot.forget();
    } catch (IOException e) {
      throw new WorkspaceException("The work tree " + slot.directory() + " could not be kept.", e);
    }
  }

  /// Removes the work trees of `task` that were kept for a person, if their content is under refs.
  void discardKept(String task) throws WorkspaceException, InterruptedException {
    try (var marks = Files.newDirectoryStream(folder, "*" + KEPT)) {
      for (Path mark : marks) {
        if (Files.size(mark) > 0 && Lease.readFrom(mark).key().task().equals(task)) {
          String name = String.valueOf(mark.getFileName());
          remove(mark.resolveSibling(name.substring(0, name.length() - KEPT.length())));
          Files.delete(mark);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      throw new WorkspaceException(
          "The work tree of the last attempt at " + task + " could not be removed.", e);
    }
  }

  /// Removes a work tree; its files go in the background.
  // Twice -f: also where it is locked. git accepts that the folder has gone already.
  void remove(Path tree) throws WorkspaceException, InterruptedException {
    try {
      removal.remove(tree);
    } catch (IOException e) {
      throw new WorkspaceException(
          "The work tree " + tree + " could not be removed: " + e.getMessage(), e);
    }
    registrations.attempt("remove", "-f", "-f", tree.toString());
  }

  /// Removes the work trees of a run that nobody has open, and waits until their files are gone.
  ///
  /// @param keptToo also those that were kept for a person
  void clear(boolean keptToo) throws WorkspaceException, InterruptedException, IOException {
    for (Path tree : trees()) {
      if (keptToo || !isKept(tree)) {
        remove(tree);
      }
    }
    if (Files.isDirectory(folder)) {
      removal.removeLeftOvers();
      forgetTreesThatAreGone();
    }
    close();
  }

  /// Waits until all files of what was removed are gone. The folder goes where nothing is left in
  /// it.
  void close() throws IOException {
    removal.await();
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var entries = Files.newDirectoryStream(folder)) {
      if (entries.iterator().hasNext()) {
        return;
      }
    }
    Files.delete(folder);
  }
}
