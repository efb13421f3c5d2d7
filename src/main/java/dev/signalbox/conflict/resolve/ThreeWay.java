package dev.signalbox.conflict.resolve;

import dev.signalbox.workspace.Git;
import dev.signalbox.workspace.GitOutput;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// git's three-way merge of one text: what fits, and between that the places that do not.
///
/// @param parts in their order
public record ThreeWay(List<Part> parts) {
  /// Longer than any that a file would hold: a marker in the text is text.
  private static final int MARKER = 47;

  public ThreeWay {
    parts = List.copyOf(parts);
  }

  /// A piece of the merged text.
  public sealed interface Part {}

  /// Lines that are settled, each with its end.
  public record Same(List<String> lines) implements Part {
    public Same {
      lines = List.copyOf(lines);
    }
  }

  /// Lines that both sides changed, each with its end.
  public record Hunk(List<String> base, List<String> left, List<String> right) implements Part {
    public Hunk {
      base = List.copyOf(base);
      left = List.copyOf(left);
      right = List.copyOf(right);
    }
  }

  public static ThreeWay of(String base, String left, String right)
      throws IOException, WorkspaceException, InterruptedException {
    Path folder = Files.createTempDirectory("signalbox-merge-");
    try {
      Files.writeString(folder.resolve("left"), left);
      Files.writeString(folder.resolve("base"), base);
      Files.writeString(folder.resolve("right"), right);
      GitOutput merged =
          Git.in(folder, System.getenv())
              .attempt(
                  "merge-file",
                  "-p",
                  "--diff3",
                  "--marker-size=" + MARKER,
                  "left",
                  "base",
                  "right");
      // The exit code counts the places that do not fit; from 128 on it is an error.
      if (merged.exit() > 127) {
        throw new IOException("git could not merge it: " + merged.lastError());
      }
      return new ThreeWay(parts(merged.text()));
    } finally {
      for (String name : List.of("left", "base", "right")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.deleteIfExists(folder);
    }
  }

  private static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>();
    List<List<String>> sides = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<String> same = new ArrayList<>();
    List<String> into = same;
    for (String line : lines(text)) {
      if (isMarker(line, '<')) {
        parts.add(new Same(same));
        same.clear();
        into = sides.get(1);
      } else if (into != same && isMarker(line, '|')) {
        into = sides.get(0);
      } else if (into != same && isMarker(line, '=')) {
        into = sides.get(2);
      } else if (into != same && isMarker(line, '>')) {
        parts.add(new Hunk(sides.get(0), sides.get(1), sides.get(2)));
        sides.forEach(List::clear);
        into = same;
      } else {
        into.add(line);
      }
    }
    parts.add(new Same(same));
    return parts;
  }

  private static boolean isMarker(String line, char kind) {
    return line.startsWith(String.valueOf(kind).repeat(MARKER));
  }

  /// The lines of a text, each with its end.
  static List<String> lines(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split("(?<=\n)"));
  }

  public List<Hunk> hunks() {
    return parts.stream().filter(Hunk.class::isInstance).map(Hunk.class::cast).toList();
  }

  /// The text with each hunk as `settle` has it; empty where it has no answer for one.
  Optional<String> settled(Function<Hunk, Optional<List<String>>> settle) {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      switch (part) {
        case Same(List<String> lines) -> lines.forEach(text::append);
        case Hunk hunk -> {
          Optional<List<String>> lines = settle.apply(hunk);
          if (lines.isEmpty()) {
            return Optional.empty();
          }
          lines.get().forEach(text::append);
        }
      }
    }
    return Optional.of(text.toString());
  }

  /// What stands before a hunk, as far as it is settled.
  List<String> before(Hunk hunk) {
    List<String> lines = new ArrayList<>();
    for (Part part : parts) {
      if (part == hunk) {
        break;
      }
      switch (part) {
        case Same same -> lines.addAll(same.lines());
        case Hunk other -> lines.addAll(other.left());
      }
    }
    return lines;
  }
}
