package dev.signalbox.app.pairs;

import java.util.List;

/// A pair as somebody wrote it.
///
/// @param place where it stands, as the beginning of a sentence about it; may be empty
/// @param problem why it is none, as a sentence; empty where it is one
public record NamedPair(String left, String right, String place, String problem) {

  static NamedPair of(String left, String right) {
    return new NamedPair(left, right, "", "");
  }

  /// A line of a file: LEFT, RIGHT, and between them a tab, or without one spaces.
  static NamedPair parse(String line, String place) {
    String[] names = line.indexOf('\t') < 0 ? line.strip().split(" +") : line.split("\t", -1);
    if (names.length == 2 && !names[0].isEmpty() && !names[1].isEmpty()) {
      return new NamedPair(names[0], names[1], place, "");
    }
    return new NamedPair(
        line.replace('\t', ' '), "-", place, "A line is LEFT, a tab or spaces, and RIGHT.");
  }

  List<String> names() {
    return problem.isEmpty() ? List.of(left, right) : List.of();
  }
}
