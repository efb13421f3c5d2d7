package dev.signalbox.agent;

/// A here-document whose text is still to come.
///
/// @param end the line that ends it
/// @param tabs whether tabs before that line do not count
/// @param quoted whether the shell leaves its text as it stands
record HereDocument(String end, boolean tabs, boolean quoted) {
  /// Reads `<<END`.
  static HereDocument announced(ShellText text) {
    text.skip(2);
    boolean tabs = text.next("-");
    if (tabs) {
      text.skip(1);
    }
    while (text.nextOf(" \t")) {
      text.skip(1);
    }
    StringBuilder end = new StringBuilder();
    boolean quoted = false;
    while (text.more() && !text.nextOf(" \t\n;&|<>()")) {
      char c = text.skip(1);
      if (c == '\\' && text.more()) {
        quoted = true;
        end.append(text.skip(1));
      } else if (c == '\'' || c == '"') {
        quoted = true;
        while (text.more() && text.peek() != c) {
          end.append(text.skip(1));
        }
        text.skip(1);
      } else {
        end.append(c);
      }
    }
    return new HereDocument(end.toString(), tabs, quoted);
  }

  /// Reads the line that ends it, if that is next.
  boolean endsAt(ShellText text) {
    String line = text.restOfLine();
    String bare = tabs ? line.replaceFirst("^\t+", "") : line;
    if (!bare.equals(end)) {
      return false;
    }
    text.skip(line.length() + 1);
    return true;
  }
}
