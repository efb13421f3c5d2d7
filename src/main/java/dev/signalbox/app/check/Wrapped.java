package dev.signalbox.app.check;

/// Text within the width of a terminal.
public final class Wrapped {
  private Wrapped() {}

  /// `text` in lines of at most `most` characters, broken between words; a word that is longer
  /// stands alone.
  public static String at(int most, String text) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : text.split(" ", -1)) {
      int length = word.codePointCount(0, word.length());
      if (column > 0 && column + 1 + length > most) {
        lines.append('\n');
        column = 0;
      } else if (!lines.isEmpty()) {
        lines.append(' ');
        column++;
      }
      lines.append(word);
      column += length;
    }
    return lines.toString();
  }
}
