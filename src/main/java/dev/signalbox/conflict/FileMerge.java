package dev.signalbox.conflict;

import dev.signalbox.conflict.Conflict.Versions;
import dev.signalbox.workspace.Git;
import dev.signalbox.workspace.GitOutput;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// git's three-way merge of one file.
///
/// @param text the merged text, with marks where it does not fit
/// @param hunks each place that does not fit, with both sides; none where all fits
record FileMerge(String text, List<String> hunks) {

  /// Longer than any that a file would hold: a marker in the text is text.
  private static final int MARKER = 47;

  /// As the two sides are called.
  record Names(String left, String right) {}

  static FileMerge of(String path, Versions versions, Names names)
      throws IOException, WorkspaceException, InterruptedException {
    Path folder = Files.createTempDirectory("signalbox-merge-");
    try {
      Files.writeString(folder.resolve("left"), versions.left());
      Files.writeString(folder.resolve("base"), versions.base());
      Files.writeString(folder.resolve("right"), versions.right());
      GitOutput merged =
          Git.in(folder, System.getenv())
              .attempt(
                  "merge-file",
                  "-p",
                  "--marker-size=" + MARKER,
                  "-L",
                  names.left(),
                  "-L",
                  "before",
                  "-L",
                  names.right(),
                  "left",
                  "base",
                  "right");
      // The exit code counts the places that do not fit; from 128 on it is an error.
      if (merged.exit() > 127) {
        throw new IOException("git could not merge " + path + ": " + merged.lastError());
      }
      return new FileMerge(
          merged.text(), merged.succeeded() ? List.of() : hunks(path, merged.text()));
    } finally {
      for (String name : List.of("left", "base", "right")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.deleteIfExists(folder);
    }
  }

  private static List<String> hunks(String path, String text) {
    List<String> hunks = new ArrayList<>();
    StringBuilder hunk = new StringBuilder();
    boolean inside = false;
    for (String line : text.split("(?<=\n)", -1)) {
      if (line.startsWith("<".repeat(MARKER))) {
        inside = true;
        hunk.append(path).append('\n');
      }
      if (inside) {
        hunk.append(shortened(line));
      }
      if (line.startsWith(">".repeat(MARKER))) {
        inside = false;
        hunks.add(hunk.toString().stripTrailing());
        hunk.setLength(0);
      }
    }
    // Marks that begin in the middle of a line: the path at least is named.
    return hunks.isEmpty() ? List.of(path) : hunks;
  }

  private static String shortened(String line) {
    for (String mark : List.of("<", "=", ">")) {
      if (line.startsWith(mark.repeat(MARKER))) {
        return mark.repeat(7) + line.substring(MARKER);
      }
    }
    return line;
  }
}
