package dev.signalbox.engine;

import static dev.signalbox.engine.EngineHarness.plan;
import static dev.signalbox.engine.EngineHarness.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.plan.Task;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private EngineHarness harness = new EngineHarness(plan(1));

  @AfterEach
  void close() {
    harness.close();
  }

  private static Task minutes(String id, int minutes) {
    return task(id).withExpect(Duration.ofMinutes(minutes));
  }

  private Duration left() {
    return Forecast.left(harness.state(), harness.clock.now());
  }

  @Test
  void whatRunsCountsForWhatIsLeftOfIt() {
    harness = new EngineHarness(plan(1, minutes("a", 10), minutes("b", 5).after("a")));
    harness.hold("a").start();
    assertThat(left()).isEqualTo(Duration.ofMinutes(15));
    harness.advance(Duration.ofMinutes(4));
    assertThat(left()).isEqualTo(Duration.ofMinutes(11));
    harness.advance(Duration.ofMinutes(20));
    assertThat(left())
        .as("longer than expected, and due any moment")
        .isEqualTo(Duration.ofMinutes(5));
    harness.release("a");
    assertThat(left()).isZero();
  }

  @Test
  void anotherOrderHasAnotherEnd() {
    // Two slots: the long one last leaves the other slot empty at the end.
    harness =
        new EngineHarness(
            plan(
                2,
                minutes("x", 1),
                minutes("a", 2).after("x"),
                minutes("b", 2).after("x"),
                minutes("long", 4).after("x")));
    harness.hold("x").start();
    assertThat(left()).isEqualTo(Duration.ofMinutes(5));
    assertThat(Forecast.left(harness.state(), harness.clock.now(), List.of("a", "b", "unheard-of")))
        .isEqualTo(Duration.ofMinutes(7));
    harness.release("x");
  }

  @Test
  void aWaitForAUsageLimitIsPartOfIt() {
    harness = new EngineHarness(plan(1, minutes("a", 10)));
    harness
        .when(
            "a",
            r ->
                dev.signalbox.agent.AgentOutcome.limited(
                    75, "", harness.clock.now().plus(Duration.ofHours(1))))
        .start();
    assertThat(left()).isEqualTo(Duration.ofMinutes(70));
  }
}
