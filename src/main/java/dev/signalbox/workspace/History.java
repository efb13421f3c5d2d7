package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A repository, a bare one too, of which only the history is looked at.
///
/// @param folder the root of its checkout, or where there is none the folder it was named by
/// @param gitDir the git folder of its checkout
/// @param commonDir the git folder that all its work trees share
/// @param git git in `folder`
public record History(Path folder, Path gitDir, Path commonDir, Git git) {

  /// @param environment the environment git starts from
  public static History open(Path folder, Map<String, String> environment)
      throws WorkspaceException, InterruptedException {
    return open(folder, environment, true);
  }

  /// Also where the beginning of the history is missing: for questions about what came after.
  static History openEvenShallow(Path folder, Map<String, String> environment)
      throws WorkspaceException, InterruptedException {
    return open(folder, environment, false);
  }

  private static History open(Path folder, Map<String, String> environment, boolean whole)
      throws WorkspaceException, InterruptedException {
    if (!Files.isDirectory(folder)) {
      throw new WorkspaceException("There is no folder " + folder + ".");
    }
    Git git = Git.in(folder, environment);
    Repository.requireVersion(git);
    // The last one has no answer in a bare repository.
    GitOutput found =
        git.attempt(
            "rev-parse",
            "--path-format=absolute",
            "--git-dir",
            "--git-common-dir",
            "--is-shallow-repository",
            "--show-toplevel");
    List<String> lines = found.text().lines().toList();
    if (lines.size() < 3) {
      throw new WorkspaceException(
          folder + " is not a git repository (" + found.lastError() + ").");
    }
    if (whole && lines.get(2).equals("true")) {
      throw new WorkspaceException(
          folder
              + " is a shallow clone: where it ends, git takes the wrong common ancestor. Fetch the"
              + " rest with `git fetch --unshallow`.");
    }
    Path top = found.succeeded() ? Path.of(lines.get(3)) : folder.toAbsolutePath();
    return new History(top, Path.of(lines.getFirst()), Path.of(lines.get(1)), git.in(top));
  }

  /// Whether `other` is the git folder that this repository's work trees share.
  boolean has(Path other) throws WorkspaceException {
    try {
      return Files.isSameFile(commonDir, other);
    } catch (IOException e) {
      throw new WorkspaceException("The git folder " + other + " cannot be read.", e);
    }
  }
}
