package dev.signalbox.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Trees with other files in them, without a checkout.
final class TreeEdit {
  private static final byte[] GONE = "0 ".getBytes(StandardCharsets.US_ASCII);

  private final Git git;

  TreeEdit(Git git) {
    this.git = git;
  }

  /// A file of a tree.
  record Entry(String mode, String id) {}

  /// A tree in which files have other names.
  ///
  /// @param names the new path of each, by its old one
  String moved(String tree, Map<String, String> names)
      throws WorkspaceException, InterruptedException {
    Map<String, Entry> there = entries(tree, names.keySet());
    Map<String, @Nullable Entry> moved = new LinkedHashMap<>();
    names.keySet().forEach(old -> moved.put(old, null));
    names.forEach((old, name) -> moved.put(name, there.get(old)));
    return with(tree, moved);
  }

  /// What a tree has at some paths.
  Map<String, Entry> entries(String tree, Collection<String> paths)
      throws WorkspaceException, InterruptedException {
    return entries(tree, paths::contains);
  }

  /// What a tree has at the paths that `wanted` takes.
  Map<String, Entry> entries(String tree, Predicate<String> wanted)
      throws WorkspaceException, InterruptedException {
    Map<String, Entry> entries = new HashMap<>();
    byte[] listing = git.run("ls-tree", "-r", "-z", "--full-tree", tree).bytes();
    int start = 0;
    for (int i = 0; i < listing.length; i++) {
      if (listing[i] == 0) {
        // `mode type id<TAB>path`
        String[] parts = PathText.decode(listing, start, i).split("\t", 2);
        if (wanted.test(parts[1])) {
          String[] kinds = parts[0].split(" ");
          entries.put(parts[1], new Entry(kinds[0], kinds[2]));
        }
        start = i + 1;
      }
    }
    return entries;
  }

  /// `tree` with these files; a null one goes.
  String with(String tree, Map<String, @Nullable Entry> entries)
      throws WorkspaceException, InterruptedException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    // A file may come in the place of a folder: what goes, goes first.
    String none = "0".repeat(tree.length());
    entries.forEach(
        (path, entry) -> {
          if (entry == null) {
            lines.writeBytes(GONE);
            line(lines, none, path);
          }
        });
    entries.forEach(
        (path, entry) -> {
          if (entry != null) {
            lines.writeBytes((entry.mode() + " ").getBytes(StandardCharsets.US_ASCII));
            line(lines, entry.id(), path);
          }
        });
    try {
      Path folder = Files.createTempDirectory("signalbox-index-");
      try {
        Git own = git.with("GIT_INDEX_FILE", folder.resolve("index").toString());
        own.run("read-tree", tree);
        own.run(lines.toByteArray(), "update-index", "-z", "--index-info");
        String written = own.line("write-tree");
        demand(entries, entries(written, entries.keySet()));
        return written;
      } finally {
        FolderRemoval.delete(folder);
      }
    } catch (IOException e) {
      throw new WorkspaceException("A folder for an index could not be made.", e);
    }
  }

  // git passes over a name that it does not take, and lets one file push out another.
  private static void demand(Map<String, @Nullable Entry> wanted, Map<String, Entry> written)
      throws WorkspaceException {
    for (String path : wanted.keySet()) {
      if (!Objects.equals(wanted.get(path), written.get(path))) {
        throw new WorkspaceException(
            "There can be no file %s beside the others.".formatted(PathText.quoted(path)));
      }
    }
  }

  private static void line(ByteArrayOutputStream lines, String id, String path) {
    lines.writeBytes((id + "\t").getBytes(StandardCharsets.US_ASCII));
    lines.writeBytes(PathText.encode(path));
    lines.write(0);
  }
}
