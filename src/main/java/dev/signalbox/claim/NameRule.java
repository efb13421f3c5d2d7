package dev.signalbox.claim;

/// Which names a path in a repository can have: none is empty, `.`, `..` or (in any case) `.git`.
///
/// A small automaton over the characters of one name, as ints so that the searches stay fast. Run
/// beside a glob's own automaton it keeps `*` from standing for such a name.
final class NameRule {
  static final int START = 0;
  static final int DOT = 1;
  static final int DOT_DOT = 2;
  static final int DOT_G = 3;
  static final int DOT_GI = 4;
  static final int DOT_GIT = 5;

  /// Whatever follows, the name is good.
  static final int GOOD = 6;

  static final int STATES = 7;

  private NameRule() {}

  /// The state after one more character of the name.
  static int next(int state, int c) {
    return switch (state) {
      case START -> c == '.' ? DOT : GOOD;
      case DOT -> c == '.' ? DOT_DOT : isLetter(c, 'g') ? DOT_G : GOOD;
      case DOT_G -> isLetter(c, 'i') ? DOT_GI : GOOD;
      case DOT_GI -> isLetter(c, 't') ? DOT_GIT : GOOD;
      default -> GOOD;
    };
  }

  /// Whether the name may end here.
  static boolean complete(int state) {
    return switch (state) {
      case START, DOT, DOT_DOT, DOT_GIT -> false;
      default -> true;
    };
  }

  /// The characters after which the name may still turn out bad; all others make it [#GOOD].
  static String risky(int state) {
    return switch (state) {
      case START -> ".";
      case DOT -> ".gG";
      case DOT_G -> "iI";
      case DOT_GI -> "tT";
      default -> "";
    };
  }

  private static boolean isLetter(int c, char lower) {
    return (c | 0x20) == lower;
  }
}
