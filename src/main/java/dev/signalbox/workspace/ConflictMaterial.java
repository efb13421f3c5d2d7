package dev.signalbox.workspace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads what a merge that does not fit is made of, and puts a resolution in its place.
final class ConflictMaterial {
  private static final byte[] GONE = "0 ".getBytes(StandardCharsets.US_ASCII);

  private final Git git;
  private final Blobs blobs;

  ConflictMaterial(Git git) {
    this.git = git;
    this.blobs = new Blobs(git);
  }

  /// Over the sides of each path and nothing else: git's words and markers name the head.
  static String digest(Verdict.Conflicting conflict) {
    MessageDigest digest = Brought.sha256();
    for (String path : conflict.paths()) {
      digest.update(PathText.encode(path));
      for (Verdict.Stage stage : conflict.stages()) {
        if (stage.path().equals(path)) {
          String side = "\0%d %s %s".formatted(stage.number(), stage.mode(), stage.id());
          digest.update(side.getBytes(StandardCharsets.US_ASCII));
        }
      }
      digest.update((byte) '\n');
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  ConflictedMerge read(Verdict.Conflicting conflict, String onto)
      throws WorkspaceException, InterruptedException {
    Map<String, ModeAndId> merged = listing(conflict.tree(), conflict.paths());
    List<String> ids = new ArrayList<>();
    conflict.stages().forEach(stage -> ids.add(stage.id()));
    merged.values().forEach(entry -> ids.add(entry.id()));
    Map<String, String> texts = ids.isEmpty() ? Map.of() : blobs.texts(ids);
    List<ConflictedMerge.File> files = new ArrayList<>();
    for (String path : conflict.paths()) {
      Map<Integer, ConflictedMerge.Version> sides = new HashMap<>();
      for (Verdict.Stage stage : conflict.stages()) {
        if (stage.path().equals(path)) {
          sides.put(stage.number(), version(new ModeAndId(stage.mode(), stage.id()), texts));
        }
      }
      ModeAndId entry = merged.get(path);
      files.add(
          new ConflictedMerge.File(
              path,
              sides.get(1),
              sides.get(2),
              sides.get(3),
              entry == null ? null : version(entry, texts)));
    }
    return new ConflictedMerge(onto, conflict.tree(), digest(conflict), files, conflict.messages());
  }

  private record ModeAndId(String mode, String id) {}

  private static ConflictedMerge.Version version(ModeAndId entry, Map<String, String> texts) {
    return new ConflictedMerge.Version(entry.mode(), entry.id(), texts.get(entry.id()));
  }

  /// What a tree has at some paths.
  private Map<String, ModeAndId> listing(String tree, Collection<String> paths)
      throws WorkspaceException, InterruptedException {
    Map<String, ModeAndId> entries = new HashMap<>();
    byte[] listing = git.run("ls-tree", "-r", "-z", "--full-tree", tree).bytes();
    int start = 0;
    for (int i = 0; i < listing.length; i++) {
      if (listing[i] == 0) {
        // `mode type id<TAB>path`
        String[] parts = PathText.decode(listing, start, i).split("\t", 2);
        if (paths.contains(parts[1])) {
          String[] kinds = parts[0].split(" ");
          entries.put(parts[1], new ModeAndId(kinds[0], kinds[2]));
        }
        start = i + 1;
      }
    }
    return entries;
  }

  /// The tree of git's merge with `files` in it.
  String resolved(ConflictedMerge conflict, Map<String, Resolved> files)
      throws WorkspaceException, InterruptedException {
    Map<String, @Nullable ModeAndId> entries = new LinkedHashMap<>();
    for (Map.Entry<String, Resolved> file : files.entrySet()) {
      entries.put(file.getKey(), entry(conflict, file.getKey(), file.getValue()));
    }
    return treeWith(conflict.tree(), entries);
  }

  private @Nullable ModeAndId entry(ConflictedMerge conflict, String path, Resolved resolved)
      throws WorkspaceException, InterruptedException {
    return switch (resolved) {
      case Resolved.Text(String text, String mode) ->
          new ModeAndId(mode, blobs.write(text.getBytes(StandardCharsets.UTF_8)));
      case Resolved.Bytes bytes -> new ModeAndId(bytes.mode(), blobs.write(bytes.bytes()));
      case Resolved.Gone _ -> null;
      case Resolved.Taken(Resolved.Side side) -> {
        ConflictedMerge.Version version =
            conflict.file(path).map(file -> file.of(side)).orElse(null);
        yield version == null ? null : new ModeAndId(version.mode(), version.id());
      }
    };
  }

  private String treeWith(String tree, Map<String, @Nullable ModeAndId> entries)
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
        demand(entries, listing(written, entries.keySet()));
        return written;
      } finally {
        FolderRemoval.delete(folder);
      }
    } catch (IOException e) {
      throw new WorkspaceException("A folder for an index could not be made.", e);
    }
  }

  // git passes over a name that it does not take, and lets one file push out another.
  private static void demand(
      Map<String, @Nullable ModeAndId> wanted, Map<String, ModeAndId> written)
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
