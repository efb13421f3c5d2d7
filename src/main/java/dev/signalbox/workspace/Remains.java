package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a run leaves in its folder and in the user's repository: work trees, and snapshots under
/// refs. Removing is for runs that no process has open. The integration branch is never among it.
public final class Remains {
  private final @Nullable Git git;
  private final Path folder;
  private final String run;

  private Remains(@Nullable Git git, Path folder, String run) {
    this.git = git;
    this.folder = folder;
    this.run = run;
  }

  /// @param repository the repository's folder; one that is gone, or an empty path, is no problem
  /// @param folder the run's folder
  /// @param environment the environment git starts from
  public static Remains of(
      Path repository, Path folder, String run, Map<String, String> environment)
      throws InterruptedException {
    return new Remains(git(repository, environment), folder, run);
  }

  /// Of a run that nobody knows any more: its work trees say which repository it worked on.
  public static Remains ofStray(Path folder, String run, Map<String, String> environment)
      throws InterruptedException {
    return new Remains(git(repositoryOf(folder), environment), folder, run);
  }

  private static Path repositoryOf(Path folder) {
    try (var entries = Files.newDirectoryStream(trees(folder))) {
      for (Path tree : entries) {
        if (Files.isRegularFile(tree.resolve(".git"))) {
          // …/.git/worktrees/NAME
          Path common = Slot.of(tree).admin().resolveSibling("").resolveSibling("");
          return common.endsWith(".git") ? common.resolveSibling("") : common;
        }
      }
    } catch (IOException e) {
      System.getLogger(Remains.class.getName())
          .log(System.Logger.Level.DEBUG, "No repository is known for " + folder, e);
    }
    return Path.of("");
  }

  private static @Nullable Git git(Path repository, Map<String, String> environment)
      throws InterruptedException {
    if (repository.toString().isEmpty() || !Files.isDirectory(repository)) {
      return null;
    }
    Git git = Git.in(repository, environment);
    try {
      return git.attempt("rev-parse", "--git-dir").succeeded() ? git : null;
    } catch (WorkspaceException e) {
      return null;
    }
  }

  /// Where the work trees of the run with `folder` lie.
  public static Path trees(Path folder) {
    return folder.resolve("trees");
  }

  /// Work trees that a process which died did not remove, and nobody kept.
  public List<Path> leftTrees() throws IOException {
    return TreeFolder.in(trees(folder), false);
  }

  /// Work trees kept for a person to look at, after a failure.
  public List<Path> keptTrees() throws IOException {
    return TreeFolder.in(trees(folder), true);
  }

  /// Whether `path`, in the folder of a run that is open, is a work tree in which an attempt may be
  /// under way, or may begin at any time.
  public static boolean isForAttempts(Path folder, Path path) {
    return trees(folder).equals(path.getParent())
        && TreeFolder.isNameOfTree(path)
        && !TreeFolder.isKept(path);
  }

  /// Whether a work tree was kept for a person to look at, after a failure.
  public static boolean isKept(Path tree) {
    return TreeFolder.isKept(tree);
  }

  /// The refs under which snapshots of the run are kept.
  public List<String> refs() throws WorkspaceException, InterruptedException {
    return git == null
        ? List.of()
        : git.run("for-each-ref", "--format=%(refname)", RefNames.ofRun(run))
            .text()
            .lines()
            .toList();
  }

  /// What the snapshots alone keep in the repository; git frees it some time after their refs have
  /// gone.
  public DiskSize snapshots() throws WorkspaceException, InterruptedException {
    if (git == null || refs().isEmpty()) {
      return DiskSize.NONE;
    }
    GitOutput usage =
        git.attempt(
            "rev-list",
            "--objects",
            "--disk-usage",
            "--glob=" + RefNames.ofRun(run) + "*",
            "--not",
            "--branches",
            "--tags",
            "--remotes");
    return usage.succeeded() && usage.line().matches("\\d+")
        ? new DiskSize(Long.parseLong(usage.line()), true)
        : new DiskSize(0, false);
  }

  /// Removes work trees and the repository's registration of them.
  ///
  /// @param keptToo also those that were kept for a person
  public void removeTrees(boolean keptToo) throws WorkspaceException, InterruptedException {
    Path trees = trees(folder);
    try {
      if (git != null) {
        new TreeFolder(git, new Registrations(git), real(trees)).clear(keptToo);
      } else if (keptToo && Files.exists(trees)) {
        FolderRemoval.delete(trees);
      }
    } catch (IOException e) {
      throw new WorkspaceException(
          "The work trees in " + trees + " could not be removed: " + e.getMessage(), e);
    }
  }

  // As git names them.
  private static Path real(Path trees) throws IOException {
    return Files.exists(trees) ? trees.toRealPath() : trees;
  }

  /// Removes the refs of the run.
  public void removeRefs() throws WorkspaceException, InterruptedException {
    List<String> refs = refs();
    if (git == null || refs.isEmpty()) {
      return;
    }
    StringBuilder commands = new StringBuilder();
    refs.forEach(ref -> commands.append("delete ").append(ref).append('\n'));
    git.run(commands.toString().getBytes(StandardCharsets.UTF_8), "update-ref", "--stdin");
  }

  /// Work trees under `runs` that a repository has registered, and whose folders are gone.
  public static List<Path> registeredButGone(
      Path repository, Path runs, Map<String, String> environment)
      throws WorkspaceException, InterruptedException {
    List<Path> gone = new ArrayList<>();
    for (Path tree : registered(git(repository, environment))) {
      if (tree.startsWith(runs) && !Files.exists(tree)) {
        gone.add(tree);
      }
    }
    return gone;
  }

  /// Makes `repository` forget a work tree whose folder is gone.
  public static void unregister(Path repository, Path tree, Map<String, String> environment)
      throws WorkspaceException, InterruptedException {
    Optional<Git> git = Optional.ofNullable(git(repository, environment));
    if (git.isPresent()) {
      git.get().run("worktree", "remove", "-f", "-f", tree.toString());
    }
  }

  private static List<Path> registered(@Nullable Git git)
      throws WorkspaceException, InterruptedException {
    List<Path> trees = new ArrayList<>();
    if (git != null) {
      for (String field : git.run("worktree", "list", "--porcelain", "-z").fields()) {
        if (field.startsWith("worktree ")) {
          trees.add(Path.of(field.substring("worktree ".length())));
        }
      }
    }
    return trees;
  }
}
