package dev.signalbox.engine;

import static dev.signalbox.engine.EngineHarness.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A person says while the run goes on what comes after what.
class EdgesTest {
  private @Nullable EngineHarness open;

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
    }
  }

  private EngineHarness start(int parallel, Task... tasks) {
    EngineHarness harness =
        new EngineHarness(
            EngineHarness.plan(
                parallel,
                new CheckPolicy("check", false, false, null),
                Undeclared.OPTIMISTIC,
                tasks));
    open = harness;
    for (Task task : tasks) {
      harness.hold(task.id()).writes(task.id(), "of-" + task.id());
    }
    return harness.start();
  }

  private static Command.ComeAfter after(String task, String other) {
    return new Command.ComeAfter(task, other, "ada");
  }

  private static String refusal(Command.Result result) {
    assertThat(result.accepted()).isFalse();
    return result.text();
  }

  @Test
  void whoHasStartedIsEndedAndRunsAgainAfterTheOther() {
    EngineHarness harness = start(9, task("old"), task("young"), task("last").after("young"));
    assertThat(harness.send(after("young", "old")).text())
        .isEqualTo("young comes after old, and runs again once that has landed.");
    assertThat(harness.state("young")).isEqualTo(TaskState.WAITING);
    assertThat(harness.state().graph().predecessors("young")).containsExactly("old");
    assertThat(harness.folded().status("young").task().dependsOn()).containsExactly("old");
    assertThat(refusal(harness.send(after("young", "old"))))
        .isEqualTo("young comes after old already.");
    harness.release("old");
    assertThat(harness.attempts()).containsExactly("young", "old", "young");
    harness.release("young").release("last");
    assertThat(harness.workspace.landed()).containsExactly("old", "young", "last");
    TaskStatus young = harness.folded().status("young");
    assertThat(young.attempts().getFirst().reason()).isEqualTo(FailureReason.SENT_BACK);
    assertThat(young.attempts().getFirst().sealed()).isNotNull();
    assertThat(young.retriesSpent()).isZero();
    assertThat(harness.state().decisions())
        .extracting(Decision::what)
        .containsExactly("run again after: old", "comes after: old");
  }

  @Test
  void whereTheOtherIsCalledOffItIsSkippedLikeAllThatComeAfter() {
    EngineHarness harness = start(9, task("old"), task("young"));
    harness.send(after("young", "old"));
    harness.send(new Command.Cancel("old", "ada", ""));
    assertThat(harness.state("young")).isEqualTo(TaskState.SKIPPED);
    harness.send(new Command.Retry("old", "ada", ""));
    harness.release("old").release("young");
    assertThat(harness.workspace.landed()).containsExactly("old", "young");
  }

  @Test
  void whoWasSentBackBeforeIsNotEndedTwice() {
    EngineHarness harness = start(9, task("old"), task("young"));
    harness.send(new Command.SendBack("young", "old", "ada"));
    assertThat(harness.send(after("young", "old")).accepted()).isTrue();
    assertThat(harness.state("young")).isEqualTo(TaskState.WAITING);
    assertThat(refusal(harness.send(new Command.EndYield("young", "old", "ada"))))
        .isEqualTo("young comes after old by now.");
  }

  @Test
  void whoHasNotStartedWaits() {
    EngineHarness harness = start(1, task("old"), task("young"));
    assertThat(harness.state("young")).isEqualTo(TaskState.READY);
    assertThat(harness.send(after("young", "old")).text()).isEqualTo("young comes after old.");
    assertThat(harness.state("young")).isEqualTo(TaskState.WAITING);
    harness.release("old").release("young");
    assertThat(harness.workspace.landed()).containsExactly("old", "young");
  }

  @Test
  void aRingIsRefusedWhole() {
    EngineHarness harness =
        start(9, task("a"), task("b").after("a"), task("c").after("b"), task("d"), task("e"));
    assertThat(refusal(harness.send(after("a", "c"))))
        .isEqualTo("Tasks wait for each other: a → b → c → a");
    harness.send(after("d", "a"));
    assertThat(refusal(harness.send(after("a", "d"))))
        .isEqualTo("Tasks wait for each other: a → d → a");
    harness.send(new Command.Yield("a", "e", "ada"));
    assertThat(refusal(harness.send(after("e", "d"))))
        .isEqualTo("d lets e land first already; both would wait.");
    assertThat(refusal(harness.send(after("a", "a")))).isEqualTo("a cannot come after itself.");
    assertThat(refusal(harness.send(after("a", "x")))).isEqualTo("There is no task x in this run.");
  }

  @Test
  void whoHasStartedDoesNotWaitForWhoHasNot() {
    EngineHarness harness = start(1, task("old"), task("young"));
    assertThat(refusal(harness.send(after("old", "young"))))
        .isEqualTo("young has not started; reorder says what starts first.");
  }

  @Test
  void anEdgeIsTurnedRoundBeforeEitherHasStarted() {
    EngineHarness harness =
        start(
            1,
            task("first").withPriority(9),
            task("a"),
            task("b").after("a"),
            task("c").after("b"));
    assertThat(harness.send(new Command.TurnEdge("a", "b", "ada")).text())
        .isEqualTo("a comes after b, no longer before it.");
    assertThat(refusal(harness.send(new Command.TurnEdge("a", "b", "ada"))))
        .isEqualTo("Nobody has declared that b comes after a.");
    assertThat(refusal(harness.send(new Command.TurnEdge("first", "a", "ada"))))
        .isEqualTo("Nobody has declared that a comes after first.");
    harness.release("first").release("b").release("a").release("c");
    assertThat(harness.workspace.landed().getFirst()).isEqualTo("first");
    assertThat(harness.workspace.landed()).containsSubsequence("b", "a");
    assertThat(harness.workspace.landed()).containsSubsequence("b", "c");
  }

  @Test
  void turningRefusesARingAndWhatHasStarted() {
    EngineHarness harness =
        start(
            1,
            task("first").withPriority(9),
            task("a"),
            task("m").after("a"),
            task("z").after("a", "m"),
            task("next").after("first"));
    assertThat(refusal(harness.send(new Command.TurnEdge("a", "z", "ada"))))
        .isEqualTo("Tasks wait for each other: a → m → z → a");
    assertThat(refusal(harness.send(new Command.TurnEdge("first", "next", "ada"))))
        .isEqualTo("first is running; an edge is turned round before either has started.");
  }
}
