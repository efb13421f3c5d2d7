package dev.signalbox.engine;

import static dev.signalbox.engine.EngineHarness.plan;
import static dev.signalbox.engine.EngineHarness.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.agent.AgentOutcome;
import dev.signalbox.agent.AgentRequest;
import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.plan.Approval;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.RetryPolicy;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import dev.signalbox.workspace.AttemptKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
  private static final CheckPolicy CHECK = new CheckPolicy("check", false, false, null);

  private EngineHarness harness = new EngineHarness(plan(1));

  @AfterEach
  void foldIsTheState() {
    assertThat(StateComparison.difference(harness.state(), harness.folded())).isNull();
    harness.close();
  }

  private static Task writing(String id, String... globs) {
    return task(id)
        .withClaims(new Claims(null, java.util.Arrays.stream(globs).map(Glob::parse).toList()));
  }

  @Test
  void independentTasksRunSideBySideUpToTheSlots() {
    harness = new EngineHarness(plan(2, task("a"), task("b"), task("c")));
    harness.hold("a").hold("b").hold("c").start();
    assertThat(harness.state().inState(TaskState.RUNNING)).containsExactly("a", "b");
    assertThat(Waiting.blocker(harness.state(), "c")).isEqualTo(new Blocker.OnSlot(2, ""));

    harness.release("a");
    assertThat(harness.state().inState(TaskState.RUNNING)).containsExactly("b", "c");
    harness.release("b").release("c");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  @Test
  void whoLetsItLandSaysWhatItsCommitSays() {
    harness =
        new EngineHarness(
            plan(
                2,
                CHECK,
                Undeclared.OPTIMISTIC,
                task("a").withApproval(Approval.LANDING),
                task("b").withApproval(Approval.BEFORE)));
    harness.writes("a", "x").writes("b", "y").start();
    Command.Result early = harness.send(new Command.Approve("b", "eve", "", "", "Too early"));
    assertThat(early.text())
        .isEqualTo("b does not ask to land; a commit's message goes with the answer to that.");
    assertThat(harness.state("b")).isEqualTo(TaskState.ASKING_START);
    String much = "x".repeat(Command.MOST_OF_A_MESSAGE + 1);
    assertThat(harness.send(new Command.Approve("a", "eve", "", "", much)).accepted()).isFalse();
    harness.send(new Command.Approve("a", "eve", "fine", "", "Do a\n\nAs agreed.\n"));
    assertThat(harness.workspace.messages).containsExactly("Do a\n\nAs agreed.");
    assertThat(harness.folded().status("a").commitMessage()).isEqualTo("Do a\n\nAs agreed.");
    assertThat(harness.state().decisions())
        .extracting(Decision::what)
        .containsExactly("approved landing", "gave the commit's message");
    harness.send(new Command.Approve("b", "eve", ""));
    assertThat(harness.workspace.messages).hasSize(2).last().isEqualTo("b");
  }

  @Test
  void aDependencyIsSatisfiedOnlyWhenItHasLanded() {
    harness =
        new EngineHarness(
            plan(
                2,
                CHECK,
                Undeclared.OPTIMISTIC,
                task("a").withApproval(Approval.LANDING),
                task("b").after("a")));
    harness.writes("a", "x").start();
    assertThat(harness.state("a")).isEqualTo(TaskState.ASKING_LANDING);
    assertThat(Waiting.blocker(harness.state(), "b")).isEqualTo(new Blocker.OnTasks(List.of("a")));

    harness.send(new Command.Approve("a", "eve", "fine"));
    assertThat(harness.state("a")).isEqualTo(TaskState.LANDED);
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
    assertThat(harness.workspace.landed()).containsExactly("a");
  }

  @Test
  void overlappingWritersExcludeEachOtherUntilTheFirstHasLanded() {
    harness =
        new EngineHarness(
            plan(3, writing("a", "src/**"), writing("b", "src/x"), writing("c", "doc/**")));
    harness.hold("a").hold("b").hold("c").writes("a", "src/x").writes("b", "src/x").start();
    assertThat(harness.state().inState(TaskState.RUNNING)).containsExactly("a", "c");
    assertThat(Waiting.blocker(harness.state(), "b"))
        .isInstanceOfSatisfying(
            Blocker.OnClaim.class,
            on -> {
              assertThat(on.holder()).isEqualTo("a");
              assertThat(on.witness()).isEqualTo("src/x");
            });
    harness.release("a");
    assertThat(harness.state("b")).isEqualTo(TaskState.RUNNING);
    harness.release("b").release("c");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.state().conflicts()).isEmpty();
  }

  @Test
  void undeclaredRunsAloneWhereThePlanSaysExclusive() {
    harness =
        new EngineHarness(
            plan(
                3,
                CheckPolicy.NONE,
                Undeclared.EXCLUSIVE,
                writing("a", "x"),
                task("b"),
                writing("c", "y")));
    harness.hold("a").hold("b").hold("c").start();
    // c may not slip past b, which waits for everything.
    assertThat(harness.state().inState(TaskState.RUNNING)).containsExactly("a");
    harness.release("a");
    assertThat(harness.state().inState(TaskState.RUNNING)).containsExactly("b");
    harness.release("b").release("c");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  @Test
  void aConflictSendsTheTaskBackOnceWithWhatChangedAndThenToThePerson() {
    harness = new EngineHarness(plan(3, task("a"), task("b"), task("c")));
    harness.hold("a").hold("b").hold("c");
    harness.writes("a", "f").writes("b", "f").writes("c", "f").start();
    harness.release("a").hold("b").release("b");
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
    AgentRequest second = harness.requests.getLast();
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.environment())
        .containsEntry("SIGNALBOX_RETRY_REASON", "conflict")
        .containsEntry("SIGNALBOX_CONFLICT_PATHS", "f")
        .containsEntry("SIGNALBOX_PREVIOUS", "s-b-1")
        .containsKey("SIGNALBOX_CONFLICT");
    assertThat(harness.state().conflicts())
        .singleElement()
        .satisfies(
            c -> {
              assertThat(c.conflict().tasks()).containsExactly("b", "a");
              assertThat(c.isOpen()).isFalse();
            });
    harness.release("c");
    assertThat(harness.state("c")).isEqualTo(TaskState.LANDED);
    assertThat(harness.workspace.landed()).containsExactly("a", "b", "c");
  }

  @Test
  void theSecondConflictAsksAPersonWhoRunsItAgainOrDropsIt() {
    harness = new EngineHarness(plan(4, task("a"), task("b"), task("c"), task("d").after("c")));
    harness
        .hold("a")
        .hold("b")
        .hold("c")
        .writes("a", "f")
        .writes("b", "f")
        .writes("c", "f")
        .start();
    harness.hold("c#2").release("a").release("c");
    assertThat(harness.state("c")).as("runs again on a").isEqualTo(TaskState.RUNNING);
    harness.release("b").release("c#2");
    assertThat(harness.workspace.landed()).containsExactly("a", "b");
    assertThat(harness.state("c")).isEqualTo(TaskState.ASKING_DECISION);
    assertThat(Waiting.isOnlyForPeople(harness.state())).isTrue();

    harness.send(new Command.Approve("c", "eve", "once more"));
    assertThat(harness.workspace.landed()).containsExactly("a", "b", "c");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  @Test
  void aFailedTaskSkipsWhatComesAfterItAndNothingElse() {
    harness =
        new EngineHarness(
            plan(3, task("a"), task("b").after("a"), task("c").after("b"), task("d")));
    harness.when("a", r -> AgentOutcome.failure(3, "exit 3: no")).start();
    assertThat(harness.state("a")).isEqualTo(TaskState.FAILED);
    assertThat(harness.state("b")).isEqualTo(TaskState.SKIPPED);
    assertThat(harness.state("c")).isEqualTo(TaskState.SKIPPED);
    assertThat(harness.state("d")).isEqualTo(TaskState.LANDED);
    assertThat(harness.state().outcome()).contains(RunOutcome.FAILED);
    assertThat(harness.state().status("a").reason()).isEqualTo("exit 3: no");
  }

  @Test
  void retriesWaitTheirBackoffKeepTheClaimsAndFreeTheSlot() {
    Task flaky = writing("a", "f").withRetries(new RetryPolicy(2, Duration.ofSeconds(10), 2, 0));
    harness = new EngineHarness(plan(1, flaky, writing("b", "f"), writing("c", "g")));
    harness.when(
        "a", r -> r.attempt() < 3 ? AgentOutcome.failure(1, "no") : AgentOutcome.success());
    harness.hold("c").start();
    assertThat(harness.state("a")).isEqualTo(TaskState.BACKING_OFF);
    assertThat(harness.state("c")).as("the slot is free meanwhile").isEqualTo(TaskState.RUNNING);
    harness.release("c");
    assertThat(harness.state("b")).as("the claim is not").isEqualTo(TaskState.READY);
    harness.advance(Duration.ofSeconds(9));
    assertThat(harness.state("a")).isEqualTo(TaskState.BACKING_OFF);
    harness.advance(Duration.ofSeconds(1));
    assertThat(harness.state("a")).as("failed again").isEqualTo(TaskState.BACKING_OFF);
    harness.advance(Duration.ofSeconds(20));
    assertThat(harness.state("a")).isEqualTo(TaskState.LANDED);
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
    assertThat(harness.state().status("a").attempts()).hasSize(3);
  }

  @Test
  void aTimeoutEndsTheCommandAndFailsTheAttempt() {
    harness = new EngineHarness(plan(1, task("a").withTimeout(Duration.ofMinutes(5))));
    harness.hold("a").start().advance(Duration.ofMinutes(4));
    assertThat(harness.state("a")).isEqualTo(TaskState.RUNNING);
    harness.advance(Duration.ofMinutes(1));
    assertThat(harness.state("a")).isEqualTo(TaskState.FAILED);
    assertThat(harness.state().status("a").failure()).contains(FailureReason.TIMEOUT);
    assertThat(harness.state().status("a").reason()).isEqualTo("took longer than 5:00");
    assertThat(harness.workspace.open).as("its work tree is given back").isEmpty();
  }

  @Test
  void aRedCheckKeepsTheBranchWhereItIsAndTellsTheNextAttempt() {
    Task a = task("a").withRetries(new RetryPolicy(1, Duration.ofSeconds(1), 1, 0));
    harness = new EngineHarness(plan(1, CHECK, Undeclared.OPTIMISTIC, a, task("b")));
    harness.writes("a", "f").writes("b", "g");
    harness.workspace.check = tasks -> !tasks.contains("a");
    harness.start();
    assertThat(harness.state("a")).isEqualTo(TaskState.BACKING_OFF);
    harness.workspace.check = tasks -> true;
    harness.advance(Duration.ofSeconds(1));
    assertThat(harness.workspace.landed()).containsExactlyInAnyOrder("a", "b");
    assertThat(harness.requests.getLast().environment())
        .containsEntry("SIGNALBOX_RETRY_REASON", "check")
        .containsKey("SIGNALBOX_CHECK_OUTPUT");
    assertThat(harness.state().status("a").retriesSpent()).isEqualTo(1);
  }

  @Test
  void aRedBaseStopsTheRunBeforeAnythingLands() {
    harness =
        new EngineHarness(
            plan(1, new CheckPolicy("check", true, false, null), Undeclared.OPTIMISTIC, task("a")));
    harness.workspace.check = tasks -> false;
    harness.hold("a").writes("a", "f").start();
    assertThat(harness.state().outcome()).contains(RunOutcome.STOPPED);
    assertThat(harness.state().outcomeReason()).contains("base");
    assertThat(harness.workspace.landed()).isEmpty();
    assertThat(harness.state("a")).as("can be resumed").isEqualTo(TaskState.READY);
  }

  @Test
  void somebodyElsesPushIsMergedOntoNeverOverwritten() {
    harness = new EngineHarness(plan(1, task("a")));
    harness.workspace.somebodyElseMovesIt = true;
    harness.writes("a", "f").start();
    assertThat(harness.workspace.landed()).containsExactly("somebody", "a");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  @Test
  void approvalBeforeTheStart() {
    harness =
        new EngineHarness(
            plan(
                2,
                task("a").withApproval(Approval.BEFORE),
                task("b").withApproval(Approval.BEFORE)));
    harness.start();
    assertThat(harness.attempts()).isEmpty();
    assertThat(Waiting.isOnlyForPeople(harness.state())).isTrue();
    assertThat(harness.send(new Command.Approve("a", "eve", "go")).accepted()).isTrue();
    assertThat(harness.send(new Command.Approve("a", "eve", "go")).accepted())
        .as("counts once")
        .isFalse();
    assertThat(harness.send(new Command.Reject("b", "eve", "not now")).accepted()).isTrue();
    assertThat(harness.state("a")).isEqualTo(TaskState.LANDED);
    assertThat(harness.state("b")).isEqualTo(TaskState.REJECTED);
    assertThat(harness.state().decisions())
        .extracting(Decision::what)
        .containsExactly("approved before", "rejected before");
  }

  @Test
  void whoWaitsForAPersonLetsTheOthersLandAndIsMergedAgainAfterTheYes() {
    harness =
        new EngineHarness(
            plan(
                2,
                CHECK,
                Undeclared.OPTIMISTIC,
                task("a").withApproval(Approval.LANDING),
                task("b")));
    harness.hold("b").writes("a", "f").writes("b", "g").start();
    assertThat(harness.state("a")).isEqualTo(TaskState.ASKING_LANDING);
    harness.release("b");
    assertThat(harness.workspace.landed()).containsExactly("b");
    harness.send(new Command.Approve("a", "eve", ""));
    assertThat(harness.workspace.landed()).containsExactly("b", "a");
    assertThat(harness.workspace.checked).as("the moved prefix is checked again").hasSize(3);
  }

  @Test
  void pauseStartsNothingNewAndContinueDoes() {
    harness = new EngineHarness(plan(1, task("a"), task("b")));
    harness.hold("a").start();
    harness.send(new Command.Pause("eve"));
    harness.release("a");
    assertThat(harness.state("a")).isEqualTo(TaskState.LANDED);
    assertThat(Waiting.blocker(harness.state(), "b")).isEqualTo(new Blocker.OnRun("paused"));
    harness.send(new Command.Continue("eve"));
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
  }

  @Test
  void drainLetsWhatRunsLandAndEndsTheSession() {
    harness = new EngineHarness(plan(1, task("a"), task("b")));
    harness.hold("a").writes("a", "f").start();
    harness.send(new Command.Drain("eve"));
    harness.release("a");
    assertThat(harness.workspace.landed()).containsExactly("a");
    assertThat(harness.state("b")).isEqualTo(TaskState.READY);
    assertThat(harness.state().outcome()).contains(RunOutcome.STOPPED);
  }

  @Test
  void stopEndsWhatRunsAndKeepsItForResume() {
    harness = new EngineHarness(plan(2, task("a"), task("b").after("a")));
    harness.hold("a").writes("a", "f").start();
    harness.send(new Command.Stop("eve", "lunch", false));
    assertThat(harness.state().outcome()).contains(RunOutcome.STOPPED);
    assertThat(harness.state("a")).isEqualTo(TaskState.READY);
    assertThat(harness.state().status("a").attempts().getLast().sealed()).isNotNull();
    assertThat(harness.state().status("a").retriesSpent()).isZero();
  }

  @Test
  void cancelEndsOneTaskAndSkipsWhatComesAfter() {
    harness = new EngineHarness(plan(2, task("a"), task("b").after("a"), task("c")));
    harness.hold("a").start();
    harness.send(new Command.Cancel("a", "eve", "wrong idea"));
    assertThat(harness.state("a")).isEqualTo(TaskState.CANCELLED);
    assertThat(harness.state("b")).isEqualTo(TaskState.SKIPPED);
    assertThat(harness.state("c")).isEqualTo(TaskState.LANDED);
    assertThat(harness.workspace.open).isEmpty();
    assertThat(harness.state().outcome()).contains(RunOutcome.FAILED);
  }

  @Test
  void retryAfterTheEndRunsTheTaskAndWhatWasSkippedBecauseOfIt() {
    harness = new EngineHarness(plan(2, task("a"), task("b").after("a")));
    harness.when(
        "a", r -> r.attempt() == 1 ? AgentOutcome.failure(1, "no") : AgentOutcome.success());
    harness.start();
    assertThat(harness.state().outcome()).contains(RunOutcome.FAILED);
    assertThat(harness.send(new Command.Retry("a", "eve", "")).accepted()).isTrue();
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  @Test
  void theOperatorsOrderGoesBeforePriorityAndPathLength() {
    harness = new EngineHarness(plan(1, task("a"), task("b"), task("c"), task("d")));
    harness.hold("a").start();
    harness.send(new Command.Reorder("d", "b", "eve"));
    assertThat(Waiting.queue(harness.state())).containsExactly("d", "b", "c");
    harness.send(new Command.Reorder("b", null, "eve"));
    assertThat(Waiting.queue(harness.state())).containsExactly("d", "c", "b");
    assertThat(harness.send(new Command.Reorder("a", "b", "eve")).accepted()).isFalse();
    harness.release("a");
    assertThat(harness.attempts()).containsExactly("a", "d", "c", "b");
  }

  @Test
  void aTaskSubmittedDuringTheRunIsRunAfterWhatItDependsOn() {
    harness = new EngineHarness(plan(2, task("a")));
    harness.hold("a").start();
    assertThat(harness.send(new Command.Add(task("late").after("a"), "eve")).accepted()).isTrue();
    assertThat(harness.send(new Command.Add(task("late"), "eve")).accepted()).isFalse();
    assertThat(harness.send(new Command.Add(task("x").after("nobody"), "eve")).accepted())
        .isFalse();
    assertThat(harness.state("late")).isEqualTo(TaskState.WAITING);
    harness.release("a");
    assertThat(harness.state("late")).isEqualTo(TaskState.LANDED);
  }

  @Test
  void outputsReachTheTasksThatReferToThem() {
    Task b =
        new Task(
            "b",
            "A",
            "",
            Map.of("path", "${tasks.a.output.path}", "text", "at ${tasks.a.output.n}!"));
    harness = new EngineHarness(plan(2, task("a"), b));
    harness.when("a", r -> AgentOutcome.success(Map.of("path", "/x y", "n", 7))).start();
    assertThat(harness.requests.getLast().values())
        .containsEntry("input.path", "/x y")
        .containsEntry("input.text", "at 7!");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  @Test
  void anOutputThatWasNeverGivenFailsTheTaskWithASentence() {
    Task b = new Task("b", "A", "", Map.of("path", "${tasks.a.output.path}"));
    harness = new EngineHarness(plan(2, task("a"), b));
    harness.start();
    assertThat(harness.state("b")).isEqualTo(TaskState.FAILED);
    assertThat(harness.state().status("b").reason()).contains("output path of a");
  }

  @Test
  void afterACrashWhatHadLandedStaysAndWhatRanRunsAgain() {
    var plan = plan(2, task("a"), task("b"), task("c").after("b"));
    EngineHarness crashed = new EngineHarness(plan);
    crashed.hold("b").writes("a", "f").writes("b", "g").start();
    assertThat(crashed.state("a")).isEqualTo(TaskState.LANDED);
    assertThat(crashed.state("b")).isEqualTo(TaskState.RUNNING);

    harness = new EngineHarness(plan, crashed.workspace, crashed.log);
    harness.start();
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.workspace.landed()).containsExactly("a", "b");
    assertThat(harness.attempts()).containsExactly("b", "c");
    crashed.close();
  }

  @Test
  void aLandingThatACrashCutShortIsSettledByGit() {
    var plan = plan(1, task("a"));
    EngineHarness whole = new EngineHarness(plan);
    whole.writes("a", "f").start();
    List<Entry> beforeLanded =
        whole.log.stream().takeWhile(e -> !(e.event() instanceof Event.Landed)).toList();
    assertThat(beforeLanded.getLast().event()).isInstanceOf(Event.LandingStarted.class);

    harness = new EngineHarness(plan, whole.workspace, beforeLanded);
    harness.start();
    assertThat(harness.state("a")).isEqualTo(TaskState.LANDED);
    assertThat(harness.workspace.landed()).as("once").containsExactly("a");
    whole.close();
  }

  @Test
  void whereverTheLogLosesItsTailNothingLandsTwice() {
    var plan = plan(2, task("a"), task("b").after("a"), task("c").withApproval(Approval.LANDING));
    EngineHarness whole = new EngineHarness(plan);
    whole.writes("a", "f").writes("b", "g").writes("c", "h").start();
    whole.send(new Command.Approve("c", "ada", ""));
    assertThat(whole.state().outcome()).contains(RunOutcome.SUCCEEDED);
    List<String> landed = whole.workspace.landed();
    for (int kept = 1; kept < whole.log.size(); kept++) {
      harness.close();
      harness = new EngineHarness(plan, whole.workspace, whole.log.subList(0, kept));
      harness.start();
      if (harness.state("c") == TaskState.ASKING_LANDING) {
        harness.send(new Command.Approve("c", "ada", ""));
      }
      assertThat(harness.state().inState(TaskState.LANDED))
          .as("the first %d entries", kept)
          .containsExactlyInAnyOrder("a", "b", "c");
      assertThat(whole.workspace.landed()).isEqualTo(landed);
    }
    whole.close();
  }

  @Test
  void whatWasSkippedForATaskThatHadLandedAfterAllRuns() {
    var plan = plan(1, task("a"), task("b").after("a"));
    EngineHarness whole = new EngineHarness(plan);
    whole.writes("a", "f").when("a", r -> AgentOutcome.failure(1, "no")).start();
    assertThat(whole.state("b")).isEqualTo(TaskState.SKIPPED);
    List<Entry> failed = List.copyOf(whole.log);
    whole.when("a", r -> AgentOutcome.success(Map.of()));
    whole.send(new Command.Retry("a", "ada", ""));
    assertThat(whole.workspace.landed()).containsExactly("a");

    harness = new EngineHarness(plan, whole.workspace, failed);
    harness.start();
    assertThat(harness.state("a")).isEqualTo(TaskState.LANDED);
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
    assertThat(harness.attempts()).containsExactly("b");
    whole.close();
  }

  @Test
  void onlyTheWorkTreeOfTheLastFailedAttemptStays() {
    RetryPolicy once = new RetryPolicy(1, Duration.ofSeconds(1), 1, 0);
    harness = new EngineHarness(plan(1, task("a").withRetries(once), task("b")));
    harness.when("a", r -> AgentOutcome.failure(1, "no")).start();
    assertThat(harness.workspace.kept).isEmpty();
    harness.advance(Duration.ofSeconds(2));
    assertThat(harness.state("a")).isEqualTo(TaskState.FAILED);
    assertThat(harness.workspace.kept).containsExactly(new AttemptKey("run-1", "a", 2));
  }

  @Test
  void aChangeMadeOnWhatSomebodyElsePushedIsMergedOntoThat() {
    harness = new EngineHarness(plan(1, task("a").withApproval(Approval.BEFORE)));
    harness.writes("a", "f").start();
    harness.workspace.push(Map.of("f", "by somebody"));
    harness.send(new Command.Approve("a", "eve", "yes"));
    assertThat(harness.state("a")).isEqualTo(TaskState.LANDED);
    assertThat(harness.state().conflicts()).isEmpty();
  }

  @Test
  void rejectingATaskThatIsNotThereIsRefusedAndTheRunGoesOn() {
    harness = new EngineHarness(plan(1, task("a")));
    harness.hold("a").start();
    assertThat(harness.send(new Command.Reject("b", "eve", "no")).text())
        .isEqualTo("There is no task b in this run.");
    harness.release("a");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  @Test
  void aWorkTreeThatCannotBeGivenBackCostsNoTaskAndTheRunEnds() {
    harness = new EngineHarness(plan(1, task("a"), task("b").after("a")));
    harness.workspace.refused.add("release");
    harness.writes("a", "f").start();
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  @Test
  void aLandingThatFailedAfterTheBranchHadMovedIsALanding() {
    harness = new EngineHarness(plan(1, task("a")));
    harness.workspace.refused.add("land, when done");
    harness.writes("a", "f").start();
    assertThat(harness.state("a")).isEqualTo(TaskState.LANDED);
    assertThat(harness.workspace.landed()).containsExactly("a");
  }

  @Test
  void aLandingThatFailedBeforeTheBranchMovedIsAFailure() {
    harness = new EngineHarness(plan(1, task("a")));
    harness.workspace.refused.add("land");
    harness.writes("a", "f").start();
    assertThat(harness.state("a")).isEqualTo(TaskState.FAILED);
    assertThat(harness.state().status("a").reason()).isEqualTo("git refuses: land");
  }

  @Test
  void whereGitCannotTellOfALandingTheRunStopsAndTheNextSessionAsksAgain() {
    var plan = plan(1, task("a"), task("b"));
    EngineHarness first = new EngineHarness(plan);
    first.workspace.refused.addAll(List.of("land, when done", "hasLanded"));
    first.writes("a", "f").start();
    assertThat(first.state("a")).isEqualTo(TaskState.LANDING);
    assertThat(first.state().outcome()).contains(RunOutcome.STOPPED);
    assertThat(first.state().outcomeReason())
        .isEqualTo(
            "git cannot tell whether a has landed (git refuses: hasLanded); resume asks it again");
    assertThat(Waiting.blocker(first.state(), "a")).isEqualTo(new Blocker.OnRun("stopped"));

    first.workspace.refused.clear();
    harness = new EngineHarness(plan, first.workspace, first.log);
    harness.start();
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.workspace.landed()).containsExactly("a");
    first.close();
  }

  @Test
  void aRunThatIsWantedAgainInTheSameSessionAsksGitAboutTheLandingFirst() {
    harness = new EngineHarness(plan(2, task("a"), task("b")));
    harness.workspace.refused.addAll(List.of("land, when done", "hasLanded"));
    harness.when("b", request -> AgentOutcome.failure(1, "no"));
    harness.writes("a", "f").start();
    assertThat(harness.state().outcome()).contains(RunOutcome.STOPPED);

    harness.workspace.refused.clear();
    harness.when("b", request -> AgentOutcome.success());
    harness.send(new Command.Retry("b", "eve", "again"));
    assertThat(harness.state("a")).isEqualTo(TaskState.LANDED);
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  @Test
  void aReportOnAStepThatWasCalledOffIsNothingToTheNextAttempt(@TempDir Path folder)
      throws Exception {
    FakeWorkspace workspace = new FakeWorkspace();
    workspace.writes.put("a", Set.of("f"));
    workspace.check =
        tasks -> {
          throw new IllegalStateException("The check could not be run");
        };
    ArrayDeque<Runnable> effects = new ArrayDeque<>();
    List<Signal> reports = new ArrayList<>();
    Engine engine =
        new Engine(
            new RunSetup(
                "run-1",
                plan(1, CHECK, Undeclared.OPTIMISTIC, task("a")),
                "",
                folder,
                workspace,
                Map.of("A", request -> AgentOutcome.success()),
                EventLog.inMemory(),
                new VirtualClock(),
                new Random(7),
                effects::add,
                List.of()),
            reports::add);
    engine.start();
    TaskStatus a = engine.state().status("a");
    while (a.state() != TaskState.CHECKING) {
      effects.remove().run();
      engine.step(List.copyOf(reports));
      reports.clear();
    }
    engine.step(List.of(asked(new Command.Cancel("a", "eve", "wrong idea"))));
    engine.step(List.of(asked(new Command.Retry("a", "eve", "after all"))));
    assertThat(a.state()).isEqualTo(TaskState.PREPARING);

    effects.remove().run();
    assertThat(reports).singleElement().isInstanceOf(Signal.LaneFailed.class);
    engine.step(reports);
    assertThat(a.state()).isEqualTo(TaskState.PREPARING);
  }

  private static Signal asked(Command command) {
    return new Signal.Asked(command, new CompletableFuture<>());
  }
}
