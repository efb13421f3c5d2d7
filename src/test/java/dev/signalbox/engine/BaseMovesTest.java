package dev.signalbox.engine;

import static dev.signalbox.engine.EngineHarness.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.live.Party;
import dev.signalbox.conflict.live.Sight;
import dev.signalbox.plan.BaseMoves;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Undeclared;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Somebody commits to the branch that the run started from, while it goes on.
class BaseMovesTest {
  private static final CheckPolicy CHECK = new CheckPolicy("check", false, false, null);
  private static final Duration SOON = Duration.ofSeconds(4);

  private @Nullable EngineHarness open;

  @AfterEach
  void close() {
    if (open != null) {
      assertThat(StateComparison.difference(open.state(), open.folded())).isNull();
      open.close();
    }
  }

  private EngineHarness start(BaseMoves moves, @Nullable String base, CheckPolicy check) {
    Plan plan = EngineHarness.plan(2, check, Undeclared.OPTIMISTIC, task("a"), task("b"));
    return start(new EngineHarness(plan.withBase(base, moves)));
  }

  private EngineHarness start(EngineHarness harness) {
    open = harness;
    return harness.writes("a", "a").writes("b", "b").hold("b").start();
  }

  private static List<String> kinds(EngineHarness harness) {
    return harness.log.stream()
        .map(entry -> entry.event().getClass().getSimpleName())
        .filter(kind -> kind.startsWith("Base"))
        .toList();
  }

