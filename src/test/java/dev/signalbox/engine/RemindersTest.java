package dev.signalbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.plan.Approval;
import dev.signalbox.plan.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemindersTest {
  private static final Task ASKS =
      EngineHarness.task("a").withApproval(Approval.BEFORE).withRemind(Duration.ofMinutes(10));

  /// After how many minutes since `from` which reminder came.
  private static List<String> reminders(EngineHarness harness, Instant from) {
    List<String> reminders = new ArrayList<>();
    for (Entry entry : harness.log) {
      if (entry.event() instanceof Event.Reminded e) {
        reminders.add(
            "%s %d at %d"
                .formatted(e.task(), e.number(), Duration.between(from, entry.at()).toMinutes()));
      }
    }
    return reminders;
  }

  /// Minute by minute, so that the engine hears each alarm at its time.
  private static EngineHarness pass(EngineHarness harness, int minutes) {
    for (int i = 0; i < minutes; i++) {
      harness.advance(Duration.ofMinutes(1));
    }
    return harness;
  }

  private static EngineHarness run(Task... tasks) {
    return new EngineHarness(EngineHarness.plan(1, tasks));
  }

  @Test
  void aPersonIsRemindedEverMoreRarelyAndNothingIsDecided() {
    try (EngineHarness harness = run(ASKS)) {
      Instant start = harness.clock.now();
      pass(harness.start(), 9);
      assertThat(reminders(harness, start)).isEmpty();
      assertThat(harness.state().status("a").reminded()).isZero();
      pass(harness, 100);
      assertThat(reminders(harness, start))
          .containsExactly("a 1 at 10", "a 2 at 20", "a 3 at 40", "a 4 at 80");
      assertThat(harness.state("a")).isEqualTo(TaskState.ASKING_START);
      assertThat(harness.state().status("a").since()).isEqualTo(start);
      assertThat(harness.folded().status("a").reminded()).isEqualTo(4);
    }
  }

  @Test
  void whoHasAnsweredIsNotReminded() {
    try (EngineHarness harness =
        run(ASKS.withApproval(Approval.LANDING), EngineHarness.task("b"))) {
      Instant start = harness.clock.now();
      pass(harness.writes("a", "x").start(), 10);
      assertThat(harness.state("a")).isEqualTo(TaskState.ASKING_LANDING);
      harness.send(new Command.Approve("a", "eve", ""));
      pass(harness, 300);
      assertThat(harness.state("a")).isEqualTo(TaskState.LANDED);
      assertThat(harness.state().status("a").reminded()).isZero();
      assertThat(reminders(harness, start)).containsExactly("a 1 at 10");
    }
  }

  @Test
  void aNewQuestionBeginsAnew() {
    try (EngineHarness harness = run(ASKS)) {
      Instant start = harness.clock.now();
      pass(harness.start(), 15);
      harness.send(new Command.Change(ASKS.withRun("false"), "eve"));
      pass(harness, 9);
      assertThat(reminders(harness, start)).containsExactly("a 1 at 10");
      pass(harness, 1);
      assertThat(reminders(harness, start)).containsExactly("a 1 at 10", "a 1 at 25");
    }
  }

  @Test
  void whoSaysNothingOfRemindersIsNeverReminded() {
    try (EngineHarness harness = run(ASKS.withRemind(null))) {
      harness.start().advance(Duration.ofDays(3));
      assertThat(reminders(harness, harness.clock.now())).isEmpty();
    }
  }

  @Test
  void aResumeGoesOnWhereTheRemindersStoodAndMakesUpForThoseItMissedWithOne() {
    List<Entry> past;
    try (EngineHarness first = run(ASKS)) {
      past = pass(first.start(), 12).log;
      assertThat(first.state().status("a").reminded()).isEqualTo(1);
    }
    Instant asked = past.getFirst().at();
    try (EngineHarness soon =
        new EngineHarness(EngineHarness.plan(1, ASKS), new FakeWorkspace(), past)) {
      soon.clock.advance(Duration.ofMinutes(15));
      pass(soon.start(), 6);
      assertThat(reminders(soon, asked)).containsExactly("a 1 at 10", "a 2 at 20");
    }
    try (EngineHarness late =
        new EngineHarness(EngineHarness.plan(1, ASKS), new FakeWorkspace(), past)) {
      late.clock.advance(Duration.ofMinutes(50));
      pass(late.start(), 60);
      assertThat(reminders(late, asked)).containsExactly("a 1 at 10", "a 3 at 51", "a 4 at 80");
    }
  }

  @Test
  void aRunThatHasEndedRemindsOfNothingUntilItGoesOn() {
    try (EngineHarness harness = run(ASKS, EngineHarness.task("b"))) {
      Instant start = harness.clock.now();
      harness.hold("b").start();
      harness.send(new Command.Cancel("b", "eve", ""));
      harness.send(new Command.Stop("eve", "enough", false));
      assertThat(harness.state().outcome()).isPresent();
      pass(harness, 30);
      assertThat(reminders(harness, start)).isEmpty();
      harness.send(new Command.Retry("b", "eve", ""));
      pass(harness, 1);
      assertThat(reminders(harness, start)).containsExactly("a 2 at 31");
    }
  }
}
