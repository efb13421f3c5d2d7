package dev.signalbox.conflict.threeway;

import dev.signalbox.workspace.Git;
import dev.signalbox.workspace.GitOutput;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What git says has to be done to one text so that it becomes another. Only git's own script gives
/// git's own verdict: other programs align repeated lines in other ways.
final class EditScript {
  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@.*");

  private EditScript() {}

  /// Lines in the place of others. Between two changes of a script at least one line stays.
  ///
  /// @param at the first line that goes, from 0, or the one before which the new ones stand
  /// @param removed how many go
  /// @param to the first of the new lines, from 0, in the other text
  /// @param added how many there are
  record Change(int at, int removed, int to, int added) {
    int end() {
      return at + removed;
    }

    /// How far the lines after it are moved.
    int shift() {
      return to + added - end();
    }
  }

  static List<Change> between(String from, String to)
      throws IOException, WorkspaceException, InterruptedException {
    if (from.equals(to)) {
      return List.of();
    }
    Path folder = Files.createTempDirectory("signalbox-diff-");
    try {
      Files.writeString(folder.resolve("from"), from);
      Files.writeString(folder.resolve("to"), to);
      GitOutput diff =
          Git.in(folder, System.getenv())
              .with("GIT_ATTR_NOSYSTEM", "1")
              .attempt(
                  // As the bytes are, and as a merge compares them, whatever the user has set.
                  "-c",
                  "core.attributesFile=/dev/null",
                  "-c",
                  "core.autocrlf=false",
                  "diff",
                  "--no-index",
                  "--text",
                  "--no-color",
                  "--no-ext-diff",
                  "--no-textconv",
                  "--diff-algorithm=myers",
                  "--no-indent-heuristic",
                  // Without any context git leaves the lines alike at the end out of sight, and
                  // may then place a change elsewhere than a merge does.
                  "--unified=1",
                  "--inter-hunk-context=0",
                  "from",
                  "to");
      if (diff.exit() > 1) {
        throw new IOException("git could not compare two versions: " + diff.lastError());
      }
      return parse(diff.text());
    } finally {
      Files.deleteIfExists(folder.resolve("from"));
      Files.deleteIfExists(folder.resolve("to"));
      Files.deleteIfExists(folder);
    }
  }

  private static List<Change> parse(String diff) {
    List<Change> changes = new ArrayList<>();
    int from = 0;
    int to = 0;
    int removed = 0;
    int added = 0;
    // A line of the text may look like a hunk's head: only the counts say where a hunk ends.
    int leftFrom = 0;
    int leftTo = 0;
    for (String line : diff.split("\n", -1)) {
      boolean inHunk = leftFrom > 0 || leftTo > 0;
      char mark = line.isEmpty() ? 0 : line.charAt(0);
      if (inHunk && mark == '-') {
        removed++;
        leftFrom--;
      } else if (inHunk && mark == '+') {
        added++;
        leftTo--;
      } else if (inHunk && mark == ' ') {
        from = keep(changes, from, to, removed, added);
        to += added + 1;
        removed = 0;
        added = 0;
        leftFrom--;
        leftTo--;
      } else if (mark == '@') {
        keep(changes, from, to, removed, added);
        removed = 0;
        added = 0;
        Matcher head = HUNK.matcher(line);
        if (!head.matches()) {
          throw new IllegalStateException("Not a hunk of git's: " + line);
        }
        leftFrom = count(head.group(2));
        leftTo = count(head.group(4));
        // Where there is none of a side's lines, git names the line before.
        from = Integer.parseInt(head.group(1)) - (leftFrom == 0 ? 0 : 1);
        to = Integer.parseInt(head.group(3)) - (leftTo == 0 ? 0 : 1);
      }
    }
    keep(changes, from, to, removed, added);
    return changes;
  }

  private static int count(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 1 : Integer.parseInt(digits);
  }

  /// Takes up a change that is over.
  ///
  /// @return the line after the one that stays
  private static int keep(List<Change> changes, int from, int to, int removed, int added) {
    if (removed > 0 || added > 0) {
      changes.add(new Change(from, removed, to, added));
    }
    return from + removed + 1;
  }
}
