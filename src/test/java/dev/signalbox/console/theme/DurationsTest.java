package dev.signalbox.console.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class DurationsTest {
  @Test
  void lengthsAreWrittenAsClocksDo() {
    assertThat(Durations.clock(Duration.ZERO)).isEqualTo("0:00");
    assertThat(Durations.clock(Duration.ofMillis(9_999))).isEqualTo("0:09");
    assertThat(Durations.clock(Duration.ofSeconds(127))).isEqualTo("2:07");
    assertThat(Durations.clock(Duration.ofSeconds(3599))).isEqualTo("59:59");
    assertThat(Durations.clock(Duration.ofSeconds(3723))).isEqualTo("1:02:03");
    assertThat(Durations.clock(Duration.ofHours(100))).isEqualTo("100:00:00");
    assertThat(Durations.clock(Duration.ofSeconds(-4))).isEqualTo("0:00");
    assertThat(Durations.expected(Duration.ofSeconds(190))).isEqualTo("~3:10");
    assertThat(Durations.clock(Duration.ofSeconds(127), Duration.ofSeconds(190)))
        .isEqualTo("2:07 / ~3:10");
  }

  @Test
  void timesOfDayAreThoseOfTheZone() {
    Instant at = Instant.parse("2026-11-24T15:40:59Z");
    assertThat(Durations.timeOfDay(at, ZoneId.of("Europe/Berlin"))).isEqualTo("16:40");
  }
}
