package dev.signalbox.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.FailureReason;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.Session;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Instant START = RunScript.START;

  @Test
  void theTimeBetweenSessionsIsNotTheRuns() {
    Timeline timeline = timeline(SampleRuns.ended());
    assertThat(timeline.sessions()).hasSize(2);
    assertThat(timeline.wall()).isEqualTo(Duration.ofMillis(184_000 + 250_400));
  }

  @Test
  void theWayToTheBranchGoesFromTheCommandsEndToTheLanding() {
    Timeline timeline = timeline(SampleRuns.ended());
    assertThat(timeline.landings())
        .contains(
            new Timeline.Span("schema", 1, START.plusSeconds(42), START.plusSeconds(46)),
            // It waited while nothing ran, and then it did not fit.
            new Timeline.Span("api-invoices", 1, START.plusSeconds(183), START.plusSeconds(52_002)),
            new Timeline.Span(
                "api-invoices", 2, START.plusSeconds(52_060), START.plusSeconds(52_062)));
    assertThat(timeline.askings())
        .containsExactly(
            new Timeline.Span("reports", 1, START.plusSeconds(52_190), START.plusSeconds(52_215)));
  }

  @Test
  void whatStillRunsEndsWithTheLog() {
    Timeline timeline = timeline(SampleRuns.midRun());
    assertThat(timeline.works())
        .filteredOn(w -> w.task().equals("api-invoices"))
        .singleElement()
        .extracting(Timeline.Work::to)
        .isEqualTo(START.plusSeconds(170));
  }

  @Test
  void anAttemptEndsWithItsSessionOrWhenItIsCalledOff() {
    List<Entry> entries = cutShortAndCalledOff();
    RunState state = state(entries);
    Timeline timeline = Timeline.of(entries, state);
    assertThat(state.sessions())
        .containsExactly(
            new Session(START, START.plusSeconds(20)),
            new Session(START.plusSeconds(3600), START.plusSeconds(3640)));
    assertThat(state.elapsed(START.plusSeconds(9999))).isEqualTo(Duration.ofSeconds(60));
    assertThat(timeline.works())
        .filteredOn(w -> w.attempt().number() == 1)
        .extracting(w -> w.task() + " " + w.to())
        .containsExactly("killed " + START.plusSeconds(20), "dropped " + START.plusSeconds(3605));
    Figures figures = Figures.of(entries, state, timeline);
    assertThat(figures.work()).isEqualTo(Duration.ofSeconds(10 + 30 + 5 + 20));
    assertThat(figures.overBound()).as("no run is faster than its bound").isGreaterThan(1);
  }

  /// One attempt dies with its process, an hour before somebody goes on; another is called off and
  /// wanted again. Its agent had more room for a while.
  private static List<Entry> cutShortAndCalledOff() {
    Plan plan =
        Plan.ofTasks(
            "mended",
            2,
            List.of(new Task("killed", "A", "", Map.of()), new Task("dropped", "A", "", Map.of())));
    return new RunScript()
        .at(0)
        .add(new Event.RunStarted("run", plan, "", "", "base", "base", List.of()))
        .at(10)
        .start("killed", "A")
        .at(20)
        .add(new Event.Noted("the last that is heard"))
        .at(3600)
        .add(new Event.RunResumed("base", List.of()))
        .add(new Event.AttemptLost("killed", 1, FailureReason.LOST))
        .start("killed", "A")
        .start("dropped", "A")
        .at(3605)
        .add(new Event.TaskCancelled("dropped", "ada", "not now"))
        .at(3620)
        .add(new Event.TaskReset("dropped", "ada", ""))
        .add(new Event.BecameReady("dropped"))
        .start("dropped", "A")
        .at(3630)
        .succeed("killed")
        .add(new Event.Landed("killed", "", Isolation.SERIALIZABLE))
        .at(3640)
        .succeed("dropped")
        .add(new Event.Landed("dropped", "", Isolation.SERIALIZABLE))
        .add(new Event.RunEnded(RunOutcome.SUCCEEDED, "2 of 2 landed"))
        .entries();
  }

  @Test
  void anAgentThatGotMoreRoomIsBoundByTheMostItHad() {
    Plan plan =
        Plan.ofTasks(
                "grown",
                2,
                List.of(new Task("one", "A", "", Map.of()), new Task("two", "A", "", Map.of())))
            .withAgents(Map.of("A", Agent.shell("A")));
    List<Entry> entries =
        new RunScript()
            .at(0)
            .add(new Event.RunStarted("run", plan, "", "", "base", "base", List.of()))
            .add(new Event.CapacityChanged("A", 2, "ada"))
            .start("one", "A")
            .start("two", "A")
            .at(30)
            .succeed("one")
            .succeed("two")
            .entries();
    RunState state = state(entries);
    Figures figures = Figures.of(entries, state, Timeline.of(entries, state));
    assertThat(figures.agents().get("A").capacity()).isEqualTo(2);
    assertThat(figures.bound()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void landingsAndConflictsAreMarked() {
    Timeline timeline = timeline(SampleRuns.ended());
    assertThat(timeline.marks()).filteredOn(Timeline.Mark::conflict).hasSize(2);
    assertThat(timeline.marks()).filteredOn(m -> !m.conflict()).hasSize(9);
  }

  @Test
  void theNumbersAreThoseOfTheAttempts() {
    List<Entry> entries = SampleRuns.ended();
    RunState state = state(entries);
    Figures figures = Figures.of(entries, state, Timeline.of(entries, state));
    assertThat(figures.workOf()).containsEntry("changelog", Duration.ofSeconds(21 + 13 + 13));
    assertThat(figures.work())
        .isEqualTo(figures.workOf().values().stream().reduce(Duration.ZERO, Duration::plus));
    assertThat(figures.path())
        .containsExactly("schema", "api-customers", "web-customers", "e2e-tests", "release");
    assertThat(figures.bound()).isEqualTo(figures.pathLength()).isLessThan(figures.wall());
    assertThat(figures.speedUp()).isCloseTo(2.0, Offset.offset(0.1));
    assertThat(figures.agents().get("AGT-004"))
        .isEqualTo(new Figures.OfAgent("AGT-004", 1, 2, 4, 3, Duration.ofMillis(144_900)));
  }

  @Test
  void aGapTakesTheSameRoomHoweverLongItWas() {
    Timeline timeline = timeline(SampleRuns.ended());
    TimeScale scale = new TimeScale(timeline.sessions(), 100, 1100);
    double end = scale.x(START.plusSeconds(184));
    assertThat(scale.x(START)).isEqualTo(100);
    assertThat(scale.x(START.plusSeconds(52_000)))
        .isCloseTo(end + TimeScale.GAP, Offset.offset(1e-6));
    assertThat(scale.x(START.plusMillis(52_250_400))).isCloseTo(1100, Offset.offset(1e-6));
    assertThat(scale.gaps()).hasSize(1);
    assertThat(scale.ticks()).extracting(TimeScale.Tick::at).startsWith(Duration.ZERO).isSorted();
    assertThat(scale.ticks()).extracting(TimeScale.Tick::x).isSorted();
  }

  private static Timeline timeline(List<Entry> entries) {
    return Timeline.of(entries, state(entries));
  }

  private static RunState state(List<Entry> entries) {
    RunState state = new RunState();
    entries.forEach(state::apply);
    return state;
  }
}
