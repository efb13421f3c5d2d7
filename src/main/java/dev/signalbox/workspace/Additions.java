package dev.signalbox.workspace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Adds the files of a work tree to an index, and where git refuses one, all the others.
final class Additions {
  private static final int ARGUMENTS = 256;

  private final Git tree;
  private final List<String> never;

  /// @param tree git on the work tree, with the index to fill
  /// @param never untracked paths that are not added
  Additions(Git tree, List<String> never) {
    this.tree = tree;
    this.never = never;
  }

  /// Adds what changed.
  ///
  /// @return whether everything could be added
  boolean all() throws WorkspaceException, InterruptedException {
    return add(Pathspecs.allBut(never), false, "-A");
  }

  /// Adds ignored files.
  boolean ignored(List<String> paths) throws WorkspaceException, InterruptedException {
    return paths.isEmpty() || add(paths, true, "-f");
  }

  private boolean add(List<String> specs, boolean literal, String how)
      throws WorkspaceException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (literal) {
      command.add("--literal-pathspecs");
    }
    command.addAll(
        List.of(
            "add",
            how,
            "--sparse",
            "--ignore-errors",
            "--pathspec-from-file=-",
            "--pathspec-file-nul"));
    return tree.attempt(Git.list(specs), command.toArray(String[]::new)).succeeded();
  }

  /// After [#all] did not succeed: adds everything that can be.
  ///
  /// @return the paths that cannot
  List<String> oneByOne() throws WorkspaceException, InterruptedException {
    List<String> left = left();
    halves(left);
    return left.isEmpty() ? left : left();
  }

  // An unreadable file is passed over by git, but a failing filter ends the whole command.
  private void halves(List<String> paths) throws WorkspaceException, InterruptedException {
    if (paths.isEmpty() || add(paths, true, "-A") || paths.size() == 1) {
      return;
    }
    halves(paths.subList(0, paths.size() / 2));
    halves(paths.subList(paths.size() / 2, paths.size()));
  }

  /// Adds what changed at `paths`, which may be files or folders, there or gone.
  ///
  /// @return the paths that cannot be added
  List<String> named(List<String> paths) throws WorkspaceException, InterruptedException {
    List<String> left = new ArrayList<>();
    // Each command takes so many arguments and no more.
    for (int i = 0; i < paths.size(); i += ARGUMENTS) {
      List<String> some = paths.subList(i, Math.min(paths.size(), i + ARGUMENTS));
      List<String> changed = left(some);
      if (!changed.isEmpty() && !add(changed, true, "-A")) {
        halves(changed);
        left.addAll(left(some));
      }
    }
    return left;
  }

  private List<String> left() throws WorkspaceException, InterruptedException {
    return left(List.of());
  }

  /// @param paths where to look; everywhere where there is none
  private List<String> left(List<String> paths) throws WorkspaceException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "--literal-pathspecs",
                "ls-files",
                "-z",
                "-o",
                "-m",
                "-d",
                "--deduplicate",
                "--exclude-standard",
                "--"));
    command.addAll(paths);
    List<String> left = new ArrayList<>(tree.run(command.toArray(String[]::new)).fields());
    left.removeAll(new HashSet<>(never));
    return left;
  }
}
