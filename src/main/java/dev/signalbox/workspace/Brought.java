package dev.signalbox.workspace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/// What there was in a work tree before the attempt began beside what is committed, as a rule by
/// the plan's `workspace:`, by path, each with a fingerprint of what was there then.
///
/// @param copied copied or linked from the user's checkout, whether git ignores it or not
/// @param created untracked files that the set-up command made
/// @param altered tracked files that the set-up command changed or removed, or that git takes for
///   changed as they were checked out
record Brought(
    SequencedMap<String, String> copied,
    SequencedMap<String, String> created,
    SequencedMap<String, String> altered) {

  private static final String GONE = "gone";

  static Brought nothing() {
    return new Brought(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  boolean isEmpty() {
    return copied.isEmpty() && created.isEmpty() && altered.isEmpty();
  }

  /// The untracked paths, which never belong to a change.
  List<String> untracked() {
    List<String> paths = new ArrayList<>(copied.keySet());
    paths.addAll(created.keySet());
    return paths;
  }

  /// Those of `paths` that are still in `tree` and no longer as they were.
  static List<String> changed(SequencedMap<String, String> paths, Path tree) throws IOException {
    List<String> changed = new ArrayList<>();
    for (var entry : paths.entrySet()) {
      String now = fingerprint(tree.resolve(entry.getKey()));
      if (!now.equals(GONE) && !now.equals(entry.getValue())) {
        changed.add(entry.getKey());
      }
    }
    return changed;
  }

  /// The altered tracked files that are as they were when the attempt began.
  List<String> alteredBefore(Path tree) throws IOException {
    List<String> same = new ArrayList<>();
    for (var entry : altered.entrySet()) {
      if (fingerprint(tree.resolve(entry.getKey())).equals(entry.getValue())) {
        same.add(entry.getKey());
      }
    }
    return same;
  }

  /// A text that differs where the file does: its kind, its content, whether it may be executed.
  static String fingerprint(Path file) throws IOException {
    if (Files.isSymbolicLink(file)) {
      return "link " + Files.readSymbolicLink(file);
    }
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return GONE;
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "no file";
    }
    MessageDigest digest = sha256();
    try (InputStream in = Files.newInputStream(file);
        var out = new DigestOutputStream(java.io.OutputStream.nullOutputStream(), digest)) {
      in.transferTo(out);
    }
    digest.update((Files.isExecutable(file) ? "x" : "-").getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
