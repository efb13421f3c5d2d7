package dev.signalbox.report;

/// What both pictures draw with.
final class Drawing {
  /// The width of an average letter, as a share of its size: words are cut before they can meet a
  /// border in whatever sans serif the reader has.
  private static final double LETTER = 0.58;

  private static final double GLYPH_BOX = 16;

  private Drawing() {}

  /// A state's shape.
  ///
  /// @param x its left
  /// @param y its top
  static void glyph(Markup out, StateGlyph glyph, String tone, double x, double y, double size) {
    String transform = "translate(%s %s)".formatted(Markup.number(x), Markup.number(y));
    if (size != GLYPH_BOX) {
      transform += " scale(%s)".formatted(Double.toString(size / GLYPH_BOX));
    }
    out.empty("path", "class", "glyph " + tone, "d", glyph.path(), "transform", transform);
  }

  /// As a picture of its own, for a line of text.
  static void inlineGlyph(Markup out, StateGlyph glyph, String tone) {
    out.open("svg", "class", "mark", "viewBox", "0 0 16 16", "aria-hidden", "true");
    out.empty("path", "class", "glyph " + tone, "d", glyph.path());
    out.close();
  }

  static double width(String text, double size) {
    return text.codePointCount(0, text.length()) * size * LETTER;
  }

  /// `text`, or its beginning and an ellipsis where it is wider than `room`; empty where not even
  /// two letters would fit.
  static String fit(String text, double size, double room) {
    if (width(text, size) <= room) {
      return text;
    }
    int letters = (int) (room / (size * LETTER)) - 1;
    return letters < 2 ? "" : text.substring(0, text.offsetByCodePoints(0, letters)) + "…";
  }
}
