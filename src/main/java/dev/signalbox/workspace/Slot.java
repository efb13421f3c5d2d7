package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Set;

/// One work tree on disk, which serves one attempt after another, and our own files about it, which
/// lie beside it so that nothing that happens inside touches them.
///
/// @param directory the folder in which agents work
/// @param admin git's folder about it, in the user's repository
record Slot(Path directory, Path admin) {

  static final String NESTED = ".nested";

  /// What git keeps there about a work tree in which nothing special is going on.
  private static final Set<String> PLAIN =
      Set.of(
          "HEAD",
          "ORIG_HEAD",
          "FETCH_HEAD",
          "COMMIT_EDITMSG",
          "AUTO_MERGE",
          "commondir",
          "gitdir",
          "index",
          "locked",
          "logs",
          "refs");

  static Slot of(Path directory) throws IOException {
    String text = Files.readString(directory.resolve(".git")).strip();
    return new Slot(directory, Path.of(text.replaceFirst("^gitdir: ", "")));
  }

  String name() {
    return String.valueOf(directory.getFileName());
  }

  /// The index as it was when the attempt began, and after sealing as it is at the end.
  Path index() {
    return beside("index");
  }

  /// Who works here, so that a later process can seal what this one could not.
  Path lease() {
    return beside("lease");
  }

  /// What the attempt's own git commands were.
  Path trace() {
    return beside("trace");
  }

  /// Git folders of repositories that an agent made inside the work tree.
  Path nested() {
    return directory.resolveSibling(name() + NESTED);
  }

  /// What was read in it before it was parked.
  Path reads() {
    return beside("reads");
  }

  private Path beside(String what) {
    return directory.resolveSibling(name() + "." + what);
  }

  /// git on this work tree whatever has become of the `.git` file in it.
  Git git(Git git) {
    return git.in(directory)
        .with("GIT_DIR", admin.toString())
        .with("GIT_WORK_TREE", directory.toString());
  }

  /// git on this work tree for filling [#index], even where the repository has forgotten the work
  /// tree. Only for commands that look at no other index and no HEAD: those could be the user's.
  Git sealing(Git git) {
    Git tree = git(git).with("GIT_INDEX_FILE", index().toString());
    Path common = admin.resolveSibling("").resolveSibling("");
    return Files.isDirectory(admin) ? tree : tree.with("GIT_DIR", common.toString());
  }

  /// The commit that is checked out; empty where HEAD is on a branch.
  String detachedHead() throws IOException {
    String head = Files.readString(admin.resolve("HEAD")).strip();
    return head.startsWith("ref:") ? "" : head;
  }

  /// Whether it can serve another attempt: its link to the repository is as it was, and no merge,
  /// rebase, bisection, own setting or submodule is left in it.
  boolean isPlain() throws IOException {
    Path link = directory.resolve(".git");
    if (!Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)
        || !Files.isDirectory(admin)
        || !Files.readString(link).strip().equals("gitdir: " + admin)) {
      return false;
    }
    try (var entries = Files.newDirectoryStream(admin)) {
      for (Path entry : entries) {
        if (!PLAIN.contains(String.valueOf(entry.getFileName()))) {
          return false;
        }
      }
    }
    return true;
  }

  /// Removes our files about the attempt that is over.
  void forget() throws IOException {
    Files.deleteIfExists(lease());
    Files.deleteIfExists(index());
    Files.deleteIfExists(beside("index.lock"));
    Files.deleteIfExists(trace());
    Files.deleteIfExists(reads());
    if (Files.exists(nested())) {
      FolderRemoval.delete(nested());
    }
  }
}
