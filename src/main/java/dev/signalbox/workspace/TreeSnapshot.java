package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The content of a work tree as a commit on the one that is checked out, with all that is not
/// committed and that git does not ignore. The work tree and its index stay as they are: files are
/// added to a copy of the index, and their content goes into a [Quarantine].
///
/// One object serves one work tree and remembers what it read; it is not for two threads at once.
public final class TreeSnapshot {
  /// How often it begins again where another commit was checked out meanwhile.
  private static final int TRIES = 5;

  private final Git git;
  private final Path top;
  private final Path index;
  private final Path copy;
  private @Nullable IndexStamp copied;

  /// @param leftOut paths that git cannot add: unreadable files, failing filters
  public record Taken(String commit, String base, List<String> leftOut) {
    public Taken {
      leftOut = List.copyOf(leftOut);
    }

    public boolean isDirty() {
      return !commit.equals(base);
    }
  }

  private record Head(String commit, String tree, String time) {}

  /// What tells an index from the one that git put in its place.
  private record IndexStamp(@Nullable Object file, Object modified, long size) {
    private static final IndexStamp NONE = new IndexStamp(null, "", 0);

    static IndexStamp of(Path index) throws IOException {
      try {
        BasicFileAttributes file = Files.readAttributes(index, BasicFileAttributes.class);
        return new IndexStamp(file.fileKey(), file.lastModifiedTime(), file.size());
      } catch (NoSuchFileException e) {
        return NONE;
      }
    }
  }

  private TreeSnapshot(Git git, Path top, Path index, Path copy) {
    this.git = git;
    this.top = top;
    this.index = index;
    this.copy = copy;
  }

  /// @param folder in a work tree of the repository
  public static TreeSnapshot of(History history, Quarantine quarantine, Path folder)
      throws WorkspaceException, InterruptedException {
    if (!Files.isDirectory(folder)) {
      throw new WorkspaceException("There is no folder " + folder + ".");
    }
    GitOutput found =
        history
            .git()
            .in(folder)
            .attempt(
                "rev-parse",
                "--path-format=absolute",
                "--git-common-dir",
                "--git-path",
                "index",
                "--show-toplevel");
    List<String> lines = found.text().lines().toList();
    if (!found.succeeded() || lines.size() != 3 || !history.has(Path.of(lines.getFirst()))) {
      throw new WorkspaceException(folder + " is not a work tree of " + history.folder() + ".");
    }
    try {
      Path scratch = quarantine.scratch();
      Path copy = scratch.resolve("index");
      Path top = Path.of(lines.get(2));
      Git tree =
          quarantine
              .holding(history.git())
              .in(top)
              .with("GIT_INDEX_FILE", copy.toString())
              .with("GIT_CONFIG_COUNT", "1")
              // Where a filter of Git LFS would keep the content of large files.
              .with("GIT_CONFIG_KEY_0", "lfs.storage")
              .with("GIT_CONFIG_VALUE_0", scratch.resolve("lfs").toString());
      return new TreeSnapshot(tree, top, Path.of(lines.get(1)), copy);
    } catch (IOException e) {
      throw new WorkspaceException("No index can be made for " + folder + ".", e);
    }
  }

  /// As it is, with everything in it.
  public Taken everything() throws WorkspaceException, InterruptedException {
    return take(
        () -> {
          copyIndex();
          Additions additions = new Additions(git, List.of());
          return additions.all() ? List.of() : additions.oneByOne();
        });
  }

  /// As it was before, with what became of `paths` since, as somebody does who watches the work
  /// tree: files and folders by their names, relative to its root, there or gone.
  public Taken with(Collection<String> paths) throws WorkspaceException, InterruptedException {
    return copied == null
        ? everything()
        : take(() -> new Additions(git, List.of()).named(List.copyOf(paths)));
  }

  @FunctionalInterface
  private interface Adding {
    /// @return what cannot be added
    List<String> add() throws WorkspaceException, InterruptedException, IOException;
  }

  private Taken take(Adding adding) throws WorkspaceException, InterruptedException {
    try {
      for (int i = 0; i < TRIES; i++) {
        IndexStamp before = IndexStamp.of(index);
        Head head = head();
        List<String> leftOut = adding.add();
        String tree = git.line("write-tree");
        // What changes the files for another commit writes the index too.
        if (IndexStamp.of(index).equals(before) || head().equals(head)) {
          return new Taken(
              tree.equals(head.tree()) ? head.commit() : commit(tree, head),
              head.commit(),
              leftOut);
        }
      }
    } catch (IOException e) {
      throw new WorkspaceException(
          "The index of " + top + " cannot be read (" + e.getMessage() + ").", e);
    }
    throw new WorkspaceException("Another commit is checked out in " + top + " again and again.");
  }

  private Head head() throws WorkspaceException, InterruptedException {
    GitOutput found =
        git.attempt("rev-list", "-1", "--no-commit-header", "--format=%H %T %ct", "HEAD", "--");
    if (!found.succeeded()) {
      throw new WorkspaceException(
          "The work tree " + top + " is on a branch that has no commit yet.");
    }
    String[] parts = found.line().split(" ");
    return new Head(parts[0], parts[1], "@" + parts[2] + " +0000");
  }

  // The same content on the same commit is the same commit, whenever it is made.
  private String commit(String tree, Head head) throws WorkspaceException, InterruptedException {
    return git.with("GIT_AUTHOR_DATE", head.time())
        .with("GIT_COMMITTER_DATE", head.time())
        .line("commit-tree", tree, "-p", head.commit(), "-m", "uncommitted");
  }

  // git puts a new file in place of the index and never writes into it. Our copy, once files were
  // added to it, knows more of them, so it stays as long as there is no new index.
  private void copyIndex() throws IOException {
    IndexStamp stamp = IndexStamp.of(index);
    if (stamp.equals(copied)) {
      return;
    }
    if (stamp.equals(IndexStamp.NONE)) {
      Files.deleteIfExists(copy);
    } else {
      // With its time: git tells by it which files may have changed within a tick of the clock.
      Files.copy(
          index, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    }
    copied = stamp;
  }
}
