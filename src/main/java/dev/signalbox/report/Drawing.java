package dev.signalbox.report;

/// What both pictures draw with.
final class Drawing {
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

  /// How wide `text` is at most, about, in whatever sans serif the reader has: words are cut before
  /// they can meet a border.
  static double width(String text, double size) {
    return text.codePoints().mapToDouble(Drawing::letter).sum() * size * 1.06;
  }

  private static double letter(int c) {
    if (c >= 0x2E80) {
      return 1; // Chinese, Japanese, Korean, pictures
    } else if ("mwMW@%—…".indexOf(c) >= 0) {
      return 0.9;
    } else if ("iljtfr.,:;'|!()[] -/I·".indexOf(c) >= 0) {
      return 0.34;
    }
    return Character.isUpperCase(c) || Character.isDigit(c) ? 0.65 : 0.57;
  }

  /// `text`, or its beginning and an ellipsis where it is wider than `room`; empty where not even
  /// two letters would fit.
  static String fit(String text, double size, double room) {
    if (width(text, size) <= room) {
      return text;
    }
    int end = 0;
    double left = room - width("…", size);
    while (end < text.length() && width(text.substring(0, end), size) <= left) {
      end = text.offsetByCodePoints(end, 1);
    }
    int letters = text.codePointCount(0, end) - 1;
    return letters < 2 ? "" : text.substring(0, text.offsetByCodePoints(0, letters)) + "…";
  }
}
