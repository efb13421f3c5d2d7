package dev.signalbox.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  private static final List<String> KNOWN =
      List.of("writes", "reads", "depends_on", "id", "AGT-001", "AGT-002", "check", "check_base");

  @ParameterizedTest
  @CsvSource({
    "wrties, writes",
    "write, writes",
    "Writes, writes",
    "depends-on, depends_on",
    "dependson, depends_on",
    "ID, id",
    "AGT-003, AGT-001",
    "agt_002, AGT-002",
    "chekc, check",
    "check-bas, check_base",
  })
  void finds_what_was_meant(String written, String meant) {
    assertThat(Spelling.nearest(written, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"a", "c", "bd"})
  void oneLetterIsNotNearAnother(String written) {
    assertThat(Spelling.nearest(written, List.of("b", "x")))
        .isEqualTo(written.equals("bd") ? Optional.of("b") : Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({"after", "needs", "Requires"})
  void anotherWordForAKeyIsKnownWhereThatKeyIs(String written) {
    assertThat(Spelling.suggestKey(written, KNOWN)).isEqualTo("Did you mean `depends_on`? ");
    assertThat(Spelling.suggestKey(written, List.of("id"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"resources", "x", "webhook", "''"})
  void does_not_guess_wildly(String written) {
    assertThat(Spelling.nearest(written, KNOWN)).isEmpty();
  }
}
