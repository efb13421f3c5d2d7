package dev.signalbox.engine;

import static dev.signalbox.engine.EngineHarness.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.plan.Approval;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import dev.signalbox.workspace.AttemptKey;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A person lets one task on its way land before another.
class YieldTest {
  private @Nullable EngineHarness open;

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
    }
  }

  private EngineHarness start(Task... tasks) {
    EngineHarness harness =
        new EngineHarness(
            EngineHarness.plan(
                9, new CheckPolicy("check", false, false, null), Undeclared.OPTIMISTIC, tasks));
    open = harness;
    for (Task task : tasks) {
      harness.hold(task.id()).writes(task.id(), "of-" + task.id());
    }
    return harness.start();
  }

  private EngineHarness three() {
    return start(task("old"), task("young"), task("third"));
  }

  private static Command.Yield let(String task, String to) {
    return new Command.Yield(task, to, "ada");
  }

  private static String refusal(Command.Result result) {
    assertThat(result.accepted()).isFalse();
    return result.text();
  }

  private String why(EngineHarness harness, String task) {
    return Waiting.words(Waiting.blockers(harness.state(), task), harness.clock.now());
  }

  @Test
  void theYoungerWaitsInTheQueueUntilTheOlderHasLanded() {
    EngineHarness harness = three();
    assertThat(harness.send(let("young", "old")).text()).isEqualTo("young lets old land first.");
    harness.release("young").release("third");
    assertThat(harness.workspace.landed()).containsExactly("third");
    assertThat(harness.state("young")).isEqualTo(TaskState.QUEUED);
    assertThat(why(harness, "young")).isEqualTo("lets old land first");
    assertThat(harness.folded().status("young").yieldsTo()).containsExactly("old");
    harness.release("old");
    assertThat(harness.workspace.landed()).containsExactly("third", "old", "young");
    assertThat(harness.state().status("young").yieldsTo()).isEmpty();
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.state().decisions())
        .extracting(Decision::what)
        .containsExactly("let land first: old");
  }

  @Test
  void itIsMergedOnWhatTheOlderChanged() {
    EngineHarness harness = start(task("old"), task("young"));
    harness.writes("old", "same").writes("young", "same");
    harness.send(let("young", "old"));
    harness.release("young").release("old");
    assertThat(harness.workspace.landed()).containsExactly("old", "young");
    assertThat(harness.attempts()).containsExactly("old", "young", "young");
  }

  @Test
  void whoChangedNothingWaitsToo() {
    EngineHarness harness = three();
    harness.writes("young");
    harness.send(let("young", "old"));
    harness.release("young");
    assertThat(harness.state("young")).isEqualTo(TaskState.QUEUED);
    harness.release("old");
    assertThat(harness.state("young")).isEqualTo(TaskState.LANDED);
  }

  @Test
  void itIsTakenBack() {
    EngineHarness harness = three();
    harness.send(let("young", "old"));
    harness.release("young");
    assertThat(harness.send(new Command.EndYield("young", "old", "ada")).text())
        .isEqualTo("young does not wait for old any more.");
    assertThat(harness.workspace.landed()).containsExactly("young");
    assertThat(refusal(harness.send(new Command.EndYield("third", "old", "ada"))))
        .isEqualTo("third does not let old land first.");
  }

  @Test
  void itIsOverWhenTheOlderEndsWithoutLanding() {
    EngineHarness harness = three();
    harness.send(let("young", "old"));
    harness.release("young");
    harness.send(new Command.Cancel("old", "ada", ""));
    assertThat(harness.workspace.landed()).containsExactly("young");
  }

  @Test
  void theOlderMayFailAndTryAgainFirst() {
    EngineHarness harness = three();
    harness.send(let("young", "old"));
    harness.send(let("third", "young"));
    harness.release("third").release("young");
    assertThat(harness.workspace.landed()).isEmpty();
    assertThat(refusal(harness.send(let("old", "third"))))
        .isEqualTo("third lets old land first already; both would wait.");
    harness.release("old");
    assertThat(harness.workspace.landed()).containsExactly("old", "young", "third");
  }

  @Test
  void whatCannotWaitIsRefused() {
    EngineHarness harness = start(task("old"), task("young"), task("later").after("old"));
    assertThat(refusal(harness.send(let("young", "nobody"))))
        .isEqualTo("There is no task nobody in this run.");
    assertThat(refusal(harness.send(let("young", "young"))))
        .isEqualTo("young cannot let itself land first.");
    assertThat(refusal(harness.send(let("young", "later"))))
        .isEqualTo("later has not started; reorder says what starts first.");
    harness.send(let("young", "old"));
    assertThat(refusal(harness.send(let("young", "old"))))
        .isEqualTo("young lets old land first already.");
    assertThat(refusal(harness.send(let("old", "young"))))
        .isEqualTo("young lets old land first already; both would wait.");
    harness.release("old");
    assertThat(refusal(harness.send(let("later", "old"))))
        .isEqualTo("old is landed already; nothing is left to wait for.");
  }

  @Test
  void oneThatIsBeingCheckedGoesBackToTheQueueAndTheOthersLand() {
    EngineHarness harness = start(task("old"), task("young"), task("third"));
    CompletableFuture<Command.Result> answer = new CompletableFuture<>();
    harness.workspace.check =
        tasks -> {
          if (tasks.contains("young") && !answer.isDone()) {
            harness.post(new Signal.Asked(let("young", "old"), answer));
          }
          return true;
        };
    harness.release("young").release("third");
    assertThat(harness.workspace.landed()).containsExactly("third");
    assertThat(why(harness, "young")).isEqualTo("lets old land first");
    harness.release("old");
    assertThat(harness.workspace.landed()).containsExactly("third", "old", "young");
  }

  /// It runs again because `first` had changed what it read, and would land before `last`, which
  /// changes that once more.
  @Test
  void whoRunsAgainHoldsNobodyUpWhomItLetsLandFirst() {
    EngineHarness harness = start(task("reader"), task("first"), task("last"));
    harness.hold("reader#2");
    harness.writes("reader", "g").writes("first", "f").writes("last", "f");
    harness.workspace.reads.put(new AttemptKey("run-1", "reader", 1), Set.of("f", "g"));
    harness.workspace.reads.put(new AttemptKey("run-1", "reader", 2), Set.of("f", "g"));
    harness.workspace.reads.put(new AttemptKey("run-1", "first", 1), Set.of("f", "g"));
    harness.release("first").release("reader");
    assertThat(harness.attempts()).endsWith("reader");
    harness.send(new Command.Yield("reader", "last", "ada"));
    harness.release("last");
    assertThat(harness.workspace.landed()).containsExactly("first", "last");
    harness.release("reader#2");
    assertThat(harness.workspace.landed()).containsExactly("first", "last", "reader");
  }

  private static Command.SendBack back(String task, String to) {
    return new Command.SendBack(task, to, "ada");
  }

  @Test
  void whoIsSentBackEndsNowAndRunsAgainOnWhatTheOtherLanded() {
    EngineHarness harness = three();
    harness.writes("old", "same").writes("young", "same");
    assertThat(harness.send(back("young", "old")).text())
        .isEqualTo("young runs again once old has landed.");
    assertThat(harness.state("young")).isEqualTo(TaskState.READY);
    assertThat(why(harness, "young")).isEqualTo("runs again once old has landed");
    assertThat(harness.attempts()).containsExactly("old", "young", "third");
    assertThat(refusal(harness.send(back("young", "old"))))
        .isEqualTo("young runs again after old already.");
    harness.release("old");
    assertThat(harness.attempts()).containsExactly("old", "young", "third", "young");
    harness.release("young").release("third");
    assertThat(harness.workspace.landed()).containsExactly("old", "young", "third");
    TaskStatus young = harness.folded().status("young");
    assertThat(young.attempts().getFirst().reason()).isEqualTo(FailureReason.SENT_BACK);
    assertThat(young.attempts().getFirst().sealed()).isNotNull();
    assertThat(young.retriesSpent()).isZero();
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.state().decisions())
        .extracting(Decision::what)
        .containsExactly("run again after: old");
  }

  @Test
  void whatWaitsToLandIsSentBackToo() {
    EngineHarness harness =
        start(task("old"), task("young").withApproval(Approval.LANDING), task("third"));
    harness.send(let("third", "old"));
    harness.release("young").release("third");
    assertThat(harness.state("young")).isEqualTo(TaskState.ASKING_LANDING);
    assertThat(harness.state("third")).isEqualTo(TaskState.QUEUED);
    harness.send(back("young", "old"));
    harness.send(back("third", "old"));
    assertThat(harness.state("young")).isEqualTo(TaskState.READY);
    assertThat(harness.state("third")).isEqualTo(TaskState.READY);
    harness.release("old");
    assertThat(harness.workspace.landed()).containsExactly("old", "third");
    assertThat(harness.state("young")).isEqualTo(TaskState.ASKING_LANDING);
  }

  @Test
  void whereTheWaitIsTakenBackItRunsAgainAtOnce() {
    EngineHarness harness = three();
    harness.send(back("young", "old"));
    harness.send(new Command.EndYield("young", "old", "ada"));
    assertThat(harness.attempts()).containsExactly("old", "young", "third", "young");
  }

  @Test
  void aDrainDoesNotWaitForWhatIsBehindAnother() {
    EngineHarness harness =
        start(task("old").withApproval(Approval.LANDING), task("young"), task("third"));
    harness.send(let("young", "old"));
    harness.release("young").release("old");
    assertThat(harness.state("old")).isEqualTo(TaskState.ASKING_LANDING);
    harness.release("third");
    assertThat(Waiting.isOnlyForPeople(harness.state())).isTrue();
    harness.send(new Command.Drain("ada"));
    assertThat(harness.state().outcome()).contains(RunOutcome.STOPPED);
    assertThat(harness.state("young")).isEqualTo(TaskState.QUEUED);
  }
}
