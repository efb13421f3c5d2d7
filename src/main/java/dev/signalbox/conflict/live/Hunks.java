package dev.signalbox.conflict.live;

import dev.signalbox.conflict.Conflict.Hunk;
import dev.signalbox.conflict.Conflict.Lines;
import dev.signalbox.workspace.Git;
import dev.signalbox.workspace.WorkspaceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the places at which two changes of the same files do not fit: where both replaced the same
/// lines of the base, or lines that touch. That they do not fit is known from git's merge already;
/// this says where.
final class Hunks {
  /// More nobody reads.
  private static final int MOST_PATHS = 20;

  private static final int MOST = 100;
  private static final int MOST_BYTES = 4 << 20;

  private static final Pattern PLACE =
      Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@.*");

  private final Git git;

  Hunks(Git git) {
    this.git = git;
  }

  /// Some lines of the base, what stands in their place, and that as text.
  private record Edit(Lines before, Lines after, String text) {
    boolean meets(Edit other) {
      return begin(before) <= end(other.before)
          && begin(other.before) <= end(before)
          && !(before.equals(other.before) && text.equals(other.text));
    }

    Edit with(String line) {
      return new Edit(before, after, text + line + "\n");
    }

    private static int begin(Lines lines) {
      return lines.count() == 0 ? lines.from() + 1 : lines.from();
    }

    private static int end(Lines lines) {
      return begin(lines) + lines.count();
    }
  }

  List<Hunk> between(String left, String right, List<String> paths)
      throws WorkspaceException, InterruptedException {
    String base = git.attempt("merge-base", left, right).line();
    if (base.isEmpty() || paths.isEmpty()) {
      return List.of();
    }
    List<String> some = paths.subList(0, Math.min(paths.size(), MOST_PATHS));
    Map<String, List<Edit>> lefts = edits(base, left, some);
    Map<String, List<Edit>> rights = edits(base, right, some);
    List<Hunk> hunks = new ArrayList<>();
    for (String path : some) {
      for (Edit one : lefts.getOrDefault(path, List.of())) {
        for (Edit other : rights.getOrDefault(path, List.of())) {
          if (one.meets(other) && hunks.size() < MOST) {
            hunks.add(new Hunk(path, one.after(), other.after()));
          }
        }
      }
    }
    return hunks;
  }

  private Map<String, List<Edit>> edits(String base, String commit, List<String> paths)
      throws WorkspaceException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "--literal-pathspecs",
                "-c",
                "core.quotePath=false",
                "diff-tree",
                "-r",
                "-p",
                "-U0",
                "--no-renames",
                "--no-color",
                "--no-ext-diff",
                "--no-textconv",
                "--src-prefix=a/",
                "--dst-prefix=b/",
                base,
                commit,
                "--"));
    command.addAll(paths);
    Map<String, List<Edit>> edits = new HashMap<>();
    List<Edit> ofFile = new ArrayList<>();
    for (String line :
        git.beginning(MOST_BYTES, command.toArray(String[]::new)).text().split("\n", -1)) {
      Matcher place = PLACE.matcher(line);
      if (line.startsWith("diff --git ")) {
        ofFile = edits.computeIfAbsent(pathOf(line, paths), p -> new ArrayList<>());
      } else if (place.matches()) {
        ofFile.add(
            new Edit(
                lines(place.group(1), place.group(2)), lines(place.group(3), place.group(4)), ""));
      } else if (line.startsWith("+") && !ofFile.isEmpty()) {
        ofFile.add(ofFile.removeLast().with(line));
      }
    }
    return edits;
  }

  private static String pathOf(String heading, List<String> paths) {
    return paths.stream().filter(p -> heading.endsWith(" b/" + p)).findFirst().orElse("");
  }

  private static Lines lines(String from, String count) {
    return new Lines(Integer.parseInt(from), count == null ? 1 : Integer.parseInt(count));
  }
}
