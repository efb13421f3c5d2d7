package dev.signalbox.claim;

import java.util.List;

/// What a glob is made of, as it was written. `index` is where in the pattern it stands.
sealed interface GlobNode {
  int index();

  /// Exactly this character, never `/`.
  record Literal(int codePoint, int index) implements GlobNode {}

  /// `?`: one character of a name.
  record Any(int index) implements GlobNode {}

  /// `[a-z]`: one of these characters, never `/`.
  record OneOf(CharacterSet set, int index) implements GlobNode {}

  /// `*`: any characters of a name, also none.
  record Star(int index) implements GlobNode {}

  /// `/`, between two names.
  record Slash(int index) implements GlobNode {}

  /// `**`: any number of folders.
  record Folders(int index) implements GlobNode {}

  /// One after the other.
  record Sequence(List<GlobNode> parts, int index) implements GlobNode {}

  /// `{a,b}`: one of these.
  record Choice(List<Sequence> options, int index) implements GlobNode {}
}
