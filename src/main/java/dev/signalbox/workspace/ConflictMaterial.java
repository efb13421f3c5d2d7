package dev.signalbox.workspace;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads what a merge that does not fit is made of, and puts a resolution in its place.
final class ConflictMaterial {
  private final TreeEdit edit;
  private final Blobs blobs;

  ConflictMaterial(Git git) {
    this.edit = new TreeEdit(git);
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
    Map<String, TreeEdit.Entry> merged = edit.entries(conflict.tree(), conflict.paths());
    List<String> ids = new ArrayList<>();
    conflict.stages().forEach(stage -> ids.add(stage.id()));
    merged.values().forEach(entry -> ids.add(entry.id()));
    Map<String, String> texts = ids.isEmpty() ? Map.of() : blobs.texts(ids);
    List<ConflictedMerge.File> files = new ArrayList<>();
    for (String path : conflict.paths()) {
      Map<Integer, ConflictedMerge.Version> sides = new HashMap<>();
      for (Verdict.Stage stage : conflict.stages()) {
        if (stage.path().equals(path)) {
          sides.put(stage.number(), version(new TreeEdit.Entry(stage.mode(), stage.id()), texts));
        }
      }
      TreeEdit.Entry entry = merged.get(path);
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

  private static ConflictedMerge.Version version(TreeEdit.Entry entry, Map<String, String> texts) {
    return new ConflictedMerge.Version(entry.mode(), entry.id(), texts.get(entry.id()));
  }

  /// The tree of git's merge with `files` in it.
  String resolved(ConflictedMerge conflict, Map<String, Resolved> files)
      throws WorkspaceException, InterruptedException {
    Map<String, TreeEdit.@Nullable Entry> entries = new LinkedHashMap<>();
    for (Map.Entry<String, Resolved> file : files.entrySet()) {
      entries.put(file.getKey(), entry(conflict, file.getKey(), file.getValue()));
    }
    return edit.with(conflict.tree(), entries);
  }

  private TreeEdit.@Nullable Entry entry(ConflictedMerge conflict, String path, Resolved resolved)
      throws WorkspaceException, InterruptedException {
    return switch (resolved) {
      case Resolved.Text(String text, String mode) ->
          new TreeEdit.Entry(mode, blobs.write(text.getBytes(StandardCharsets.UTF_8)));
      case Resolved.Bytes bytes -> new TreeEdit.Entry(bytes.mode(), blobs.write(bytes.bytes()));
      case Resolved.Gone _ -> null;
      case Resolved.Taken(Resolved.Side side) -> {
        ConflictedMerge.Version version =
            conflict.file(path).map(file -> file.of(side)).orElse(null);
        yield version == null ? null : new TreeEdit.Entry(version.mode(), version.id());
      }
    };
  }
}
