package dev.signalbox.plan;

import dev.signalbox.plan.PlanFile.Place;
import java.util.Arrays;

/// Lines and columns of a text. A column counts characters as a person sees them in an editor, so
/// that one outside the basic plane counts once.
final class TextPlaces {
  private final String text;
  private final int[] lineStarts;

  TextPlaces(String text) {
    this.text = text;
    int[] starts = new int[text.length() + 1];
    int lines = 1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean ends = c == '\n' || (c == '\r' && !text.startsWith("\n", i + 1));
      if (ends) {
        starts[lines++] = i + 1;
      }
    }
    this.lineStarts = Arrays.copyOf(starts, lines);
  }

  /// The line and column of an offset.
  Place at(int offset) {
    int inside = Math.clamp(offset, 0, text.length());
    int found = Arrays.binarySearch(lineStarts, inside);
    int line = found >= 0 ? found : -found - 2;
    int start = lineStarts[line];
    // The mark that some editors put at the start of a file is not seen as a character.
    int hidden = line == 0 && text.startsWith("\uFEFF") && inside > 0 ? 1 : 0;
    return new Place(line + 1, text.codePointCount(start, inside) - hidden + 1);
  }

  /// Where the line that holds `offset` starts.
  int lineStart(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return lineStarts[found >= 0 ? found : -found - 2];
  }

  /// Where the line that holds `offset` ends: at its line break, or at the end of the text.
  int lineEnd(int offset) {
    int i = offset;
    while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
      i++;
    }
    return i;
  }

  /// Where the line after the one that holds `offset` starts.
  int nextLine(int offset) {
    int end = lineEnd(offset);
    if (text.startsWith("\r\n", end)) {
      return end + 2;
    }
    return Math.min(end + 1, text.length());
  }
}
