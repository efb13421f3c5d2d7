package dev.signalbox.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.FakeRun;
import dev.signalbox.console.ManualClock;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.Event.BaseNotMerged.Cause;
import dev.signalbox.plan.PlanReader;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/// What needs a person although no task asks.
class AttentionItemTest {
  private final ManualClock clock = new ManualClock();
  private final RunModel model = new RunModel(clock, ZoneOffset.UTC, Runnable::run);
  private final FakeRun run = new FakeRun(clock, Path.of("logs"));

  @Test
  void whatCameToTheBaseAndDoesNotFitNeedsAPersonUntilItIsElsewhereOrMerged() {
    run.start(
        new PlanReader()
            .parse(
                Path.of("p.yaml"),
                """
                name: p
                base: main
                base_moves: during
                check: make
                agents: { A: { capacity: 4 } }
                tasks: [ { id: one, run: make } ]
                """));
    model.attach(run);
    run.emit(new Event.BaseMoved("b1", 1, ""));
    assertThat(model.attention()).isEmpty();
    clock.advance(5);
    Instant refused = clock.instant();
    run.emit(
        new Event.BaseMergeStarted("b1", "head", ""),
        new Event.BaseNotMerged("b1", "it does not fit in a.txt", Cause.CONFLICT));
    clock.advance(5);
    assertThat(model.attention())
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.kind()).isEqualTo(AttentionItem.Kind.BASE_LEFT);
              assertThat(item.title().text())
                  .isEqualTo("main was not merged: it does not fit in a.txt");
              assertThat(item.since()).isEqualTo(refused);
              assertThat(item.cost()).isEqualTo("holds up nothing");
            });
    run.emit(new Event.BaseMoved("b2", 2, ""));
    assertThat(model.attention()).isEmpty();
    run.emit(
        new Event.BaseMergeStarted("b2", "head", ""),
        new Event.BaseNotMerged("b2", "the run was stopped", Cause.STOPPED));
    assertThat(model.attention()).isEmpty();
    run.emit(
        new Event.BaseMergeStarted("b2", "head", ""),
        new Event.BaseNotMerged("b2", "the check fails on what comes of it", Cause.CHECK));
    assertThat(model.attention()).hasSize(1);
    run.emit(
        new Event.BaseMergeStarted("b2", "head", ""),
        new Event.BaseLandingStarted("b2", "m", "head", java.util.List.of()),
        new Event.BaseMerged("b2", "m", java.util.List.of()));
    assertThat(model.attention()).isEmpty();
  }
}
