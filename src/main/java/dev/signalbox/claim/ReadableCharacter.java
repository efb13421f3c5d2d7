package dev.signalbox.claim;

/// Chooses from a set the character that a person reads most easily: a letter before a digit, a
/// digit before a sign, and something printed before something that is not.
final class ReadableCharacter {
  static final int NONE = -1;

  private static final int[] PREFERRED =
      "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_-+=@%~#,:;'!$&()[]{}^`\"<>|*?\\ ."
          .codePoints()
          .toArray();

  private ReadableCharacter() {}

  /// @param avoided characters that are not wanted
  /// @return a character of `set`, or [#NONE] where it holds only avoided ones
  static int of(CharacterSet set, String avoided) {
    for (int c : PREFERRED) {
      if (avoided.indexOf(c) < 0 && set.contains(c)) {
        return c;
      }
    }
    return unusual(set.bounds(), avoided);
  }

  /// The set holds no printable ASCII that is wanted: take a letter of another script if there is
  /// one near the start of a range, else whatever comes first.
  private static int unusual(int[] bounds, String avoided) {
    int first = NONE;
    for (int i = 0; i < bounds.length; i += 2) {
      int end = Math.min(bounds[i + 1], bounds[i] + 255);
      for (int c = bounds[i]; c <= end; c++) {
        if (avoided.indexOf(c) >= 0 || isSurrogate(c)) {
          continue;
        }
        if (Character.isLetter(c)) {
          return c;
        }
        first = first == NONE ? c : first;
      }
    }
    return first;
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
