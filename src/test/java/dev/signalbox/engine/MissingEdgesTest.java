package dev.signalbox.engine;

import static dev.signalbox.engine.EngineHarness.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.Undeclared;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which edges a run shows to be missing.
class MissingEdgesTest {
  private static final Conflict BOTH_READ =
      new Conflict(
          Conflict.Kind.STALE_READ,
          List.of("b", "a"),
          List.of("f", "g"),
          "",
          List.of(),
          Map.of(),
          List.of(
              new Conflict.Stale("a", List.of("g"), true),
              new Conflict.Stale("b", List.of("f"), true)));

  @Test
  void ofTwoThatHaveReadEachOthersTheSecondToLandIsBetterAfterTheFirst() {
    try (EngineHarness harness =
        new EngineHarness(
            EngineHarness.plan(
                3,
                new CheckPolicy("check", false, false, null),
                Undeclared.OPTIMISTIC,
                task("a"),
                task("b")))) {
      harness.hold("a").hold("b").writes("a", "f").writes("b", "g").start();
      RunState state = harness.folded();
      int before = harness.log.size();
      state.apply(
          new Entry(
              state.sequence() + 1,
              harness.log.getLast().at(),
              new Event.ConflictSeen("b", BOTH_READ)));
      assertThat(Drift.missingEdges(state, "a")).isEmpty();
      assertThat(Drift.missingEdges(state, "b")).isEmpty();
      harness.release("b").release("a");
      for (Entry entry : harness.log.subList(before, harness.log.size())) {
        state.apply(new Entry(state.sequence() + 1, entry.at(), entry.event()));
      }
      assertThat(Drift.missingEdges(state, "a")).containsExactly("b");
      assertThat(Drift.missingEdges(state, "b")).isEmpty();
    }
  }
}
