package dev.signalbox.console.inspector;

import java.util.ArrayList;
import java.util.List;

/// One line of a diff.
///
/// @param text as it is shown
public record DiffLine(Kind kind, String text) {
  private static final int LONGEST = 1_000;

  public enum Kind {
    /// The path that the lines below it belong to.
    FILE,
    /// Where in the file.
    PLACE,
    SAME,
    ADDED,
    REMOVED
  }

  /// Reads a unified diff as git prints it. What only git needs (modes, indexes) is left out.
  static List<DiffLine> parse(String diff) {
    List<DiffLine> lines = new ArrayList<>();
    boolean inHunk = false;
    for (String line : diff.split("\n", -1)) {
      if (line.startsWith("diff --git ")) {
        inHunk = false;
        lines.add(new DiffLine(Kind.FILE, path(line)));
      } else if (line.startsWith("[the diff goes on")) {
        lines.add(new DiffLine(Kind.PLACE, line));
      } else if (line.startsWith("@@")) {
        inHunk = true;
        lines.add(new DiffLine(Kind.PLACE, line));
      } else if (inHunk && !line.isEmpty()) {
        lines.add(new DiffLine(kind(line.charAt(0)), shorten(line)));
      } else if (!inHunk) {
        head(line, lines);
      }
    }
    return List.copyOf(lines);
  }

  private static void head(String line, List<DiffLine> lines) {
    if (line.startsWith("Binary files")) {
      lines.add(new DiffLine(Kind.PLACE, "binary content"));
    } else if (line.startsWith("new file")
        || line.startsWith("deleted file")
        || line.startsWith("rename ")) {
      lines.add(new DiffLine(Kind.PLACE, line));
    }
  }

  private static Kind kind(char mark) {
    return switch (mark) {
      case '+' -> Kind.ADDED;
      case '-' -> Kind.REMOVED;
      case '\\' -> Kind.PLACE;
      default -> Kind.SAME;
    };
  }

  // `diff --git a/PATH b/PATH`: both halves are the same path but for a rename.
  private static String path(String line) {
    int at = line.lastIndexOf(" b/");
    return at < 0 ? line.substring("diff --git ".length()) : line.substring(at + 3);
  }

  private static String shorten(String line) {
    String text = line.replace("\t", "    ");
    return text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text;
  }
}
