package dev.signalbox.workspace;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What an attempt changed, as text for people.
public final class SnapshotDiff {
  /// Of more paths nobody reads a diff.
  private static final int MOST_PATHS = 1_000;

  private SnapshotDiff() {}

  /// The unified diff between two commits; of binary files only the names.
  ///
  /// @param repository a folder in the checkout
  /// @param most how many bytes of it are wanted; where there is more, the last line says so
  public static String read(Path repository, String base, String commit, int most)
      throws WorkspaceException, InterruptedException {
    return read(Git.in(repository, System.getenv()), base, commit, List.of(), most);
  }

  /// What has changed of a landing since a person was shown it: of the paths that it alters, then
  /// or now. What other tasks have landed beside them is left out. Empty where nothing has.
  ///
  /// @param ontoBefore the head that the tree shown before was merged onto
  /// @param most how many bytes of it are wanted; where there is more, the last line says so
  public static String since(
      Path repository, String ontoBefore, String treeBefore, String onto, String tree, int most)
      throws WorkspaceException, InterruptedException {
    Git git = Git.in(repository, System.getenv());
    Set<String> landing = new HashSet<>(paths(git, ontoBefore, treeBefore));
    landing.addAll(paths(git, onto, tree));
    List<String> changed = paths(git, treeBefore, tree).stream().filter(landing::contains).toList();
    if (changed.isEmpty()) {
      return "";
    }
    List<String> specs =
        changed.stream().limit(MOST_PATHS).map(path -> ":(top,literal)" + path).toList();
    String diff = read(git, treeBefore, tree, specs, most);
    return changed.size() <= MOST_PATHS
        ? diff
        : "%s[%d more paths differ]\n".formatted(diff, changed.size() - MOST_PATHS);
  }

  private static List<String> paths(Git git, String from, String to)
      throws WorkspaceException, InterruptedException {
    return git.run(
            "diff-tree", "-r", "-z", "--name-only", "--no-renames", "--end-of-options", from, to)
        .fields();
  }

  /// @param specs all paths where there are none
  private static String read(Git git, String base, String commit, List<String> specs, int most)
      throws WorkspaceException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "diff-tree",
                "-r",
                "-p",
                "-M",
                "--no-color",
                "--no-ext-diff",
                "--no-textconv",
                "--end-of-options",
                base,
                commit));
    if (!specs.isEmpty()) {
      command.add("--");
      command.addAll(specs);
    }
    GitOutput output = git.beginning(most, command.toArray(String[]::new));
    if (output.whole()) {
      return output.text();
    }
    byte[] bytes = output.bytes();
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8)
        + "[the diff goes on: only its first "
        + end
        + " bytes are shown]\n";
  }
}
