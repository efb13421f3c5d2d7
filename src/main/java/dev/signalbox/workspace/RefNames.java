package dev.signalbox.workspace;

import java.nio.charset.StandardCharsets;

/// What we call things in the user's repository. All of it lies under `refs/signalbox/`, beside the
/// integration branch.
final class RefNames {
  static final String OURS = "refs/signalbox/";
  static final String HEADS = "refs/heads/";

  private RefNames() {}

  /// Everything that is kept of a run lies under this.
  static String ofRun(String run) {
    return OURS + part(run) + "/";
  }

  /// Where the snapshot of an attempt is kept.
  static String snapshot(AttemptKey key) {
    return ofRun(key.run()) + part(key.task()) + "/" + key.number();
  }

  /// Where something is kept that an attempt changed in the user's repository beside its work tree.
  ///
  /// @param what such as `heads/main` or `stash/0`, a valid end of a ref's name
  static String kept(AttemptKey key, String what) {
    return snapshot(key) + "-kept/" + what;
  }

  /// Where a snapshot is kept whose place another one takes.
  static String earlier(String snapshot, String commit) {
    return snapshot + "-kept/earlier/" + commit.substring(0, 12);
  }

  /// Where an integration branch is kept that was begun anew.
  static String replaced(String into, String commit) {
    return OURS + "replaced/" + into + "/" + commit.substring(0, 12);
  }

  static String branch(String name) {
    return HEADS + name;
  }

  /// A name for people: `main` for `refs/heads/main`.
  static String shown(String ref) {
    return ref.startsWith(HEADS) ? ref.substring(HEADS.length()) : ref;
  }

  /// `text` as one part of a ref's name or of a file's name: what git does not allow in one, and
  /// what would make two texts alike, is written as `%` and two digits.
  static String part(String text) {
    StringBuilder part = new StringBuilder();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      char c = (char) (bytes[i] & 0xFF);
      boolean plain =
          c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
      // git refuses `.x`, `x.`, `x..y`, `x.lock` and, as an option, `-x`.
      boolean inside = i > 0 && i < bytes.length - 1;
      boolean safeDot = c == '.' && inside && bytes[i - 1] != '.' && !text.endsWith(".lock");
      if (plain || safeDot || c == '-' && i > 0) {
        part.append(c);
      } else {
        part.append('%').append(String.format("%02X", (int) c));
      }
    }
    return part.toString();
  }
}
