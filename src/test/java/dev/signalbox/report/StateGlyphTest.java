package dev.signalbox.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.TaskState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateGlyphTest {
  @ParameterizedTest
  @EnumSource
  void aShapeIsAFilledPathInItsBox(StateGlyph glyph) {
    assertThat(glyph.path()).matches("M[MLHVAZ0-9. -]+Z ?");
    for (String number : glyph.path().replaceAll("[A-Z]", " ").strip().split("\\s+")) {
      assertThat(Double.parseDouble(number)).isBetween(0.0, 16.0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyStateHasAShapeAWordAndAColour(TaskState state) {
    assertThat(StateGlyph.of(state)).isNotEqualTo(StateGlyph.CONFLICT);
    assertThat(StateGlyph.word(state)).isNotBlank();
    assertThat(Wording.tone(state)).isNotBlank();
  }
}
