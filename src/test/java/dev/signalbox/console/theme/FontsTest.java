package dev.signalbox.console.theme;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.framework.junit5.ApplicationExtension;

@ExtendWith(ApplicationExtension.class)
class FontsTest {

  @Test
  void theShippedFamiliesAreUsedAndNotTheMachines() {
    for (Font font : List.of(Fonts.sans(13), Fonts.sansBold(13))) {
      assertThat(font.getFamily()).isEqualTo("Signalbox Sans");
    }
    assertThat(Fonts.sansBold(13).getStyle()).isEqualTo("Bold");
    assertThat(Fonts.mono(12).getFamily()).isEqualTo("Signalbox Mono");
    assertThat(width(Fonts.sansBold(13), "waits")).isGreaterThan(width(Fonts.sans(13), "waits"));
  }

  @Test
  void everyDigitIsAsWideAsEveryOther() {
    for (Font font : List.of(Fonts.sans(13), Fonts.sansBold(13), Fonts.mono(13))) {
      double zero = width(font, "00000000");
      for (int digit = 1; digit <= 9; digit++) {
        assertThat(width(font, ("" + digit).repeat(8))).as("%s %d", font, digit).isEqualTo(zero);
      }
    }
  }

  private static double width(Font font, String text) {
    Text node = new Text(text);
    node.setFont(font);
    return node.getLayoutBounds().getWidth();
  }
}
