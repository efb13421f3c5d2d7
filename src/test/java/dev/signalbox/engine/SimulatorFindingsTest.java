package dev.signalbox.engine;

import static dev.signalbox.engine.EngineHarness.plan;
import static dev.signalbox.engine.EngineHarness.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.agent.AgentException;
import dev.signalbox.agent.AgentOutcome;
import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Approval;
import dev.signalbox.plan.Breaker;
import dev.signalbox.plan.OnFailure;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.workspace.AttemptKey;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What simulated runs found in the engine, each by a case of its own.
class SimulatorFindingsTest {
  private EngineHarness harness = new EngineHarness(plan(1));

  @AfterEach
  void close() {
    harness.close();
  }

  @Test
  void anAgentOnTrialIsNotBlamedForTheMachine() {
    Plan plan = plan(1, task("a"), task("b"));
    Agent agent =
        new Agent("A", "fake", 1, "sh", Map.of(), null)
            .withBreaker(new Breaker(1, Duration.ofMinutes(1)));
    harness = new EngineHarness(plan.withAgents(Map.of("A", agent)));
    harness.when("a", r -> AgentOutcome.failure(1, "broken"));
    harness.when(
        "b",
        r -> {
          throw new AgentException("It could not be started.", new IOException("error=11, no"));
        });
    harness.start();
    assertThat(harness.state().agent("A").breaker()).isEqualTo(AgentStatus.Breaker.OPEN);
    harness.advance(Duration.ofMinutes(1));
    assertThat(harness.attempts()).startsWith("a", "b");
    assertThat(harness.state().agent("A").breaker()).isEqualTo(AgentStatus.Breaker.HALF_OPEN);
  }

  @Test
  void aYesToALandingIsNoYesToADecision() {
    harness = new EngineHarness(plan(1, task("a").withApproval(Approval.LANDING)));
    harness.writes("a", "f").start();
    String shown = "";
    for (int i = 1; i <= 2; i++) {
      shown = harness.state().status("a").askedDigest();
      harness.workspace.push(Map.of("f", "by somebody, " + i));
      harness.send(new Command.Approve("a", "me", "", shown));
    }
    assertThat(harness.state("a")).isEqualTo(TaskState.ASKING_DECISION);
    assertThat(harness.send(new Command.Approve("a", "me", "", shown)).accepted()).isFalse();
    assertThat(harness.state("a")).isEqualTo(TaskState.ASKING_DECISION);
    assertThat(harness.send(new Command.Approve("a", "me", "")).accepted()).isTrue();
  }

  // ---- parked work trees ------------------------------------------------------------------------

  private Plan limited() {
    return plan(1, task("a"), task("b").withAgent("B"));
  }

  private void parksFirst(String task) {
    harness.when(
        task,
        r ->
            r.attempt() == 1
                ? AgentOutcome.limited(75, "limit", harness.clock.now().plusSeconds(3600))
                : AgentOutcome.success());
  }

  @Test
  void aTaskThatWasParkedAndIsCalledOffBeforeItGoesOnLeavesNoWorkTree() {
    harness = new EngineHarness(limited());
    parksFirst("a");
    harness.hold("b").start();
    harness.send(new Command.LiftLimit("A", "me"));
    assertThat(harness.state("a")).isEqualTo(TaskState.READY);
    harness.send(new Command.Cancel("a", "me", ""));
    assertThat(harness.workspace.abandoned).containsExactly(new AttemptKey("run-1", "a", 1));
    harness.release("b");
  }

  @Test
  void whatWasParkedAndGivenUpIsNotGoneOnIn() {
    harness = new EngineHarness(limited());
    parksFirst("a");
    harness.hold("b").start();
    harness.send(new Command.Cancel("a", "me", ""));
    harness.send(new Command.Retry("a", "me", ""));
    harness.release("b").advance(Duration.ofHours(1));
    assertThat(harness.state("a")).isEqualTo(TaskState.LANDED);
    assertThat(harness.workspace.abandoned).hasSize(1);
    assertThat(harness.workspace.goneOn).isEmpty();
  }

