package dev.signalbox.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MarkupTest {
  @Test
  void textAndAttributesAreEscaped() {
    Markup out = new Markup();
    out.open("p", "title", "a\"<&\n'").text("1 < 2 & \"x\"\n").empty("br").close();
    assertThat(out)
        .hasToString("<p title=\"a&quot;&lt;&amp;&#10;'\">1 &lt; 2 &amp; \"x\"\n<br/></p>");
  }

  @Test
  void whatIsOpenMustBeClosed() {
    assertThatThrownBy(() -> new Markup().open("p").toString()).hasMessageContaining("p");
  }

  @Test
  void aStyleSheetCannotLeaveItsElement() {
    assertThatThrownBy(() -> new Markup().style("</style>"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void coordinatesAreShort() {
    assertThat(Markup.number(12)).isEqualTo("12");
    assertThat(Markup.number(1 / 3.0)).isEqualTo("0.3");
  }

  @Test
  void lengthsOfTimeReadAsOnAClock() {
    assertThat(Wording.clock(Duration.ZERO)).isEqualTo("0:00.0");
    assertThat(Wording.clock(Duration.ofMillis(9_949))).isEqualTo("0:09.9");
    assertThat(Wording.clock(Duration.ofMillis(9_950))).isEqualTo("0:10");
    assertThat(Wording.clock(Duration.ofMillis(127_499))).isEqualTo("2:07");
    assertThat(Wording.clock(Duration.ofSeconds(3_723))).isEqualTo("1:02:03");
  }

  @Test
  void wordsAreCutBeforeTheyMeetABorder() {
    assertThat(Drawing.fit("short", 13, 100)).isEqualTo("short");
    assertThat(Drawing.fit("a-rather-long-name", 13, 60)).endsWith("…").hasSizeLessThan(10);
    assertThat(Drawing.fit("name", 13, 8)).isEmpty();
    assertThat(Drawing.fit("🚦🚦🚦🚦🚦🚦🚦🚦", 13, 70).codePoints().count()).isBetween(3L, 6L);
  }
}
