package dev.signalbox.conflict.threeway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.conflict.threeway.Choice.Take;
import dev.signalbox.conflict.threeway.Choice.Write;
import java.util.List;
import org.junit.jupiter.api.Test;

class DraftTest {
  private static final String BASE = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";

  @Test
  void whatOnlyOneSideChangedIsTakenAndAConflictWaits() throws Exception {
    Draft draft =
        draft(
            BASE,
            BASE.replace("two", "TWO").replace("six", "6"),
            BASE.replace("four", "4").replace("six", "VI"));
    assertThat(draft.file().conflicts()).isEqualTo(1);
    assertThat(draft.open()).isEqualTo(1);
    assertThatThrownBy(draft::result).isInstanceOf(IllegalStateException.class);
    int conflict = conflict(draft);
    assertThat(draft.choose(conflict, new Take(Side.LEFT)).result())
        .isEqualTo("one\nTWO\nthree\n4\nfive\n6\nseven\n");
    assertThat(draft.choose(conflict, new Take(Side.RIGHT)).result()).contains("\nVI\n");
    assertThat(draft.choose(conflict, new Take(Side.BASE)).result()).contains("\nsix\n");
    assertThat(draft.choose(conflict, new Take(Side.RIGHT, Side.LEFT)).result())
        .contains("\nVI\n6\nseven");
    assertThat(draft.choose(conflict, new Write("sechs\n")).result()).contains("\nsechs\nseven");
  }

  @Test
  void whatIsTakenBackIsOpenAgain() throws Exception {
    Draft draft = draft("a\n", "b\n", "c\n");
    Draft taken = draft.choose(0, new Take(Side.LEFT));
    assertThat(taken.open()).isZero();
    assertThat(taken.reopen(0)).isEqualTo(draft);
  }

  @Test
  void whatOnlyOneSideChangedCanBeLeftOut() throws Exception {
    Draft draft = draft(BASE, BASE.replace("two", "TWO"), BASE);
    assertThat(draft.open()).isZero();
    assertThat(draft.choose(1, new Take(Side.BASE)).result()).isEqualTo(BASE);
    assertThat(draft.choose(1, new Take(Side.BASE)).losses())
        .containsExactly(new Loss(1, Side.LEFT, List.of("TWO\n")));
  }

  @Test
  void bothBeginALineOfTheirOwnWhereAFileDoesNotEndWithABreak() throws Exception {
    Draft draft = draft("a\n", "left", "right\n");
    assertThat(draft.choose(0, new Take(Side.LEFT, Side.RIGHT)).result())
        .isEqualTo("left\nright\n");
    assertThat(draft.choose(0, new Take(Side.RIGHT, Side.LEFT)).result()).isEqualTo("right\nleft");
    assertThat(draft.choose(0, new Take(Side.LEFT)).result()).isEqualTo("left");
  }

  @Test
  void whatIsWrittenInTheMiddleEndsItsLine() throws Exception {
    Draft draft = draft("a\r\nb\r\nc\r\n", "a\r\nl\r\nc\r\n", "a\r\nr\r\nc\r\n");
    assertThat(draft.choose(1, new Write("new")).result()).isEqualTo("a\r\nnew\r\nc\r\n");
    assertThat(draft.choose(1, new Write("")).result()).isEqualTo("a\r\nc\r\n");
  }

  @Test
  void anEditorGivesBackTheLineBreaksThatItCannotHold() throws Exception {
    ThreeWay file = ThreeWay.of("a\r\nb\r\nc\n", "a\r\nl\f1\r\nx\nc\n", "a\r\nr\r\nc\n");
    Segment conflict = file.segments().get(1);
    String shown = LineEnds.plain(conflict.left());
    assertThat(shown).isEqualTo("l1\nx\n");
    assertThat(new LineEnds(file, conflict).restored(shown + "more\n"))
        .isEqualTo("l\f1\r\nx\nmore\r\n");
  }

  @Test
  void linesOfASideThatAreNotInTheResultAreSaid() throws Exception {
    Draft draft = draft("a\n", "l1\nl2\nsame\n", "same\nr1\n\n");
    assertThat(draft.choose(0, new Take(Side.LEFT, Side.RIGHT)).losses()).isEmpty();
    assertThat(draft.choose(0, new Take(Side.LEFT)).losses())
        .containsExactly(new Loss(0, Side.RIGHT, List.of("r1\n")));
    assertThat(draft.choose(0, new Write("l1\nsame\nown\n")).losses())
        .containsExactly(
            new Loss(0, Side.LEFT, List.of("l2\n")), new Loss(0, Side.RIGHT, List.of("r1\n")));
    assertThat(draft.losses()).isEmpty();
  }

  @Test
  void aSideThatIsEmptyOrNewIsASegmentLikeAnother() throws Exception {
    assertThat(draft("", "a\n", "b\n").open()).isEqualTo(1);
    assertThat(draft("", "a\n", "a\n").result()).isEqualTo("a\n");
    assertThat(draft("a\n", "", "b\n").choose(0, new Take(Side.LEFT)).result()).isEmpty();
    assertThat(draft("", "", "").result()).isEmpty();
  }

  @Test
  void choicesGoOntoWhatIsThereStill() throws Exception {
    String left = BASE.replace("two", "TWO").replace("six", "6");
    String right = BASE.replace("two", "2").replace("six", "VI");
    Draft draft =
        draft(BASE, left, right).choose(1, new Take(Side.LEFT)).choose(3, new Take(Side.RIGHT));
    ThreeWay moved = ThreeWay.of(BASE, left.replace("TWO", "deux").replace("one", "0\none"), right);
    Draft kept = draft.onto(moved);
    assertThat(kept.open()).isEqualTo(1);
    assertThat(kept.choices().values()).containsExactly(new Take(Side.RIGHT));
    assertThat(draft.onto(draft.file())).isEqualTo(draft);
  }

  private static Draft draft(String base, String left, String right) throws Exception {
    return Draft.of(ThreeWay.of(base, left, right));
  }

  private static int conflict(Draft draft) {
    for (int i = 0; i < draft.file().segments().size(); i++) {
      if (draft.isOpen(i)) {
        return i;
      }
    }
    throw new AssertionError("No conflict");
  }
}
