package dev.signalbox.engine;

import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.Resolved;
import java.util.List;
import java.util.Map;

/// What a side had written and a resolution does not have.
///
/// @param count how many lines; 0 where a side's file is no text and another takes its place
/// @param lines the first of them
public record LeftOut(String path, Resolved.Side side, int count, List<String> lines) {
  /// More of a file is for git to show: the task's change is kept under its ref.
  private static final int MOST_LINES = 100;

  private static final int MOST_OF_A_LINE = 200;

  public LeftOut {
    lines = List.copyOf(lines);
  }

  static List<LeftOut> of(ConflictedMerge conflict, Map<String, Resolved> files) {
    return conflict.losses(files).stream()
        .map(
            loss ->
                new LeftOut(
                    loss.path(),
                    loss.side(),
                    loss.lines().size(),
                    loss.lines().stream().limit(MOST_LINES).map(LeftOut::shortened).toList()))
        .toList();
  }

  private static String shortened(String line) {
    int end = Math.min(line.length(), MOST_OF_A_LINE);
    return end == line.length()
        ? line
        : line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  /// Such as "2 lines of what landed in A.java".
  String words() {
    return "%s of %s in %s"
        .formatted(
            count == 0 ? "all" : count == 1 ? "1 line" : count + " lines",
            side == Resolved.Side.LANDED ? "what landed" : "the task’s",
            path);
  }
}
