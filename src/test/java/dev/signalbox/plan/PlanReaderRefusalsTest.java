package dev.signalbox.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every plan that is refused: all that is said about it, word for word, in the order of the file.
class PlanReaderRefusalsTest {

  static List<RefusedPlans> plans() {
    return RefusedPlans.all();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void says_all_that_is_wrong(RefusedPlans refused) {
    PlanFile file = new PlanReader().parse(Path.of("p.yaml"), refused.text());

    assertThat(file.problems().stream().map(PlanReaderRefusalsTest::said).toList())
        .isEqualTo(refused.said());
    assertThat(file.plan()).isNull();
  }

  /// Where several values are wrong, each has a place in the file and a sentence to go on with.
  @ParameterizedTest
  @MethodSource("plans")
  void names_places_and_remedies(RefusedPlans refused) {
    PlanFile file = new PlanReader().parse(Path.of("p.yaml"), refused.text());

    assertThat(file.problems())
        .allSatisfy(
            problem -> {
              assertThat(problem.message()).endsWith(".");
              assertThat(problem.remedy()).matches("|(?s).*[.?]");
              assertThat(problem.line()).isBetween(0, (int) refused.text().lines().count() + 1);
            });
  }

  static String said(Problem problem) {
    return problem.toString().replace("p.yaml:", "").replaceFirst("^ error: ", "0:0: error: ");
  }
}
