package dev.signalbox.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A work tree on the common ancestor of a merge, with the content of the merge's second parent in
/// it, uncommitted.
final class UncommittedSide {
  final Path folder;
  String left = "";
  String right = "";
  private String base = "";
  private final MergeReplay replay;

  UncommittedSide(MergeReplay replay, Path folder) throws Exception {
    this.replay = replay;
    this.folder = folder;
    replay.git(
        "worktree",
        "add",
        "-q",
        "--detach",
        folder.toString(),
        replay.merges().getFirst().split(" ")[0]);
  }

  private String git(String... arguments) throws Exception {
    return MergeReplay.gitIn(folder, Map.of(), arguments);
  }

  /// @return whether git would take up the same content again, on the same single ancestor
  boolean fill(String left, String right) throws Exception {
    List<String> bases = List.of();
    MergeReplay.Ended found =
        MergeReplay.run(folder, Map.of(), "git", "merge-base", "--all", left, right);
    bases = found.out().lines().toList();
    if (bases.size() != 1 || bases.getFirst().equals(right)) {
      return false;
    }
    this.left = left;
    this.right = right;
    this.base = bases.getFirst();
    git("clean", "-q", "-ffdx");
    git("checkout", "-q", "-f", "--detach", base);
    git("read-tree", "-u", "--reset", right);
    git("reset", "-q", "--mixed", base);
    return tree().equals(git("rev-parse", right + "^{tree}"));
  }

  private String tree() throws Exception {
    Path index = folder.resolveSibling(folder.getFileName() + ".index");
    Files.deleteIfExists(index);
    Files.copy(
        Path.of(git("rev-parse", "--path-format=absolute", "--git-path", "index")),
        index,
        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
    Map<String, String> own = Map.of("GIT_INDEX_FILE", index.toString());
    MergeReplay.gitIn(folder, own, "add", "-A");
    return MergeReplay.gitIn(folder, own, "write-tree");
  }

  /// The verdict as a script has it: add, write-tree, commit-tree, merge-tree.
  void byGit() throws Exception {
    tree();
    MergeReplay.run(
        folder,
        Map.of(),
        "git",
        "merge-tree",
        "--write-tree",
        "--allow-unrelated-histories",
        "-z",
        left,
        commit());
  }

  /// The commit that a snapshot is: its id is in the conflict markers.
  String commit() throws Exception {
    String time = "@" + git("log", "-1", "--format=%ct", base) + " +0000";
    return MergeReplay.gitIn(
        replay.clone,
        Map.of(
            "GIT_AUTHOR_NAME", "Signalbox",
            "GIT_AUTHOR_EMAIL", "signalbox@localhost",
            "GIT_AUTHOR_DATE", time,
            "GIT_COMMITTER_NAME", "Signalbox",
            "GIT_COMMITTER_EMAIL", "signalbox@localhost",
            "GIT_COMMITTER_DATE", time),
        "commit-tree",
        right + "^{tree}",
        "-p",
        base,
        "-m",
        "uncommitted");
  }
}
