package dev.signalbox.conflict.threeway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.workspace.Git;
import dev.signalbox.workspace.GitOutput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The cut is git's: byte for byte what `git merge-file --diff3` prints, and the verdict of the
/// merge that lands.
class ThreeWayPropertyTest {
  private static final int MARKER = 31;

  record Versions(String base, String left, String right) {}

  @Property(tries = 250, edgeCases = EdgeCasesMode.NONE)
  void theCutIsGits(@ForAll("versions") Versions versions) throws Exception {
    ThreeWay cut = ThreeWay.of(versions.base(), versions.left(), versions.right());
    GitOutput diff3 = mergeFile(versions, "--diff3");
    // Also ours: git adds a line break at the end of a file where it marks, so that two sides which
    // differ in nothing else look alike.
    assertThat(withoutEmptyConflicts(marked(cut))).isEqualTo(withoutEmptyConflicts(diff3.text()));
    assertThat(cut.conflicts() == 0).isEqualTo(mergeFile(versions, "-q").succeeded());
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void everySideIsTheSumOfItsSegments(@ForAll("versions") Versions versions) throws Exception {
    ThreeWay cut = ThreeWay.of(versions.base(), versions.left(), versions.right());
    assertThat(joined(cut, Side.BASE)).isEqualTo(versions.base());
    assertThat(joined(cut, Side.LEFT)).isEqualTo(versions.left());
    assertThat(joined(cut, Side.RIGHT)).isEqualTo(versions.right());
    for (Segment segment : cut.segments()) {
      if (segment.kind() == Segment.Kind.NOBODY) {
        assertThat(segment.left()).isEqualTo(segment.base()).isEqualTo(segment.right());
      }
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void whatIsTakenWholeIsThatSide(@ForAll("versions") Versions versions) throws Exception {
    ThreeWay cut = ThreeWay.of(versions.base(), versions.left(), versions.right());
    for (Side side : Side.values()) {
      Draft draft = Draft.of(cut);
      for (int i = 0; i < cut.segments().size(); i++) {
        draft = draft.choose(i, new Choice.Take(side));
      }
      assertThat(draft.result()).isEqualTo(joined(cut, side));
      assertThat(draft.open()).isZero();
    }
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void oneSideAtEachConflictIsGitsMergeInFavourOfIt(@ForAll("versions") Versions versions)
      throws Exception {
    Draft draft = Draft.of(ThreeWay.of(versions.base(), versions.left(), versions.right()));
    assertThat(draft.takeOpen(Side.LEFT).result()).isEqualTo(mergeFile(versions, "--ours").text());
    assertThat(draft.takeOpen(Side.RIGHT).result())
        .isEqualTo(mergeFile(versions, "--theirs").text());
  }

  private static String joined(ThreeWay cut, Side side) {
    return cut.segments().stream()
        .flatMap(segment -> segment.lines(side).stream())
        .collect(Collectors.joining());
  }

  // ---- git's side -------------------------------------------------------------------------------

  private static GitOutput mergeFile(Versions versions, String style) throws Exception {
    Path folder = Files.createTempDirectory("three-way");
    try {
      Files.writeString(folder.resolve("l"), versions.left());
      Files.writeString(folder.resolve("b"), versions.base());
      Files.writeString(folder.resolve("r"), versions.right());
      return Git.in(folder, System.getenv())
          .attempt(
              "merge-file",
              "-p",
              style,
              "--marker-size=" + MARKER,
              "-L",
              "l",
              "-L",
              "b",
              "-L",
              "r",
              "l",
              "b",
              "r");
    } finally {
      for (String name : List.of("l", "b", "r")) {
        Files.delete(folder.resolve(name));
      }
      Files.delete(folder);
    }
  }

  /// Our cut, written as git writes it.
  private static String marked(ThreeWay cut) {
    StringBuilder text = new StringBuilder();
    for (Segment segment : cut.segments()) {
      if (!segment.isConflict()) {
        segment.merged().forEach(text::append);
        continue;
      }
      mark(text, '<', "l");
      part(text, segment.left());
      mark(text, '|', "b");
      part(text, segment.base());
      mark(text, '=', "");
      part(text, segment.right());
      mark(text, '>', "r");
    }
    return text.toString();
  }

  private static void mark(StringBuilder text, char mark, String name) {
    text.append(String.valueOf(mark).repeat(MARKER))
        .append(name.isEmpty() ? "" : " " + name)
        .append('\n');
  }

  private static void part(StringBuilder text, List<String> lines) {
    lines.forEach(text::append);
    if (!lines.isEmpty() && !lines.getLast().endsWith("\n")) {
      text.append('\n');
    }
  }

  /// In this style git marks places too where both sides came to the same; the merge that lands
  /// takes them.
  private static String withoutEmptyConflicts(String text) {
    StringBuilder kept = new StringBuilder();
    List<String> parts = new ArrayList<>();
    StringBuilder whole = new StringBuilder();
    boolean inside = false;
    for (String line : ThreeWay.lines(text)) {
      if (line.startsWith("<".repeat(MARKER))) {
        inside = true;
        parts.clear();
        parts.add("");
        whole.setLength(0);
        whole.append(line);
      } else if (inside && line.startsWith(">".repeat(MARKER))) {
        whole.append(line);
        inside = false;
        kept.append(parts.get(0).equals(parts.get(2)) ? parts.get(0) : whole);
      } else if (inside
          && (line.startsWith("|".repeat(MARKER)) || line.startsWith("=".repeat(MARKER)))) {
        whole.append(line);
        parts.add("");
      } else if (inside) {
        whole.append(line);
        parts.set(parts.size() - 1, parts.getLast() + line);
      } else {
        kept.append(line);
      }
    }
    return kept.toString();
  }

  // ---- texts ------------------------------------------------------------------------------------

  /// Few different lines, so that many repeat: there the ways to align them differ.
  @Provide
  Arbitrary<Versions> versions() {
    Arbitrary<String> line =
        Arbitraries.of(
            "a\n", "b\n", "c\n", "\n", "}\n", "  x = y\n", "@@ -1 +1 @@\n", "-- a\n", "é\n");
    Arbitrary<List<String>> lines = line.list().ofMaxSize(14);
    Arbitrary<String> tail = Arbitraries.of("", "", "", "last", "}");
    Arbitrary<List<Edit>> edits =
        Arbitraries.of(Edit.Kind.values())
            .flatMap(
                kind ->
                    Arbitraries.integers()
                        .between(0, 14)
                        .flatMap(at -> line.map(text -> new Edit(kind, at, text))))
            .list()
            .ofMaxSize(5);
    return lines.flatMap(
        base ->
            tail.flatMap(
                end ->
                    edits.flatMap(
                        left ->
                            tail.flatMap(
                                leftEnd ->
                                    edits.flatMap(
                                        right ->
                                            tail.map(
                                                rightEnd ->
                                                    new Versions(
                                                        text(base, List.of(), end),
                                                        text(base, left, leftEnd),
                                                        text(base, right, rightEnd))))))));
  }

  record Edit(Kind kind, int at, String text) {
    enum Kind {
      PUT,
      TAKE,
      CHANGE
    }
  }

  private static String text(List<String> base, List<Edit> edits, String tail) {
    List<String> lines = new ArrayList<>(base);
    for (Edit edit : edits) {
      int at = Math.min(edit.at(), lines.size());
      switch (edit.kind()) {
        case PUT -> lines.add(at, edit.text());
        case TAKE -> {
          if (at < lines.size()) {
            lines.remove(at);
          }
        }
        case CHANGE -> {
          if (at < lines.size()) {
            lines.set(at, edit.text());
          }
        }
      }
    }
    return new String(
        (String.join("", lines) + tail).getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