  @Test
  void isShownOnceForEachMove() {
    EngineHarness harness = start(BaseMoves.IGNORE, "main", CHECK);
    harness.advance(SOON);
    assertThat(kinds(harness)).isEmpty();
    harness.workspace.commitToBase(Map.of("x", "1"));
    harness.workspace.commitToBase(Map.of("x", "2"));
    harness.advance(SOON).advance(SOON).advance(SOON);
    assertThat(kinds(harness)).containsExactly("BaseMoved");
    assertThat(harness.state().followed().words()).isEqualTo("behind main by 2");
    harness.release("b");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.state().outcomeReason()).isEqualTo("2 of 2 landed");
    assertThat(harness.workspace.landed()).containsExactly("a", "b");
    int looks = harness.workspace.looks;
    harness.advance(Duration.ofMinutes(1));
    assertThat(harness.workspace.looks).isEqualTo(looks);
  }

  @Test
  void aRunThatNamesNoBranchLooksForNone() {
    for (String base : new @Nullable String[] {null, "HEAD"}) {
      EngineHarness harness = start(BaseMoves.END, base, CHECK);
      harness.workspace.commitToBase(Map.of("x", "1"));
      harness.advance(SOON).release("b");
      assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
      assertThat(harness.workspace.looks).isZero();
    }
  }

  @Test
  void isMergedCheckedAndLandsOnceAllHaveLanded() {
    EngineHarness harness = start(BaseMoves.END, "main", CHECK);
    harness.workspace.commitToBase(Map.of("x", "1"));
    harness.advance(SOON);
    // Nobody has seen this one yet.
    harness.workspace.commitToBase(Map.of("y", "1"));
    harness.release("b");
    RunState state = harness.state();
    assertThat(state.outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(state.outcomeReason()).isEqualTo("2 of 2 landed, main merged");
    assertThat(harness.workspace.landed()).containsExactly("a", "b", FakeWorkspace.JOINS);
    assertThat(harness.workspace.checked).hasSize(3);
    assertThat(state.head()).isEqualTo(harness.workspace.head());
    assertThat(state.moves()).containsExactly("a", "b", state.head());
    assertThat(state.followed().behind()).isZero();
    assertThat(state.notes())
        .last()
        .asString()
        .startsWith("main, which had moved to b2, was merged");
    assertThat(kinds(harness))
        .containsExactly(
            "BaseMoved", "BaseMoved", "BaseMergeStarted", "BaseLandingStarted", "BaseMerged");
  }

  @Test
  void isMergedAsItComesWhereThePlanSaysSo() {
    EngineHarness harness = start(BaseMoves.DURING, "main", CHECK);
    harness.workspace.commitToBase(Map.of("x", "1"));
    harness.advance(SOON);
    assertThat(harness.state("b")).isEqualTo(TaskState.RUNNING);
    assertThat(harness.workspace.landed()).containsExactly("a", FakeWorkspace.JOINS);
    assertThat(harness.state().followed().behind()).isZero();
    harness.release("b");
    assertThat(harness.workspace.landed()).containsExactly("a", FakeWorkspace.JOINS, "b");
    assertThat(harness.state().outcomeReason()).isEqualTo("2 of 2 landed, main merged");
  }

  @Test
  void whatDoesNotFitWhileTasksGoOnIsTriedAgainOnceItMovedAndAtTheEnd() {
    EngineHarness harness = start(BaseMoves.DURING, "main", CHECK);
    harness.workspace.commitToBase(Map.of("a", "mine"));
    harness.advance(SOON).advance(SOON);
    assertThat(kinds(harness)).containsExactly("BaseMoved", "BaseMergeStarted", "BaseNotMerged");
    assertThat(harness.state().followed().asksSince()).isNotNull();
    harness.workspace.commitToBase(Map.of("c", "1"));
    harness.advance(SOON).advance(SOON);
    assertThat(kinds(harness).subList(3, 6))
        .containsExactly("BaseMoved", "BaseMergeStarted", "BaseNotMerged");
    harness.release("b");
    assertThat(harness.workspace.landed()).containsExactly("a", "b");
    assertThat(kinds(harness).subList(6, 8)).containsExactly("BaseMergeStarted", "BaseNotMerged");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  private static final String MAIN = Conflict.base("main");

  private static void sees(EngineHarness harness, String task, int round) {
    Conflict conflict =
        new Conflict(Conflict.Kind.TEXT, List.of(task, MAIN), List.of("b"), "CONFLICT");
    harness.post(new Signal.Seen(List.of(new Sight(task, 1, MAIN, round, conflict))));
    harness.settle();
  }

  private static List<String> becameOf(EngineHarness harness) {
    return harness.state().conflicts().stream()
        .filter(FoundConflict::live)
        .map(found -> found.isOpen() ? "open" : found.how())
        .toList();
  }

  @Test
  void takesPartAsATaskDoesUntilItIsMerged() {
    EngineHarness harness = start(BaseMoves.DURING, "main", CHECK);
    harness.send(new Command.Pause("eve"));
    assertThat(harness.state().parties()).extracting(Party::task).doesNotContain(MAIN);
    // Nothing has come yet that could be seen.
    sees(harness, "b", 0);
    assertThat(becameOf(harness)).isEmpty();
    harness.workspace.commitToBase(Map.of("b", "mine"));
    harness.advance(SOON);
    assertThat(harness.state().parties()).extracting(Party::task).containsOnlyOnce(MAIN);
    sees(harness, "b", 0);
    sees(harness, "a", 0);
    assertThat(becameOf(harness)).containsExactly("open", "open");
    harness.send(new Command.Continue("eve"));
    assertThat(harness.workspace.landed()).containsExactly("a", FakeWorkspace.JOINS);
    assertThat(becameOf(harness)).containsExactly("main was merged", "main was merged");
    assertThat(harness.state().parties()).extracting(Party::task).doesNotContain(MAIN);
    // It was on its way, and is no news any more.
    sees(harness, "b", 0);
    assertThat(becameOf(harness)).doesNotContain("open");
    // What comes then is another change, which `a` has not met either: it is not in the base.
    harness.send(new Command.Pause("eve"));
    harness.workspace.commitToBase(Map.of("b", "again"));
    harness.advance(SOON);
    sees(harness, "b", 0);
    assertThat(becameOf(harness)).doesNotContain("open");
    sees(harness, "b", 1);
    assertThat(becameOf(harness)).containsExactly("open", "main was merged");
    assertThat(harness.state().parties())
        .filteredOn(party -> party.task().equals(MAIN))
        .singleElement()
        .satisfies(party -> assertThat(party.base()).isEqualTo("b1"));
  }

  @Test
  void meetsWhoHasLandedSinceTheTwoPartedAlsoWhereNobodyAtWorkDoes() {
    Plan plan =
        EngineHarness.plan(1, CHECK, Undeclared.OPTIMISTIC, task("a"), task("b").after("a"));
    EngineHarness harness = start(new EngineHarness(plan.withBase("main", BaseMoves.IGNORE)));
    assertThat(harness.state().parties()).extracting(Party::task).containsExactly("b");
    harness.workspace.commitToBase(Map.of("a", "mine"));
    harness.advance(SOON);
    assertThat(harness.state().parties())
        .extracting(Party::task)
        .containsExactlyInAnyOrder(MAIN, "b", "a");
    // Nor does the matrix name it.
    assertThat(harness.state().meeting()).extracting(TaskStatus::id).containsExactly("b");
    sees(harness, "a", 0);
    assertThat(becameOf(harness)).containsExactly("open");
    harness.release("b");
    assertThat(becameOf(harness)).containsExactly("the session ended");
  }

  @Test
  void whatWasSeenOfItEndsWithTheAttemptAndWithTheRun() {
    EngineHarness harness = start(BaseMoves.IGNORE, "main", CHECK);
    harness.workspace.commitToBase(Map.of("b", "mine"));
    harness.advance(SOON);
    sees(harness, "b", 0);
    sees(harness, "a", 0);
    assertThat(becameOf(harness)).containsExactly("open", "open");
    harness.send(new Command.Cancel("b", "eve", ""));
    assertThat(becameOf(harness)).containsExactly("b was called off", "the session ended");
  }

  @Test
  void whatDoesNotFitStaysSeenWhileItStaysOut() {
    EngineHarness harness = start(BaseMoves.DURING, "main", CHECK);
    harness.workspace.commitToBase(Map.of("a", "mine"));
    harness.advance(SOON);
    assertThat(harness.state().followed().objection()).isNotEmpty();
    sees(harness, "a", 0);
    assertThat(becameOf(harness)).containsExactly("open");
    harness.workspace.commitToBase(Map.of("c", "1"));
    harness.advance(SOON);
    assertThat(becameOf(harness)).containsExactly("open");
  }

  @Test
  void whatComesDuringTheCheckIsMergedNext() {
    EngineHarness harness = start(BaseMoves.END, "main", CHECK);
    harness.workspace.commitToBase(Map.of("x", "1"));
    harness.workspace.check =
        tasks -> {
          if (tasks.contains(FakeWorkspace.BASE_NAME) && !tasks.contains(FakeWorkspace.JOINS)) {
            harness.workspace.commitToBase(Map.of("y", "1"));
          }
          return true;
        };
    harness.release("b");
    assertThat(harness.workspace.landed())
        .containsExactly("a", "b", FakeWorkspace.JOINS, FakeWorkspace.JOINS);
    assertThat(harness.state().followed().behind()).isZero();
  }

  @Test
  void whatDoesNotFitStaysOut() {
    EngineHarness harness = start(BaseMoves.END, "main", CHECK);
    harness.workspace.commitToBase(Map.of("a", "mine"));
    harness.release("b");
    RunState state = harness.state();
    assertThat(state.outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(state.outcomeReason())
        .isEqualTo("2 of 2 landed, main not merged (it does not fit in a)");
    assertThat(harness.workspace.landed()).containsExactly("a", "b");
    assertThat(state.notes())
        .contains("main, which had moved to b1, was not merged: it does not fit in a.");
    assertThat(state.followed().words()).isEqualTo("behind main by 1");
    assertThat(state.followed().asksSince()).isNotNull();
  }

  @Test
  void whatWasInTheWayIsForgottenOnceTheBaseIsElsewhere() {
    EngineHarness harness = start(BaseMoves.DURING, "main", CHECK);
    harness.workspace.commitToBase(Map.of("a", "mine"));
    harness.advance(SOON);
    assertThat(harness.state().followed().asksSince()).isNotNull();
    harness.send(new Command.Pause("eve"));
    harness.workspace.commitToBase(Map.of("c", "1"));
    harness.advance(SOON);
    assertThat(harness.state().followed().asksSince()).isNull();
    assertThat(harness.state().followed().objection()).isEmpty();
  }

  @Test
  void whatFailsTheCheckStaysOut() {
    EngineHarness harness =
        start(BaseMoves.END, "main", CHECK.with(new CheckPolicy.Runs(false, 1)));
    harness.workspace.commitToBase(Map.of("x", "1"));
    harness.workspace.check = tasks -> !tasks.contains(FakeWorkspace.BASE_NAME);
    harness.release("b");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.state().outcomeReason())
        .startsWith("2 of 2 landed, main not merged (the check fails on what comes of it");
    assertThat(harness.workspace.landed()).containsExactly("a", "b");
    // a, b, and twice this.
    assertThat(harness.workspace.checked).hasSize(4);
  }

  @Test
  void nothingIsMergedWhereATaskHasNotLanded() {
    EngineHarness harness = start(BaseMoves.END, "main", CHECK);
    harness.workspace.commitToBase(Map.of("x", "1"));
    harness.send(new Command.Cancel("b", "eve", ""));
    assertThat(harness.state().outcome()).contains(RunOutcome.FAILED);
    assertThat(harness.workspace.landed()).containsExactly("a");
  }

  @Test
  void somebodyElsesPushMeanwhileComesFirst() {
    EngineHarness harness = start(BaseMoves.END, "main", CheckPolicy.NONE);
    harness.workspace.commitToBase(Map.of("x", "1"));
    harness.advance(SOON);
    harness.workspace.pushBeforeBase = true;
    harness.release("b");
    assertThat(harness.workspace.landed())
        .containsExactly("a", "b", "somebody", FakeWorkspace.JOINS);
    assertThat(harness.state().head()).isEqualTo(harness.workspace.head());
  }

  @Test
  void aBranchThatMovedAllTheSameIsNotTakenForOneThatDidNot() {
    EngineHarness harness = start(BaseMoves.END, "main", CheckPolicy.NONE);
    harness.workspace.commitToBase(Map.of("x", "1"));
    harness.advance(SOON);
    harness.workspace.refuseBase = "land, when done";
    harness.release("b");
    assertThat(harness.state().outcomeReason()).isEqualTo("2 of 2 landed, main merged");
    assertThat(harness.state().moves()).last().isEqualTo(harness.workspace.head());
  }

  @Test
  void aResumeFindsWhatLandedWhenTheProcessDied() {
    EngineHarness harness = start(BaseMoves.END, "main", CheckPolicy.NONE);
    harness.workspace.commitToBase(Map.of("x", "1"));
    harness.release("b");
    List<Entry> cut = harness.log;
    while (!(cut.getLast().event() instanceof Event.BaseLandingStarted)) {
      cut = cut.subList(0, cut.size() - 1);
    }
    EngineHarness next = new EngineHarness(harness.state().plan(), harness.workspace, cut);
    harness.close();
    open = next;
    next.start();
    assertThat(next.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(next.state().outcomeReason()).isEqualTo("2 of 2 landed, main merged");
    assertThat(next.workspace.landed()).containsExactly("a", "b", FakeWorkspace.JOINS);
  }

  @Test
  void whatCannotBeLookedAtIsSaidAndNothingIsMerged() {
    EngineHarness harness = start(BaseMoves.END, "main", CheckPolicy.NONE);
    harness.workspace.refused.add("base");
    harness.release("b");
    assertThat(harness.state().outcomeReason())
        .startsWith("2 of 2 landed, main not merged (it could not be looked at");
  }

  @Test
  void aTaskThatIsAddedMeanwhileWaitsForTheBaseToLand() {
    EngineHarness harness = start(BaseMoves.END, "main", CHECK);
    harness.workspace.commitToBase(Map.of("x", "1"));
    harness.workspace.check =
        tasks -> {
          if (tasks.contains(FakeWorkspace.BASE_NAME)) {
            harness.waitWhileHeld("check");
          }
          return true;
        };
    harness.hold("check").release("b");
    assertThat(harness.state().outcome()).isEmpty();
    harness.writes("late", "late").send(new Command.Add(task("late"), "eve"));
    assertThat(harness.state("late")).isEqualTo(TaskState.QUEUED);
    harness.release("check");
    assertThat(harness.workspace.landed()).containsExactly("a", "b", FakeWorkspace.JOINS, "late");
    assertThat(harness.state().outcomeReason()).isEqualTo("3 of 3 landed, main merged");
  }

  @Test
  void whoStopsTheRunStopsTheCheckOfTheBaseToo() {
    EngineHarness harness = start(BaseMoves.END, "main", CHECK);
    harness.workspace.commitToBase(Map.of("x", "1"));
    harness.workspace.check =
        tasks -> {
          if (tasks.contains(FakeWorkspace.BASE_NAME)) {
            harness.waitWhileHeld("check");
          }
          return true;
        };
    harness.hold("check").release("b");
    harness.send(new Command.Stop("eve", "enough", false));
    harness.release("check");
    assertThat(harness.state().outcomeReason())
        .isEqualTo("2 of 2 landed, main not merged (the run was stopped)");
    // The next session tries it: nobody is needed.
    assertThat(harness.state().followed().asksSince()).isNull();
    assertThat(harness.workspace.landed()).containsExactly("a", "b");
  }
}
