package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A work tree for commands that look at merged trees, such as the plan's check. Before each its
/// files are brought to exactly the merged tree; what git ignores stays from one to the next, so
/// that builds are quick, unless the plan says otherwise.
final class MergedTree {
  private final Git git;
  private final TreePool pool;
  private final TreeSetup setup;
  private final boolean clean;
  private @Nullable Slot slot;
  private List<String> created = List.of();

  /// @param clean whether what git ignores goes each time
  MergedTree(Git git, TreePool pool, TreeSetup setup, boolean clean) {
    this.git = git;
    this.pool = pool;
    this.setup = setup;
    this.clean = clean;
  }

  /// Its HEAD is a commit of the tree, so that a command which asks git sees nothing changed since.
  ///
  /// @param head the integration branch's head, on which a tree would land
  Slot bring(String commitOrTree, String head, Path log)
      throws WorkspaceException, InterruptedException, IOException {
    String commit = commitOf(commitOrTree, head);
    Slot tree = slot;
    if (tree == null) {
      tree = pool.take(commit);
      slot = tree;
      prepare(tree, log);
    } else if (clean) {
      checkOut(tree, commit);
      tree.git(git).run("clean", "-q", "-ffdx");
      prepare(tree, log);
    }
    // Set-up may have altered tracked files, and the last command may have left anything.
    checkOut(tree, commit);
    List<String> rest = new ArrayList<>(List.of("clean", "-q", "-ffd"));
    for (String path : created) {
      rest.add("-e");
      rest.add("/" + escaped(path));
    }
    tree.git(git).run(rest.toArray(String[]::new));
    setup.bring(tree.directory(), log);
    return tree;
  }

  /// Throws it away: a command may have left anything in it, and the next one gets a new one.
  void discard() throws WorkspaceException, InterruptedException {
    Slot tree = slot;
    slot = null;
    created = List.of();
    if (tree != null) {
      pool.discard(tree);
    }
  }

  private void prepare(Slot tree, Path log)
      throws WorkspaceException, InterruptedException, IOException {
    List<String> copied = setup.bring(tree.directory(), log);
    setup.run(tree.directory(), Map.of("SIGNALBOX_CHECK", "1"), log);
    if (setup.hasCommand()) {
      created =
          List.copyOf(
              setup.brought(tree.git(git), tree.directory(), copied, false).created().keySet());
    }
  }

  private String commitOf(String commitOrTree, String head)
      throws WorkspaceException, InterruptedException {
    return git.line("cat-file", "-t", commitOrTree).equals("tree")
        ? git.line("commit-tree", commitOrTree, "-p", head, "-m", "to be checked")
        : commitOrTree;
  }

  private void checkOut(Slot tree, String commit) throws WorkspaceException, InterruptedException {
    tree.git(git).run("checkout", "-q", "-f", "--detach", commit);
  }

  private static String escaped(String path) {
    return path.replaceAll("([\\\\*?\\[ ])", "\\\\$1");
  }
}
