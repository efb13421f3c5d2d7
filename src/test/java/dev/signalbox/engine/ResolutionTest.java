package dev.signalbox.engine;

import static dev.signalbox.engine.EngineHarness.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.plan.Approval;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.ConflictPolicy;
import dev.signalbox.plan.OnConflict;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import dev.signalbox.workspace.Resolved;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a person makes of a conflict.
class ResolutionTest {
  private static final Map<String, Resolved> BOTH = Map.of("f", new Resolved.Text("both"));

  private EngineHarness harness = new EngineHarness(EngineHarness.plan(1));

  @AfterEach
  void foldIsTheState() {
    assertThat(StateComparison.difference(harness.state(), harness.folded())).isNull();
    harness.close();
  }

  private static Plan asking(Task... tasks) {
    return EngineHarness.plan(
            3, new CheckPolicy("check", false, false, null), Undeclared.OPTIMISTIC, tasks)
        .withConflicts(new ConflictPolicy(OnConflict.ASK, Map.of(), List.of()));
  }

  /// `b` does not fit what `a` landed.
  private void conflicting(Task b) {
    harness = new EngineHarness(asking(task("a"), b, task("c")));
    harness.hold("a").hold("b").hold("c");
    harness.writes("a", "f").writes("b", "f").writes("c", "g").start();
    harness.release("a").release("b");
  }

  private Command.Result resolve(String digest, Map<String, Resolved> files) {
    return harness.send(new Command.Resolve("b", "ann", "as agreed", digest, files));
  }

  private String asked() {
    return harness.state().status("b").askedDigest();
  }

  @Test
  void thePlanMayAskAtOnceAndWhatAPersonMakesOfItLands() {
    conflicting(task("b"));
    assertThat(harness.state("b")).isEqualTo(TaskState.ASKING_DECISION);
    assertThat(harness.state().status("b").question())
        .isEqualTo("b: It does not fit what landed (f). Resolve it, run it again, or drop it?");
    assertThat(resolve(asked(), BOTH).text())
        .isEqualTo("b is resolved; it is merged and checked next.");
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
    assertThat(harness.state().status("b").isolation()).isEqualTo(Isolation.OPERATOR_DECIDED);
    assertThat(harness.workspace.checked).hasSize(2);
    assertThat(harness.state().conflicts())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.how())
                  .isEqualTo(
                      "resolved by ann, who left out 1 line of what landed in f, 1 line of the task’s in f");
              assertThat(c.settlement().leftOut())
                  .containsExactly(
                      new LeftOut("f", Resolved.Side.LANDED, 1, List.of("a#1")),
                      new LeftOut("f", Resolved.Side.TASK, 1, List.of("b#1")));
              assertThat(c.settlement().paths()).containsExactly("f");
            });
    assertThat(harness.state().decisions())
        .anySatisfy(
            d -> {
              assertThat(d.what()).isEqualTo("resolved");
              assertThat(d.by()).isEqualTo("ann");
              assertThat(d.message()).isEqualTo("as agreed");
            });
  }

  @Test
  void whatElseLandsMeanwhileDoesNotMatterWhereTheConflictIsTheSame() {
    conflicting(task("b"));
    String shown = asked();
    harness.release("c");
    assertThat(harness.state("c")).isEqualTo(TaskState.LANDED);
    assertThat(resolve(shown, BOTH).accepted()).isTrue();
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
  }

  @Test
  void anotherConflictThanWasShownIsAskedAboutAgainAndTheWorkIsKept() {
    conflicting(task("b"));
    harness.workspace.push(Map.of("f", "by somebody"));
    assertThat(resolve(asked(), BOTH).accepted()).isTrue();
    assertThat(harness.state("b")).isEqualTo(TaskState.ASKING_DECISION);
    assertThat(harness.state().status("b").question())
        .startsWith("b: What landed since makes another conflict of it (f).");
    assertThat(harness.state().status("b").resolutionGiven().orElseThrow().files()).isEqualTo(BOTH);
    assertThat(resolve("sides f[, a#1, b#1]", BOTH).text()).contains("something else by now");
    assertThat(resolve(asked(), BOTH).accepted()).isTrue();
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
  }

  @Test
  void aRedCheckComesBackToThePersonWhoseWorkIsKept() {
    conflicting(task("b"));
    harness.workspace.check = tasks -> !tasks.contains("b");
    resolve(asked(), BOTH);
    assertThat(harness.state("b")).isEqualTo(TaskState.ASKING_DECISION);
    assertThat(harness.state().status("b").question())
        .startsWith("b: The check fails on what ann made of the conflict (red).");
    assertThat(harness.state().status("b").checkTail()).isEqualTo("red");
    assertThat(harness.state().status("b").resolutionGiven().orElseThrow().files()).isEqualTo(BOTH);
    harness.workspace.check = tasks -> true;
    resolve(asked(), Map.of("f", new Resolved.Taken(Resolved.Side.TASK)));
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
  }

  @Test
  void whatGitDoesNotTakeComesBackWithItsReason() {
    conflicting(task("b"));
    resolve(asked(), Map.of());
    assertThat(harness.state("b")).isEqualTo(TaskState.ASKING_DECISION);
    assertThat(harness.state().status("b").question())
        .startsWith("b: What was given for f cannot land. It says nothing of a path.");
    assertThat(harness.state().conflicts()).hasSize(1);
    resolve(asked(), BOTH);
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
  }

  @Test
  void itIsApprovedAsAnythingElseThatLands() {
    conflicting(task("b").withApproval(Approval.LANDING));
    resolve(asked(), BOTH);
    assertThat(harness.state("b")).isEqualTo(TaskState.ASKING_LANDING);
    harness.send(new Command.Approve("b", "bob", ""));
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
  }

  @Test
  void runningItAgainForgetsIt() {
    conflicting(task("b"));
    harness.workspace.check = tasks -> !tasks.contains("b");
    resolve(asked(), BOTH);
    harness.workspace.check = tasks -> true;
    harness.send(new Command.Approve("b", "ann", ""));
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
    assertThat(harness.state().status("b").attempts()).hasSize(2);
    assertThat(harness.state().status("b").isolation()).isNotEqualTo(Isolation.OPERATOR_DECIDED);
    assertThat(harness.state().conflicts().getFirst().how()).isEqualTo("landed after a rerun");
  }

  @Test
  void onlyAConflictCanBeResolvedAndOnlySoMuchText() {
    conflicting(task("b"));
    assertThat(harness.send(new Command.Resolve("c", "ann", "", "x", BOTH)).text())
        .isEqualTo("c has no conflict to resolve; it is running.");
    String much = "x".repeat(Command.MOST_OF_A_RESOLUTION + 1);
    assertThat(resolve(asked(), Map.of("f", new Resolved.Text(much))).text())
        .contains("a resolution has 1048576 at the most");
    assertThat(harness.state("b")).isEqualTo(TaskState.ASKING_DECISION);
  }
}
