package dev.signalbox.conflict.threeway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The line breaks of a segment, for a text that went through an editor which knows only `\n`.
public final class LineEnds {
  private final Segment segment;
  private final String usual;

  public LineEnds(ThreeWay file, Segment segment) {
    this.segment = segment;
    this.usual = usual(file, segment);
  }

  /// A line without its break.
  public static String bare(String line) {
    int end = line.length();
    if (end > 0 && line.charAt(end - 1) == '\n') {
      end--;
      if (end > 0 && line.charAt(end - 1) == '\r') {
        end--;
      }
    }
    return line.substring(0, end);
  }

  /// The break of most lines: of the segment, else of the file.
  String usual() {
    return usual;
  }

  private static String usual(ThreeWay file, Segment segment) {
    int votes = votes(segment);
    for (Segment each : file.segments()) {
      if (votes != 0) {
        break;
      }
      votes = votes(each);
    }
    return votes > 0 ? "\r\n" : "\n";
  }

  private static int votes(Segment segment) {
    int votes = 0;
    for (Side side : Side.values()) {
      for (String line : segment.lines(side)) {
        votes += line.endsWith("\r\n") ? 1 : line.endsWith("\n") ? -1 : 0;
      }
    }
    return votes;
  }

  /// A text as an editor shows it: with plain line breaks, without what it cannot hold.
  public static String plain(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(plain(line)));
    return text.toString();
  }

  private static String plain(String line) {
    String bare = bare(line);
    StringBuilder plain = new StringBuilder();
    bare.chars()
        .filter(c -> c >= ' ' && c != 0x7f || c == '\t')
        .forEach(c -> plain.append((char) c));
    return line.length() > bare.length() ? plain.append('\n').toString() : plain.toString();
  }

  /// What an editor gave back, with the file's line breaks: a line that was there before is the
  /// line it was.
  public String restored(String edited) {
    Map<String, String> known = new HashMap<>();
    for (Side side : List.of(Side.BASE, Side.RIGHT, Side.LEFT)) {
      for (String line : segment.lines(side)) {
        if (line.endsWith("\n")) {
          known.put(plain(line), line);
        }
      }
    }
    StringBuilder text = new StringBuilder();
    for (String line : ThreeWay.lines(edited)) {
      text.append(
          known.getOrDefault(
              line, line.endsWith("\n") ? line.substring(0, line.length() - 1) + usual : line));
    }
    return text.toString();
  }
}
