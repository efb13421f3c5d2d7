package dev.signalbox.engine;

import static dev.signalbox.engine.EngineHarness.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.plan.Approval;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import dev.signalbox.workspace.AttemptKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Changes of different files are merged one on the other, checked once, and land by one move.
class LandingTogetherTest {
  private static final CheckPolicy CHECK = new CheckPolicy("check", false, false, null);

  private @Nullable EngineHarness open;

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
    }
  }

  @Test
  void changesOfDifferentFilesAreCheckedOnceAndLandAsOne() {
    EngineHarness harness = start(CHECK, "a", "b", "c");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.workspace.landed()).containsExactly("a", "b", "c");
    assertThat(harness.workspace.checked).hasSize(1);
    for (String task : List.of("a", "b", "c")) {
      assertThat(harness.state().status(task).checkedTogether()).containsExactly("a", "b", "c");
      assertThat(harness.state().status(task).isolation()).isNotEqualTo(Isolation.NOT_SERIAL);
    }
    assertThat(harness.state().window()).isEqualTo(RunState.WINDOW + 1);
  }

  @Test
  void whoeverTouchesTheSameFileComesAfterThem() {
    EngineHarness harness = harness(plan(CHECK, task("a"), task("b"), task("c")));
    harness
        .writes("a", FakeWorkspace.UNION_PATH)
        .writes("b", FakeWorkspace.UNION_PATH)
        .writes("c", "g")
        .start();
    assertThat(harness.workspace.landed()).containsExactly("a", "c", "b");
    assertThat(harness.workspace.checked).hasSize(2);
  }

  @Test
  void whereThePlanSaysSoEachIsCheckedByItself() {
    EngineHarness harness = start(CHECK.with(new CheckPolicy.Runs(true, null)), "a", "b", "c");
    assertThat(harness.workspace.landed()).containsExactly("a", "b", "c");
    assertThat(harness.workspace.checked).hasSize(3);
  }

  @Test
  void withoutACheckEachLandsByItself() {
    EngineHarness harness = start(CheckPolicy.NONE, "a", "b");
    assertThat(harness.log.stream().filter(e -> e.event() instanceof Event.MergeStarted))
        .allMatch(e -> !((Event.MergeStarted) e.event()).onto().startsWith("stacked"));
    assertThat(harness.workspace.landed()).containsExactly("a", "b");
  }

  @Test
  void theOneWhoseFaultItIsLeavesAndTheOthersLand() {
    EngineHarness harness = harness(plan(CHECK, tasks("a", "b", "c", "d", "e", "f", "g", "h")));
    harness.workspace.check = tasks -> !tasks.contains("e");
    writeTheirOwn(harness, "a", "b", "c", "d", "e", "f", "g", "h").start();
    assertThat(harness.workspace.landed()).containsExactly("a", "b", "c", "d", "f", "g", "h");
    TaskStatus e = harness.state().status("e");
    assertThat(e.state()).isEqualTo(TaskState.FAILED);
    assertThat(e.failure()).contains(FailureReason.CHECK);
    assertThat(e.checkTail()).isEqualTo("red");
    // All, twice; the first four, which land; of the others two, twice, and one; then the rest.
    assertThat(harness.workspace.checked).hasSize(7);
    assertThat(harness.state().window()).isLessThan(RunState.WINDOW);
  }

  @Test
  void aCheckThatPassesAtTheSecondTryLetsThemLandAndSaysSo() {
    EngineHarness harness = harness(plan(CHECK, tasks("a", "b")));
    List<Set<String>> seen = new ArrayList<>();
    harness.workspace.check =
        tasks -> {
          seen.add(tasks);
          return seen.size() > 1;
        };
    writeTheirOwn(harness, "a", "b").start();
    assertThat(seen).containsExactly(Set.of("a", "b"), Set.of("a", "b"));
    assertThat(harness.workspace.landed()).containsExactly("a", "b");
    assertThat(harness.state().status("a").passedAtSecondTry()).isTrue();
    assertThat(harness.folded().status("b").passedAtSecondTry()).isTrue();
  }

  @Test
  void aSingleChangeIsCheckedAgainOnlyWhereThePlanSaysSo() {
    EngineHarness harness = harness(plan(CHECK, tasks("a")));
    List<Set<String>> seen = new ArrayList<>();
    harness.workspace.check =
        tasks -> {
          seen.add(tasks);
          return seen.size() % 2 == 0;
        };
    writeTheirOwn(harness, "a").start();
    assertThat(harness.state("a")).isEqualTo(TaskState.FAILED);
    harness.close();

    seen.clear();
    EngineHarness patient = harness(plan(CHECK.with(new CheckPolicy.Runs(false, 1)), tasks("a")));
    patient.workspace.check =
        tasks -> {
          seen.add(tasks);
          return seen.size() % 2 == 0;
        };
    writeTheirOwn(patient, "a").start();
    assertThat(patient.state("a")).isEqualTo(TaskState.LANDED);
    assertThat(patient.state().status("a").passedAtSecondTry()).isTrue();
  }

  @Test
  void whereSomebodyElseMovesTheBranchTheyComeAgainInTheirOrder() {
    EngineHarness harness = harness(plan(CHECK, tasks("a", "b", "c")));
    harness.workspace.somebodyElseMovesIt = true;
    writeTheirOwn(harness, "a", "b", "c").start();
    assertThat(harness.workspace.landed()).containsExactly("somebody", "a", "b", "c");
    assertThat(harness.workspace.checked).hasSize(2);
  }

  @Test
  void aLandingThatWasCutShortIsSettledForAllOfThem() {
    Plan plan = plan(CHECK, tasks("a", "b", "c"));
    EngineHarness first = harness(plan);
    first.workspace.refused.addAll(List.of("land, when done", "hasLanded"));
    writeTheirOwn(first, "a", "b", "c").start();
    assertThat(first.state().inState(TaskState.LANDING)).containsExactly("a", "b", "c");
    assertThat(first.state().outcomeReason())
        .startsWith("git cannot tell whether a, b, c has landed");

    first.workspace.refused.clear();
    EngineHarness second = new EngineHarness(plan, first.workspace, first.log);
    second.start();
    assertThat(second.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(second.workspace.landed()).containsExactly("a", "b", "c");
    assertThat(second.state().moves()).containsExactly("a", "b", "c");
    assertThat(second.state().status("c").isFound()).isFalse();
    second.close();
  }

  @Test
  void whereTheSignerDoesNotSignAPersonIsAskedOnceAndNothingLandsUnsigned() {
    EngineHarness harness = harness(plan(CHECK, tasks("a", "b")));
    harness.workspace.refused.add("sign");
    writeTheirOwn(harness, "a", "b").start();
    assertThat(harness.state("a")).isEqualTo(TaskState.ASKING_DECISION);
    assertThat(harness.state().status("a").question())
        .isEqualTo(
            "a could not be signed, and lands only signed (the key is locked). Try again, or drop"
                + " it?");
    assertThat(harness.workspace.landed()).isEmpty();

    harness.workspace.refused.clear();
    harness.send(new Command.Approve("a", "eve", "unlocked"));
    harness.send(new Command.Approve("b", "eve", "unlocked"));
    assertThat(harness.workspace.landed()).containsExactly("a", "b");
    assertThat(harness.state().status("a").attempts()).hasSize(1);
  }

  @Test
  void oneThatNeedsAYesIsAskedAboutByItselfAndGoesWithTheOthersAfterIt() {
    EngineHarness harness =
        harness(
            plan(CHECK, task("a"), task("b").withApproval(Approval.LANDING), task("c"), task("d")));
    harness.hold("d");
    writeTheirOwn(harness, "a", "b", "c", "d").start();
    assertThat(harness.workspace.landed()).containsExactly("a", "c");
    assertThat(harness.state("b")).isEqualTo(TaskState.ASKING_LANDING);
    harness.send(new Command.Approve("b", "eve", "yes"));
    assertThat(harness.workspace.landed()).containsExactly("a", "c", "b");
    harness.release("d");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  @Test
  void twoThatReadWhatTheOtherChangesDoNotLandTogether() {
    EngineHarness harness = harness(plan(CHECK, tasks("a", "b")));
    harness.workspace.reads.put(new AttemptKey("run-1", "a", 1), Set.of("b"));
    harness.workspace.reads.put(new AttemptKey("run-1", "b", 1), Set.of("a"));
    harness.workspace.reads.put(new AttemptKey("run-1", "b", 2), Set.of("a"));
    writeTheirOwn(harness, "a", "b").start();
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.workspace.landed()).containsExactly("a", "b");
    assertThat(harness.state().status("b").attempts()).hasSize(2);
    assertThat(harness.state().status("b").isolation()).isEqualTo(Isolation.SERIALIZABLE);
  }

  private EngineHarness start(CheckPolicy check, String... tasks) {
    return writeTheirOwn(harness(plan(check, tasks(tasks))), tasks).start();
  }

  private EngineHarness harness(Plan plan) {
    open = new EngineHarness(plan);
    return open;
  }

  private static Plan plan(CheckPolicy check, Task... tasks) {
    return EngineHarness.plan(tasks.length, check, Undeclared.OPTIMISTIC, tasks);
  }

  private static Task[] tasks(String... ids) {
    return List.of(ids).stream().map(EngineHarness::task).toArray(Task[]::new);
  }

  private static EngineHarness writeTheirOwn(EngineHarness harness, String... tasks) {
    for (String task : tasks) {
      harness.writes(task, task);
    }
    return harness;
  }
}
