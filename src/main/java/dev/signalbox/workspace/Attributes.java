package dev.signalbox.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The `.gitattributes` that a merge goes by. git reads them from the checkout it runs in, and that
/// may be of another branch, sparse or none; what is merged onto is not checked out anywhere. So
/// they are written into a folder that stands for its checkout, in which merge drivers run too.
final class Attributes implements AutoCloseable {
  private static final String NAME = ".gitattributes";

  private final Git git;
  private final Path gitDir;
  private final Path folder;
  private String seen = "";
  private SortedMap<String, String> ids = new TreeMap<>();

  /// @param gitDir the git folder whose settings count
  /// @param folder for the folders that stand for checkouts
  Attributes(Git git, Path gitDir, Path folder) {
    this.git = git;
    this.gitDir = gitDir;
    this.folder = folder;
  }

  /// git that goes by the attributes of a commit or tree.
  Git of(String treeish) throws WorkspaceException, InterruptedException {
    Path place = place(find(treeish));
    return git.in(place).with("GIT_DIR", gitDir.toString()).with("GIT_WORK_TREE", place.toString());
  }

  // From one head to the next there is seldom a difference, which git finds sooner than the files.
  private synchronized SortedMap<String, String> find(String treeish)
      throws WorkspaceException, InterruptedException {
    if (seen.equals(treeish)) {
      return ids;
    }
    SortedMap<String, String> found = new TreeMap<>(ids);
    if (seen.isEmpty()) {
      for (String field : git.run("ls-tree", "-r", "-z", treeish).fields()) {
        // `100644 blob ID`, a tab, and the path
        String[] parts = field.split("[ \t]", 4);
        put(found, parts[0], parts[2], parts[3]);
      }
    } else {
      var fields =
          git.run(
                  "diff-tree",
                  "-r",
                  "-z",
                  "--no-renames",
                  "--raw",
                  seen,
                  treeish,
                  "--",
                  ":(top,glob)**/" + NAME)
              .fields();
      for (int i = 0; i < fields.size(); i += 2) {
        String[] parts = fields.get(i).split(" ");
        found.remove(fields.get(i + 1));
        put(found, parts[1], parts[3], fields.get(i + 1));
      }
    }
    seen = treeish;
    ids = found;
    return found;
  }

  // git goes by files only, and by no link.
  private static void put(Map<String, String> ids, String mode, String id, String path) {
    if (mode.startsWith("100") && (path.equals(NAME) || path.endsWith("/" + NAME))) {
      ids.put(path, id);
    }
  }

  /// The folder with these, made where there is none yet.
  private Path place(SortedMap<String, String> attributes)
      throws WorkspaceException, InterruptedException {
    byte[] text = attributes.toString().getBytes(StandardCharsets.UTF_8);
    Path place = folder.resolve(HexFormat.of().formatHex(Brought.sha256().digest(text), 0, 16));
    if (Files.isDirectory(place)) {
      return place;
    }
    try {
      Files.createDirectories(folder);
      Path made = Files.createTempDirectory(folder, "new-");
      for (Map.Entry<String, String> entry : attributes.entrySet()) {
        Path file = made.resolve(entry.getKey()).normalize();
        if (file.startsWith(made)) {
          Files.createDirectories(file.resolveSibling(""));
          Files.write(file, git.run("cat-file", "blob", entry.getValue()).bytes());
        }
      }
      try {
        Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        // Another one was sooner with the same.
        FolderRemoval.delete(made);
        if (!Files.isDirectory(place)) {
          throw e;
        }
      }
      return place;
    } catch (IOException e) {
      throw new WorkspaceException("The folder to merge in, " + place + ", cannot be made.", e);
    }
  }

  /// Removes the folders.
  @Override
  public void close() throws IOException {
    if (Files.exists(folder)) {
      FolderRemoval.delete(folder);
    }
  }
}
