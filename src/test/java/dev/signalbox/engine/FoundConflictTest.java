package dev.signalbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conflict.Conflict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoundConflictTest {
  private static final Conflict COLLISION =
      new Conflict(Conflict.Kind.TEXT, List.of("a", "b"), List.of("f"), "");

  @Test
  void aLandingCarriesOnWhatWasSeenBetweenTheSameTwoUntilThen() {
    assertThat(met(5, "b", "a").carriesOn(seen(1, 5))).isTrue();
    assertThat(met(5, "a", "b").carriesOn(seen(1, null))).isTrue();
  }

  @Test
  void whatEndedBeforeOrIsOfOthersStandsByItself() {
    assertThat(met(5, "a", "b").carriesOn(seen(1, 4))).isFalse();
    assertThat(met(5, "a", "b").carriesOn(seen(6, null))).isFalse();
    assertThat(met(5, "a", "c").carriesOn(seen(1, 5))).isFalse();
    assertThat(seen(1, 5).carriesOn(seen(1, 5))).isFalse();
  }

  private static FoundConflict seen(int from, @Nullable Integer to) {
    return new FoundConflict(at(from), "a", COLLISION, true, to == null ? null : at(to), "", null);
  }

  private static FoundConflict met(int when, String one, String other) {
    return new FoundConflict(
        at(when),
        one,
        new Conflict(Conflict.Kind.TEXT, List.of(one, other), List.of("f"), ""),
        false,
        null,
        "",
        null);
  }

  private static Instant at(int second) {
    return Instant.ofEpochSecond(second);
  }
}
