package dev.signalbox.conflict.threeway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void theWordsThatAreOthersAreMarked() {
    assertThat(
            marked(
                "  for (var l : lines) sum += l.amt();\n",
                "  for (var l : lines) sum += l.net();\n"))
        .containsExactly("  for (var l : lines) sum += l.[net]();");
    assertThat(marked("a\nb\n", "a\nb c d\n")).containsExactly("a", "b [c d]");
    assertThat(marked("return sum;\n", "return sum;\n")).containsExactly("return sum;");
  }

  @Test
  void nothingIsMarkedWhereThereIsNothingToCompareWith() {
    assertThat(marked("", "a b\n")).containsExactly("a b");
    assertThat(Words.changed(List.of("a\n"), List.of())).isEmpty();
  }

  @Test
  void ofAVeryLongStretchNoWordsAreMarked() {
    List<String> old = Collections.nCopies(3_000, "a b\n");
    List<String> now = Collections.nCopies(3_000, "a c\n");
    assertThat(Words.changed(old, now)).hasSize(3_000).allMatch(List::isEmpty);
  }

  private static List<String> marked(String before, String now) {
    List<String> lines = ThreeWay.lines(now);
    List<List<Words.Mark>> marks = Words.changed(ThreeWay.lines(before), lines);
    return java.util.stream.IntStream.range(0, lines.size())
        .mapToObj(
            i -> {
              StringBuilder text = new StringBuilder(LineEnds.bare(lines.get(i)));
              for (Words.Mark mark : marks.get(i).reversed()) {
                text.insert(mark.to(), ']').insert(mark.from(), '[');
              }
              return text.toString();
            })
        .toList();
  }
}
