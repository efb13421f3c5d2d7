package dev.signalbox.console.theme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import javafx.scene.paint.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaletteTest {

  @ParameterizedTest
  @EnumSource(Theme.class)
  void wordsCanBeReadOnEverySurface(Theme theme) {
    Palette p = theme.palette();
    for (Color ground : List.of(p.canvas(), p.surface(), p.raised(), p.hover(), p.accentBg())) {
      assertThat(Palette.contrast(p.text(), ground)).isGreaterThanOrEqualTo(7);
      assertThat(Palette.contrast(p.soft(), ground)).isGreaterThanOrEqualTo(4.5);
    }
    assertThat(Palette.contrast(p.addText(), p.addBg())).isGreaterThanOrEqualTo(4.5);
    assertThat(Palette.contrast(p.delText(), p.delBg())).isGreaterThanOrEqualTo(4.5);
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void wordsInAStatesColourCanBeReadAndSoCanWordsOnIt(Theme theme) {
    Palette p = theme.palette();
    for (StateStyle style : StateStyle.values()) {
      for (Color ground : List.of(p.canvas(), p.surface())) {
        assertThat(Palette.contrast(style.color(p), ground))
            .as("%s on %s", style, ground)
            .isGreaterThanOrEqualTo(4.5);
      }
      assertThat(Palette.contrast(p.onAccent(), style.color(p)))
          .as("on a chip of %s", style)
          .isGreaterThanOrEqualTo(4.5);
    }
    assertThat(Palette.contrast(p.onAccent(), p.accent())).isGreaterThanOrEqualTo(4.5);
    assertThat(Palette.contrast(p.onAccent(), p.conflict())).isGreaterThanOrEqualTo(4.5);
  }

  @org.junit.jupiter.api.Test
  void contrastIsThatOfTheGuidelines() {
    assertThat(Palette.contrast(Color.BLACK, Color.WHITE)).isCloseTo(21, within(0.01));
    assertThat(Palette.contrast(Color.web("#767676"), Color.WHITE)).isCloseTo(4.54, within(0.01));
  }
}
