package dev.signalbox.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReadsTest {
  private static Reads files(String... files) {
    return new Reads(
        Reads.Source.WATCHED, false, List.of(files), List.of(), List.of(), List.of(), "");
  }

  @Test
  void twoStretchesAreReadTogether() {
    assertThat(files("b", "c").and(files("a", "b"))).isEqualTo(files("a", "b", "c"));
    assertThat(Reads.NONE.and(files("a"))).isEqualTo(files("a"));
  }

  @Test
  void whatIsNotKnownOfOneStretchIsNotKnownOfBoth() {
    assertThat(files("a").and(Reads.unknown("Why."))).isEqualTo(Reads.unknown("Why."));
    assertThat(Reads.everything("Why.").and(files("a"))).isEqualTo(Reads.everything("Why."));
    assertThat(Reads.everything("One.").and(Reads.unknown("Two.")))
        .isEqualTo(Reads.unknown("One. Two."));
    assertThat(Reads.unknown("Why.").and(Reads.unknown("Why."))).isEqualTo(Reads.unknown("Why."));
  }

  @Test
  void whatIsNotKnownMayHaveBeenRead() {
    for (Reads reads : List.of(Reads.UNKNOWN, Reads.everything("Why."))) {
      assertThat(reads.mayHaveRead("a")).isTrue();
      assertThat(reads.mayHaveListed("")).isTrue();
      assertThat(reads.isExact()).isFalse();
    }
  }
}