  // ---- changes to a run that goes on ------------------------------------------------------------

  @Test
  void aPriorityOfOneLooksAnewAtWhoCanNeverStart() {
    harness =
        new EngineHarness(
            plan(
                1,
                task("first").withOnFailure(OnFailure.CONTINUE),
                task("after").after("first").withApproval(Approval.BEFORE),
                task("other").withApproval(Approval.BEFORE)));
    harness.when("first", r -> AgentOutcome.failure(1, "broken")).start();
    assertThat(harness.state("after")).isEqualTo(TaskState.ASKING_START);
    // What it comes after has failed, which does for it; and then is called off, which does not.
    harness.hold("first");
    harness.send(new Command.Retry("first", "me", ""));
    harness.send(new Command.Cancel("first", "me", ""));
    harness.send(new Command.SetPriority("other", 3, "me"));
    assertThat(harness.state("after")).isEqualTo(TaskState.SKIPPED);
    assertThat(harness.state("other")).isEqualTo(TaskState.ASKING_START);
  }

  private static Claims writes(String path) {
    return new Claims(List.of(), List.of(Glob.parse(path)));
  }

  private static Claims reads(String path) {
    return new Claims(List.of(Glob.parse(path)), List.of());
  }

  @Test
  void aTaskCanBeTakenOutInTheStepInWhichItIsLookedAt() {
    Task b = task("b").after("a");
    harness = new EngineHarness(plan(1, task("a"), b));
    harness.hold("a").start();
    harness.sendTogether(
        new Command.Change(b.withRun("make"), "me"), new Command.Remove("b", "me"));
    harness.release("a");
    assertThat(harness.state().tasks()).extracting(TaskStatus::id).containsExactly("a");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  @Test
  void whatNoLongerComesAfterAChangedTaskDoesNotWaitForIt() {
    Task a = task("a").withApproval(Approval.BEFORE).withClaims(writes("f"));
    harness = new EngineHarness(plan(1, a, task("b").withClaims(reads("f"))));
    harness.start();
    assertThat(harness.state("b")).isEqualTo(TaskState.WAITING);
    harness.send(new Command.Change(a.withClaims(writes("g")), "me"));
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
  }

  @Test
  void whatComesAfterAChangedTaskFromNowOnWaitsForIt() {
    Task a = task("a").withApproval(Approval.BEFORE).withClaims(writes("f"));
    Task b = task("b").withApproval(Approval.BEFORE).withClaims(reads("g"));
    harness = new EngineHarness(plan(1, a, b));
    harness.start();
    harness.send(new Command.Change(a.withClaims(writes("g")), "me"));
    assertThat(harness.state("b")).isEqualTo(TaskState.WAITING);
    harness.send(new Command.Approve("a", "me", ""));
    assertThat(harness.state("b")).isEqualTo(TaskState.ASKING_START);
  }

  // ---- a journal that knows less than the branch ------------------------------------------------

  @Test
  void aTaskThatLandedByALaterAttemptThanTheOneAnnouncedIsNotLandedAgain() {
    Plan plan = plan(1, task("a"));
    EngineHarness whole = new EngineHarness(plan);
    whole.workspace.somebodyElseMovesIt = true;
    whole.writes("a", "f").start();
    String commit = whole.state().status("a").commit();
    int announced = 0;
    while (!(whole.log.get(announced).event() instanceof Event.LandingStarted)) {
      announced++;
    }
    harness.close();
    harness = new EngineHarness(plan, whole.workspace, whole.log.subList(0, announced + 1));
    harness.start();
    assertThat(harness.state("a")).isEqualTo(TaskState.LANDED);
    assertThat(harness.state().status("a").commit()).isEqualTo(commit);
    whole.close();
  }
}
