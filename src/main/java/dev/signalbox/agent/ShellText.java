package dev.signalbox.agent;

import org.jspecify.annotations.Nullable;

/// A command, and how far it has been read.
final class ShellText {
  /// Stands for the character behind the last.
  static final char NONE = '\0';

  private final String text;
  private int at;

  ShellText(String text) {
    this.text = text;
  }

  int at() {
    return at;
  }

  boolean more() {
    return at < text.length();
  }

  /// The next character, of which there must be one.
  char peek() {
    return text.charAt(at);
  }

  boolean next(String expected) {
    return text.startsWith(expected, at);
  }

  /// Whether one of `characters` is next.
  boolean nextOf(String characters) {
    return more() && characters.indexOf(peek()) >= 0;
  }

  /// Goes on by `count` characters, or to the end, and returns the first of them.
  char skip(int count) {
    char first = more() ? peek() : NONE;
    at = Math.min(at + count, text.length());
    return first;
  }

  /// The reference that begins here, or `ahead` characters on; null where none does.
  @Nullable String reference(int ahead) {
    return ShellValues.referenceAt(text, at + ahead);
  }

  boolean anyReferenceLeft() {
    return ShellValues.anyIn(text.substring(at));
  }

  /// What is left of the line, without its end.
  String restOfLine() {
    int end = text.indexOf('\n', at);
    return text.substring(at, end < 0 ? text.length() : end);
  }

  /// The text around here, from the last `open` to the next `close`.
  String between(String open, String close) {
    int from = text.lastIndexOf(open, at);
    int to = text.indexOf(close, at);
    return text.substring(Math.max(from, 0), to < 0 ? text.length() : to);
  }
}
