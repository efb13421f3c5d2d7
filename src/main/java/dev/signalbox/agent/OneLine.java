package dev.signalbox.agent;

import java.util.regex.Pattern;

/// Output of programs made fit to be shown in one line.
final class OneLine {
  /// Colours, cursor movements and titles, as terminals understand them.
  private static final Pattern TERMINAL =
      Pattern.compile(
          "\u001b(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001b]*(?:\u0007|\u001b\\\\)?|[@-Z\\\\-_])");

  /// Control characters, and those that turn or hide the text around them.
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cn}\u2028\u2029]");

  private OneLine() {}

  /// The last line of `text` that says something; empty where none does.
  static String last(String text, int longest) {
    String found = "";
    // A progress bar writes over its line: what was written last is what a person saw.
    for (String line : TERMINAL.matcher(text).replaceAll("").split("[\n\r]", -1)) {
      String bare = of(line, longest);
      if (!bare.isEmpty()) {
        found = bare;
      }
    }
    return found;
  }

  /// `text` on one line of at most `longest` characters.
  static String of(String text, int longest) {
    String bare =
        CONTROL
            .matcher(TERMINAL.matcher(text).replaceAll("").replace('\t', ' ').replace('\n', ' '))
            .replaceAll("")
            .strip();
    if (bare.codePointCount(0, bare.length()) <= longest) {
      return bare;
    }
    return bare.substring(0, bare.offsetByCodePoints(0, longest - 1)) + "…";
  }
}
