package dev.signalbox.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/// Writes well-formed XML, which every browser reads as HTML too. Whatever is text or an
/// attribute's value is escaped here and nowhere else, so nothing in a run can become markup.
sealed class Markup permits PageMarkup {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /// Begins an element.
  ///
  /// @param attributes names and values in turn
  Markup open(String element, Object... attributes) {
    tag(element, attributes);
    out.append('>');
    open.push(element);
    return this;
  }

  /// An element without content.
  Markup empty(String element, Object... attributes) {
    tag(element, attributes);
    out.append("/>");
    return this;
  }

  /// An element with nothing but text in it.
  Markup leaf(String element, String text, Object... attributes) {
    return open(element, attributes).text(text).close();
  }

  Markup text(String text) {
    escape(text, false);
    return this;
  }

  /// Ends the innermost element.
  Markup close() {
    out.append("</").append(open.pop()).append(">");
    return this;
  }

  /// Ends the innermost element that takes a line of its own.
  Markup closeLine() {
    close();
    out.append('\n');
    return this;
  }

  /// The style sheet, which is ours: it may hold what text may not.
  Markup style(String css) {
    if (css.contains("<") || css.contains("&")) {
      throw new IllegalArgumentException("A style sheet within a page holds neither < nor &");
    }
    out.append("<style>\n").append(css).append("</style>\n");
    return this;
  }

  Markup doctype() {
    out.append("<!DOCTYPE html>\n");
    return this;
  }

  /// A coordinate: no more digits than anybody sees.
  static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("Not closed: " + open);
    }
    return out.toString();
  }

  private void tag(String element, Object... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      Object value = attributes[i + 1];
      out.append(' ').append(attributes[i]).append("=\"");
      escape(value instanceof Double d ? number(d) : value.toString(), true);
      out.append('"');
    }
  }

  private void escape(String text, boolean attribute) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append(attribute ? "&quot;" : "\"");
                case '\n' -> out.append(attribute ? "&#10;" : "\n");
                default -> out.appendCodePoint(isShown(c) ? c : 0xFFFD);
              }
            });
  }

  /// What XML allows, without what turns the direction of the text around it.
  private static boolean isShown(int c) {
    boolean allowed =
        c == '\t' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
    boolean control = c >= 0x7F && c <= 0x9F;
    boolean turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    return allowed && !control && !turns;
  }
}
