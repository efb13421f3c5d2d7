package dev.signalbox.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {

  @ParameterizedTest
  @CsvSource({
    "500ms,500",
    "5s,5000",
    "3m,180000",
    "1h,3600000",
    "1m30s,90000",
    "1h1ms,3600001",
    "90m,5400000",
    "0s,0"
  })
  void reads(String text, long millis) {
    assertThat(DurationText.parse(text)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "s", "1s1m", "-1s", "1.5s", "5 s", "5S", "PT5S", "1d", "99999999999s"})
  void does_not_read(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }

  @Property
  void what_is_written_is_read_again(
      @ForAll @LongRange(min = 0, max = 1_000_000_000L) long millis) {
    Duration duration = Duration.ofMillis(millis);
    assertThat(DurationText.parse(DurationText.format(duration))).contains(duration);
  }
}
