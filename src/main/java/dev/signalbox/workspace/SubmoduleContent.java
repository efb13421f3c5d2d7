package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// What an attempt changed inside a submodule. Of that a change holds the number of a commit at the
/// most, and the submodule's repository goes with the work tree: so what no other repository has is
/// kept as a bundle.
final class SubmoduleContent {
  private static final String REF = "refs/signalbox/kept";

  private SubmoduleContent() {}

  /// @param git git of the attempt's repository
  /// @param path the submodule, relative to the work tree
  /// @param bundle where to keep it
  /// @param notes sentences for people; grows
  static void keep(Git git, Slot slot, String path, Path bundle, List<String> notes)
      throws InterruptedException, IOException {
    Path folder = slot.directory().resolve(path);
    if (!Files.exists(folder.resolve(".git"), LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      Git submodule = git.in(folder);
      String head = submodule.line("rev-parse", "--verify", "HEAD");
      String tip = uncommitted(submodule, head);
      if (!submodule.line("rev-list", "-1", tip, "--not", "--remotes", "--tags").isEmpty()) {
        Files.createDirectories(bundle.resolveSibling(""));
        submodule.run("update-ref", REF, tip);
        submodule.run("bundle", "create", "-q", bundle.toString(), REF, "--not", "--remotes");
        notes.add(sentence(path, tip.equals(head), bundle));
      }
    } catch (WorkspaceException e) {
      notes.add("The submodule %s could not be kept: %s".formatted(path, e.getMessage()));
    }
  }

  /// A commit of everything there is on top of `head`, or `head` where that is all.
  private static String uncommitted(Git submodule, String head)
      throws WorkspaceException, InterruptedException, IOException {
    Path index =
        Path.of(submodule.line("rev-parse", "--path-format=absolute", "--git-path", "index"));
    Path copy = index.resolveSibling("signalbox-index");
    Files.copy(
        index, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    Git own = submodule.with("GIT_INDEX_FILE", copy.toString());
    own.run("add", "-A");
    String tree = own.line("write-tree");
    return tree.equals(submodule.line("rev-parse", head + "^{tree}"))
        ? head
        : submodule
            .run(
                "uncommitted\n".getBytes(StandardCharsets.UTF_8),
                "commit-tree",
                tree,
                "-p",
                head,
                "-F",
                "-")
            .line();
  }

  private static String sentence(String path, boolean committed, Path bundle) {
    return committed
        ? "The submodule %s is at a commit that nobody else has, kept as the bundle %s: until it is pushed, nobody can check out what lands."
            .formatted(path, bundle)
        : "What it changed in the submodule %s without committing it there does not land; it is kept as the bundle %s."
            .formatted(path, bundle);
  }
}
