package dev.signalbox.workspace;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What an attempt changed, as text for people.
public final class SnapshotDiff {
  private SnapshotDiff() {}

  /// The unified diff between two commits; of binary files only the names.
  ///
  /// @param repository a folder in the checkout
  /// @param most how many bytes of it are wanted; where there is more, the last line says so
  public static String read(Path repository, String base, String commit, int most)
      throws WorkspaceException, InterruptedException {
    GitOutput output =
        Git.in(repository, System.getenv())
            .beginning(
                most,
                "diff-tree",
                "-r",
                "-p",
                "-M",
                "--no-color",
                "--no-ext-diff",
                "--no-textconv",
                "--end-of-options",
                base,
                commit);
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
