package dev.signalbox.workspace;

import dev.signalbox.plan.WorkspaceSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Files of the user's checkout that git does not have and work trees need all the same: `copy:`
/// and `link:` of the plan, and what the repository's `.worktreeinclude` names.
final class CopiedFiles {
  static final String INCLUDE_FILE = ".worktreeinclude";
  private static final int MOST_FILES = 20_000;
  private static final long MOST_BYTES = 1L << 30;

  private final Repository repository;
  private final WorkspaceSetup setup;

  CopiedFiles(Repository repository, WorkspaceSetup setup) {
    this.repository = repository;
    this.setup = setup;
  }

  /// Brings them into `tree`. What is there already stays as it is.
  ///
  /// @param said gets a line for people on each thing that was left out
  /// @return the paths brought
  List<String> bring(Path tree, List<String> said)
      throws WorkspaceException, InterruptedException, IOException {
    List<String> brought = new ArrayList<>();
    for (String named : setup.link()) {
      String path = Path.of(named).normalize().toString();
      if (link(tree, path, said)) {
        brought.add(path);
      }
    }
    Set<String> wanted = new LinkedHashSet<>(matching(setup.copy()));
    wanted.addAll(included());
    copyAll(tree, wanted, brought, said);
    return brought;
  }

  private List<String> matching(List<String> globs)
      throws WorkspaceException, InterruptedException {
    if (globs.isEmpty()) {
      return List.of();
    }
    for (String glob : globs) {
      if (!Pathspecs.isInside(glob)) {
        throw WorkspaceException.at(
            "workspace",
            "`copy: "
                + glob
                + "` leads out of the repository; name files inside it, by their path from its"
                + " root.");
      }
    }
    List<String> command = new ArrayList<>(List.of("ls-files", "-z", "-o", "--"));
    command.addAll(Pathspecs.globs(globs));
    return repository.git().run(command.toArray(String[]::new)).fields();
  }

  // Only what git ignores: other untracked files are the user's work in progress.
  private List<String> included() throws WorkspaceException, InterruptedException {
    if (!Files.isRegularFile(repository.top().resolve(INCLUDE_FILE))) {
      return List.of();
    }
    List<String> named =
        repository
            .git()
            .run("ls-files", "-z", "-o", "-i", "--exclude-from=" + INCLUDE_FILE)
            .fields();
    if (named.isEmpty()) {
      return List.of();
    }
    // Exit code 1 says that none of them is ignored.
    return repository.git().attempt(Git.list(named), "check-ignore", "-z", "--stdin").fields();
  }

  private void copyAll(Path tree, Set<String> wanted, List<String> brought, List<String> said)
      throws IOException {
    long bytes = 0;
    int files = 0;
    int leftOut = 0;
    for (String path : wanted) {
      Path from = repository.top().resolve(path);
      if (path.endsWith("/")) {
        said.add("signalbox: " + path + " is a repository of its own and was not copied");
        continue;
      }
      long size = Files.isSymbolicLink(from) ? 0 : sizeOf(from);
      if (size < 0 || !free(tree, path)) {
        continue;
      }
      if (files + 1 > MOST_FILES || bytes + size > MOST_BYTES) {
        leftOut++;
        continue;
      }
      Files.copy(
          from, tree.resolve(path), LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
      brought.add(path);
      files++;
      bytes += size;
    }
    if (leftOut > 0) {
      said.add(
          "signalbox: "
              + leftOut
              + " files were not copied: at most "
              + MOST_FILES
              + " files and "
              + (MOST_BYTES >> 20)
              + " MiB are; name large folders under `link:` instead");
    }
  }

  private static long sizeOf(Path file) throws IOException {
    return Files.isRegularFile(file) ? Files.size(file) : -1;
  }

  private boolean link(Path tree, String path, List<String> said) throws IOException {
    Path target = repository.top().resolve(path).normalize();
    if (!target.startsWith(repository.top()) || !Files.exists(target)) {
      said.add("signalbox: " + path + " is not in " + repository.top() + " and was not linked");
      return false;
    }
    if (!free(tree, path)) {
      said.add("signalbox: " + path + " is in the work tree already and was not linked");
      return false;
    }
    Files.createSymbolicLink(tree.resolve(path), target);
    return true;
  }

  // Makes the folder it goes into, and sees that no link on the way leads out of the work tree.
  private static boolean free(Path tree, String path) throws IOException {
    Path to = tree.resolve(path).normalize();
    Path parent = to.getParent();
    if (parent == null
        || !to.startsWith(tree)
        || Files.exists(to, LinkOption.NOFOLLOW_LINKS)
        || !mayHold(tree, parent)) {
      return false;
    }
    Files.createDirectories(parent);
    return true;
  }

  private static boolean mayHold(Path tree, Path folder) {
    for (Path at = folder; at != null && !at.equals(tree); at = at.getParent()) {
      if (Files.exists(at, LinkOption.NOFOLLOW_LINKS)
          && !Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }
}
