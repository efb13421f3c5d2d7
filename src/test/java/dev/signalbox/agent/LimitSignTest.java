package dev.signalbox.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.plan.UsageLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitSignTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  /// 12:00 in the zone.
  private static final Instant NOON = Instant.parse("2026-01-15T11:00:00Z");

  private static UsageLimit limit(Integer exit, String output) {
    return new UsageLimit(exit, output, Duration.ofHours(1));
  }

  @Test
  void anExitCodeAloneSaysNoTime() {
    UsageLimit limit = limit(75, null);
    assertThat(LimitSign.in(limit, 75, "", NOON, ZONE)).contains(new LimitSign(null));
    assertThat(LimitSign.in(limit, 1, "", NOON, ZONE)).isEmpty();
    assertThat(LimitSign.in(limit, 0, "", NOON, ZONE)).isEmpty();
  }

  @Test
  void outputAloneSaysItWhateverTheExitCode() {
    UsageLimit limit = limit(null, "^usage limit reached");
    assertThat(LimitSign.in(limit, 0, "hello\nusage limit reached\n", NOON, ZONE)).isPresent();
    assertThat(LimitSign.in(limit, 1, "no usage limit reached", NOON, ZONE)).isEmpty();
  }

  @Test
  void withBothTheExitCodeDecidesAndTheOutputGivesTheTime() {
    UsageLimit limit = limit(75, "again in (?<in>[0-9hms ]+)");
    assertThat(LimitSign.in(limit, 1, "again in 5m", NOON, ZONE)).isEmpty();
    assertThat(LimitSign.in(limit, 75, "nothing", NOON, ZONE)).contains(new LimitSign(null));
    assertThat(LimitSign.in(limit, 75, "again in 1h 5m", NOON, ZONE))
        .contains(new LimitSign(NOON.plus(Duration.ofMinutes(65))));
  }

  @Test
  void theLastTimeCounts() {
    UsageLimit limit = limit(null, "again in (?<in>\\w+)");
    assertThat(LimitSign.in(limit, 1, "again in 1h\nagain in 2h\n", NOON, ZONE))
        .contains(new LimitSign(NOON.plus(Duration.ofHours(2))));
  }

  @ParameterizedTest
  @CsvSource({
    "16:40, 2026-01-15T15:40:00Z",
    "4pm, 2026-01-15T15:00:00Z",
    "4:30 PM, 2026-01-15T15:30:00Z",
    "12am, 2026-01-15T23:00:00Z",
    "11:59, 2026-01-16T10:59:00Z",
    "2026-01-15T20:00:00Z, 2026-01-15T20:00:00Z",
    "2026-01-15T20:00:00+02:00, 2026-01-15T18:00:00Z",
    "2026-01-15T20:00:00, 2026-01-15T19:00:00Z",
    "1768500000, 2026-01-15T18:00:00Z",
    "25:00, ",
    "soon, ",
  })
  void timesAreReadAsPeopleWriteThem(String at, Instant expected) {
    UsageLimit limit = limit(null, "resets at (?<at>.+)");
    assertThat(LimitSign.in(limit, 1, "Limit; resets at " + at, NOON, ZONE))
        .contains(new LimitSign(expected));
  }
}
