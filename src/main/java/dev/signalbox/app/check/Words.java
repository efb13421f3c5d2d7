package dev.signalbox.app.check;

import dev.signalbox.graph.Provenance;
import java.util.Locale;

/// How the report names things; the JSON promises these too.
final class Words {
  private static final int ID = 40;

  private Words() {}

  static String of(Provenance provenance) {
    return provenance.name().toLowerCase(Locale.ROOT);
  }

  /// A plan's text on one line, at most `most` characters long, without what could steer a
  /// terminal.
  static String line(String text, int most) {
    String plain = text.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cc}|\\p{Cf}", "\uFFFD");
    return plain.codePointCount(0, plain.length()) <= most
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, most - 1)).stripTrailing() + "…";
  }

  /// A task's or an agent's name.
  static String id(String id) {
    return line(id, ID);
  }

  /// `1 task`, `2 tasks`
  static String count(long number, String one) {
    return number + " " + one + (number == 1 ? "" : "s");
  }
}
