package dev.signalbox.engine;

import static dev.signalbox.engine.EngineHarness.plan;
import static dev.signalbox.engine.EngineHarness.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.agent.AgentException;
import dev.signalbox.agent.AgentOutcome;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Approval;
import dev.signalbox.plan.Breaker;
import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.OnFailure;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.RetryPolicy;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import dev.signalbox.workspace.AttemptKey;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the engine does when agents, accounts, resources or the machine cannot be had, and what an
/// operator can change meanwhile.
class EngineFailureTest {
  private static final AgentOutcome BROKEN = AgentOutcome.failure(1, "broken");
  private EngineHarness harness = new EngineHarness(plan(1));

  @AfterEach
  void close() {
    harness.close();
  }

  private static Plan agent(Plan plan, String id, UnaryOperator<Agent> change) {
    Map<String, Agent> agents = new LinkedHashMap<>(plan.agents());
    agents.put(
        id,
        change.apply(agents.getOrDefault(id, new Agent(id, "fake", 100, "sh", Map.of(), null))));
    return plan.withAgents(agents);
  }

  private List<String> doers() {
    return harness.requests.stream().map(r -> r.task().id() + " " + r.agent().id()).toList();
  }

  private String why(String task) {
    return Waiting.words(Waiting.blockers(harness.state(), task), harness.clock.now());
  }

  private void logGivesTheSameState() {
    RunState folded = harness.folded();
    assertThat(folded.tasks()).hasSameSizeAs(harness.state().tasks());
    for (TaskStatus status : harness.state().tasks()) {
      assertThat(folded.status(status.id())).usingRecursiveComparison().isEqualTo(status);
    }
    assertThat(folded.limits()).isEqualTo(harness.state().limits());
  }

  // ---- what a failure means for others
  // ------------------------------------------------------------

  @Test
  void whatComesAfterATaskThatMayFailRunsAllTheSame() {
    harness =
        new EngineHarness(
            plan(2, task("a").withOnFailure(OnFailure.CONTINUE), task("b").after("a")));
    harness.when("a", r -> BROKEN).start();
    assertThat(harness.state("a")).isEqualTo(TaskState.FAILED);
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
    assertThat(harness.state().outcome()).contains(RunOutcome.FAILED);
  }

  @Test
  void aFailureThatStopsTheRunLetsWhatRunsLandAndStartsNothingElse() {
    harness =
        new EngineHarness(
            plan(2, task("a").withOnFailure(OnFailure.STOP), task("b"), task("c"), task("d")));
    harness.writes("b", "b.txt").hold("b").when("a", r -> BROKEN).start();
    assertThat(harness.state().isDraining()).isTrue();
    harness.release("b");
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
    assertThat(harness.state("c")).isEqualTo(TaskState.READY);
    assertThat(harness.state().outcome()).contains(RunOutcome.FAILED);
    assertThat(harness.state().outcomeReason()).contains("a failed");
  }

  @Test
  void silenceHasItsOwnReason() {
    harness = new EngineHarness(plan(1, task("a").withSilence(Duration.ofMinutes(5))));
    harness.when("a", r -> AgentOutcome.silent("")).start();
    assertThat(harness.state().status("a").failure()).contains(FailureReason.SILENCE);
    assertThat(harness.state().status("a").reason()).isEqualTo("printed nothing for 5:00");
  }

  // ---- circuit breaker and fallback
  // ---------------------------------------------------------------

  @Test
  void anAgentThatKeepsFailingIsLeftAloneAndThenTriedByOneAttempt() {
    Plan plan = plan(1, task("a"), task("b"), task("c"), task("d"));
    harness =
        new EngineHarness(
            agent(plan, "A", a -> a.withBreaker(new Breaker(2, Duration.ofMinutes(1)))));
    harness.when("a", r -> BROKEN).when("b", r -> BROKEN).hold("c").start();
    assertThat(harness.attempts()).containsExactly("a", "b");
    assertThat(harness.state("c")).isEqualTo(TaskState.READY);
    assertThat(why("c")).isEqualTo("A failed 2 times in a row and is tried again in 1:00");
    assertThat(harness.state().outcome()).isEmpty();

    harness.send(new Command.SetParallel(5, "me"));
    harness.advance(Duration.ofMinutes(1));
    assertThat(harness.attempts()).as("one tries").containsExactly("a", "b", "c");
    harness.release("c");
    assertThat(harness.state().agent("A").breaker()).isEqualTo(AgentStatus.Breaker.CLOSED);
    assertThat(harness.state("d")).isEqualTo(TaskState.LANDED);
    logGivesTheSameState();
  }

  @Test
  void theTryThatFailsOpensTheBreakerAgain() {
    Plan plan = plan(1, task("a"), task("b"), task("c"));
    harness =
        new EngineHarness(
            agent(plan, "A", a -> a.withBreaker(new Breaker(2, Duration.ofMinutes(1)))));
    harness.when("a", r -> BROKEN).when("b", r -> BROKEN).when("c", r -> BROKEN).start();
    harness.advance(Duration.ofMinutes(1));
    assertThat(harness.state("c")).isEqualTo(TaskState.FAILED);
    assertThat(harness.state().agent("A").breaker()).isEqualTo(AgentStatus.Breaker.OPEN);
  }

  @Test
  void whileABreakerIsOpenTheFallbackDoesTheWork() {
    Plan plan = plan(1, task("a").withRetries(new RetryPolicy(1, Duration.ZERO, 1, 0)), task("b"));
    plan = agent(plan, "B", b -> b);
    plan =
        agent(
            plan, "A", a -> a.withBreaker(new Breaker(1, Duration.ofMinutes(1))).withFallback("B"));
    harness = new EngineHarness(plan);
    harness.when("a", r -> r.agent().id().equals("A") ? BROKEN : AgentOutcome.success()).start();
    harness.advance(Duration.ZERO);
    assertThat(doers()).contains("a A", "a B", "b B").doesNotContain("b A");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.state().status("a").agent()).isEqualTo("B");
    assertThat(harness.state().busy("A")).isZero();
    assertThat(harness.state().busy("B")).isZero();
  }

  @Test
  void aResumeKeepsTheBreakerOpenUntilItsTime() {
    Plan plan = plan(1, task("a"), task("b"));
    plan = agent(plan, "A", a -> a.withBreaker(new Breaker(1, Duration.ofMinutes(1))));
    harness.close();
    EngineHarness before = new EngineHarness(plan);
    before.when("a", r -> BROKEN).start();
    harness = new EngineHarness(plan, before.workspace, before.log);
    harness.start();
    assertThat(harness.state("b")).isEqualTo(TaskState.READY);
    harness.advance(Duration.ofMinutes(1));
    assertThat(harness.state("b")).isEqualTo(TaskState.LANDED);
    before.close();
  }

  // ---- usage limits
  // -------------------------------------------------------------------------------

  private Plan limited() {
    Plan plan = plan(2, task("a"), task("b"), task("c").withAgent("B"));
    return agent(agent(plan, "A", a -> a.withAccount("pro")), "B", a -> a.withAccount("pro"));
  }

  private AgentOutcome limit(int attempt, Duration length) {
    return attempt == 1
        ? AgentOutcome.limited(75, "limit", harness.clock.now().plus(length))
        : AgentOutcome.success();
  }

  @Test
  void aUsageLimitParksTheAttemptAndEveryAgentOfTheAccount() {
    harness = new EngineHarness(limited());
    harness.when("a", r -> limit(r.attempt(), Duration.ofHours(1))).hold("b");
    harness.writes("a", "a.txt").start().release("b");
    assertThat(harness.state("a")).isEqualTo(TaskState.PARKED);
    assertThat(harness.state("b")).as("what runs goes on").isEqualTo(TaskState.LANDED);
    assertThat(harness.state("c")).isEqualTo(TaskState.READY);
    assertThat(why("a")).isEqualTo("the usage limit of pro ends in 1:00:00");
    assertThat(why("c")).isEqualTo("the usage limit of pro ends in 1:00:00");
    assertThat(harness.state().slotsTaken()).isZero();
    assertThat(harness.state().outcome()).isEmpty();
    logGivesTheSameState();

    harness.advance(Duration.ofMinutes(59));
    assertThat(harness.state("a")).isEqualTo(TaskState.PARKED);
    harness.advance(Duration.ofMinutes(1));
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.state().status("a").retriesSpent()).isZero();
    assertThat(harness.state().status("a").attempts())
        .extracting(Attempt::directory)
        .as("the same work tree")
        .hasSize(2)
        .satisfies(d -> assertThat(d.get(0)).isEqualTo(d.get(1)));
  }

  @Test
  void anOperatorCanTryAnAccountAgainAtOnce() {
    harness = new EngineHarness(limited());
    harness.when("a", r -> limit(r.attempt(), Duration.ofHours(1))).start();
    assertThat(harness.send(new Command.LiftLimit("nobody", "me")).accepted()).isFalse();
    assertThat(harness.send(new Command.LiftLimit("pro", "me")).accepted()).isTrue();
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.state().decisions()).extracting(Decision::by).contains("me");
  }

  @Test
  void aFallbackOfAnotherAccountGoesOnInTheSameWorkTreeAtOnce() {
    Plan plan = agent(plan(1, task("a")), "B", b -> b);
    harness = new EngineHarness(agent(plan, "A", a -> a.withFallback("B")));
    harness.when("a", r -> limit(r.attempt(), Duration.ofHours(1))).start();
    assertThat(doers()).containsExactly("a A", "a B");
    assertThat(harness.state("a")).isEqualTo(TaskState.LANDED);
  }

  @Test
  void aParkedTaskOutlivesTheSessionAndGoesOnInItsWorkTree() {
    harness.close();
    EngineHarness before = new EngineHarness(limited());
    before.when(
        "a", r -> AgentOutcome.limited(75, "limit", before.clock.now().plus(Duration.ofHours(1))));
    before.start();
    harness = new EngineHarness(limited(), before.workspace, before.log);
    harness.start();
    assertThat(harness.state("a")).isEqualTo(TaskState.PARKED);
    harness.advance(Duration.ofHours(1));
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.workspace.goneOn).containsExactly("a");
    before.close();
  }

  @Test
  void aParkedTaskThatIsCalledOffLeavesNoWorkTree() {
    harness = new EngineHarness(limited());
    harness.when("a", r -> limit(r.attempt(), Duration.ofHours(1))).start();
    harness.send(new Command.Cancel("a", "me", ""));
    assertThat(harness.state("a")).isEqualTo(TaskState.CANCELLED);
    assertThat(harness.workspace.abandoned).extracting(AttemptKey::task).containsExactly("a");
  }

  // ---- resources
  // ----------------------------------------------------------------------------------

  @Test
  void tasksThatUseOneThingRunOneAfterTheOther() {
    Plan plan = plan(3, task("a").using("db"), task("b").using("db"), task("c"));
    harness = new EngineHarness(plan.withResources(Map.of("db", 1)));
    harness.hold("a").start();
    assertThat(harness.state("b")).isEqualTo(TaskState.READY);
    assertThat(harness.state("c")).isEqualTo(TaskState.LANDED);
    assertThat(why("b")).isEqualTo("db: all 1 taken by a");
    harness.release("a");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.state().taken("db")).isZero();
  }

  @Test
  void aCheckThatNeedsAResourceWaitsForItAndGetsItBeforeTheNextTask() {
    CheckPolicy check = new CheckPolicy("check", false, false, null).using(List.of("db"));
    Plan plan =
        plan(
            2,
            check,
            Undeclared.OPTIMISTIC,
            task("a"),
            task("b").using("db").withPriority(2),
            task("c").using("db"));
    harness = new EngineHarness(plan.withResources(Map.of("db", 1)));
    harness.writes("a", "a.txt").hold("b").hold("c").start();
    assertThat(harness.state("a")).isEqualTo(TaskState.MERGING);
    assertThat(why("a")).isEqualTo("db: all 1 taken by b");
    harness.release("b");
    assertThat(harness.state("a")).isEqualTo(TaskState.LANDED);
    assertThat(harness.state("c")).isEqualTo(TaskState.RUNNING);
    harness.release("c");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  // ---- the machine
  // --------------------------------------------------------------------------------

  @Test
  void fewerRunWhileTheMachineIsShortAndMoreAgainAfterwards() {
    harness = new EngineHarness(plan(4, task("a"), task("b"), task("c"), task("d"), task("e")));
    List.of("a", "b", "c", "d", "e").forEach(harness::hold);
    harness.start();
    harness.shortage = "only 3 MiB of memory are left";
    harness.advance(Duration.ofSeconds(5));
    assertThat(harness.state().slots()).isEqualTo(2);
    harness.release("a").release("b").release("c");
    assertThat(harness.state("e")).isEqualTo(TaskState.RUNNING);
    harness.shortage = "";
    for (int i = 0; i < 6; i++) {
      harness.advance(Duration.ofSeconds(5));
    }
    assertThat(harness.state().slots()).isEqualTo(4);
    assertThat(harness.state().throttledBecause()).isEmpty();
  }

  @Test
  void anAttemptThatTheMachineHadNoRoomForCostsNoRetry() {
    harness = new EngineHarness(plan(4, task("a"), task("b"), task("c")));
    harness
        .hold("b")
        .hold("c")
        .when(
            "a",
            r -> {
              if (r.attempt() == 1) {
                throw new AgentException("Could not be started.", new IOException("error=11, x"));
              }
              return AgentOutcome.success();
            })
        .start();
    assertThat(harness.state("a")).isEqualTo(TaskState.READY);
    assertThat(harness.state().slots()).isEqualTo(1);
    assertThat(why("a")).contains("fewer than usual: Could not be started.");
    harness.release("b").release("c");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  // ---- what an operator changes while it runs
  // -----------------------------------------------------

  @Test
  void aHeldTaskWaitsForItsReleaseAndHoldsNobodyElseUp() {
    Task first = task("a").withPriority(9);
    harness = new EngineHarness(plan(1, task("x").withPriority(10), first, task("b")));
    harness.hold("x").start();
    assertThat(harness.send(new Command.Hold("a", "me")).accepted()).isTrue();
    assertThat(harness.send(new Command.Hold("a", "me")).accepted()).isFalse();
    harness.release("x");
    assertThat(harness.attempts()).containsExactly("x", "b");
    assertThat(why("a")).isEqualTo("held by me");
    assertThat(Waiting.isOnlyForPeople(harness.state())).isTrue();
    assertThat(harness.state().outcome()).isEmpty();
    harness.send(new Command.Release("a", "me"));
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.send(new Command.Release("a", "me")).accepted()).isFalse();
  }

  @Test
  void toTheFrontAndPriorityDecideWhatStartsNext() {
    harness =
        new EngineHarness(plan(1, task("x").withPriority(9), task("a"), task("b"), task("c")));
    harness.hold("x").start();
    harness.send(new Command.SetPriority("b", 5, "me"));
    assertThat(Waiting.queue(harness.state())).containsExactly("b", "a", "c");
    harness.send(new Command.MoveToFront("c", "me"));
    assertThat(Waiting.queue(harness.state())).startsWith("c");
    harness.release("x");
    assertThat(harness.attempts()).containsExactly("x", "c", "b", "a");
    logGivesTheSameState();
  }

  @Test
  void tasksThatHaveNotStartedCanBeChangedAndTakenOut() {
    harness =
        new EngineHarness(plan(1, task("x").withPriority(9), task("a"), task("b").after("a")));
    harness.hold("x").start();
    assertThat(harness.send(new Command.Change(task("x").withRun("other"), "me")).text())
        .contains("x cannot be changed any more");
    assertThat(harness.send(new Command.Change(task("a").after("b"), "me")).text())
        .contains("a → b → a");
    assertThat(harness.send(new Command.Change(task("a").withAgent("Z"), "me")).text())
        .isEqualTo("There is no agent Z; the run has A.");
    assertThat(harness.send(new Command.Remove("a", "me")).text())
        .isEqualTo("a cannot be taken out: b comes after it. Change that first.");
    assertThat(harness.send(new Command.Change(task("b"), "me")).accepted()).isTrue();
    assertThat(harness.state("b")).isEqualTo(TaskState.READY);
    assertThat(harness.send(new Command.Remove("a", "me")).accepted()).isTrue();
    assertThat(harness.send(new Command.Remove("a", "me")).text()).contains("no task a");
    logGivesTheSameState();
    harness.release("x");
    assertThat(harness.attempts()).containsExactly("x", "b");
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  @Test
  void capacityCanBeChangedWhileItRuns() {
    harness =
        new EngineHarness(
            agent(plan(3, task("a"), task("b"), task("c")), "A", a -> a.withCapacity(1)));
    harness.hold("a").hold("b").start();
    assertThat(why("b")).isEqualTo("A is busy (1 at once)");
    assertThat(harness.send(new Command.SetCapacity("A", 2, "me")).accepted()).isTrue();
    assertThat(harness.state("b")).isEqualTo(TaskState.RUNNING);
    assertThat(harness.send(new Command.SetCapacity("A", 0, "me")).accepted()).isFalse();
    assertThat(harness.send(new Command.SetCapacity("Z", 2, "me")).accepted()).isFalse();
    harness.release("a").release("b");
  }

  @Test
  void anAnswerToWhatWasChangedMeanwhileIsRefusedAndAskedAgain() {
    Task asking = task("a").withApproval(Approval.BEFORE);
    harness = new EngineHarness(plan(1, asking));
    harness.start();
    String shown = harness.state().status("a").askedDigest();
    harness.send(new Command.Change(asking.withRun("rm -rf ."), "somebody"));
    assertThat(harness.state("a")).isEqualTo(TaskState.ASKING_START);
    assertThat(harness.send(new Command.Approve("a", "me", "", shown)).text())
        .contains("something else by now");
    assertThat(harness.state("a")).isEqualTo(TaskState.ASKING_START);
    String now = harness.state().status("a").askedDigest();
    assertThat(harness.send(new Command.Approve("a", "me", "", now)).accepted()).isTrue();
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
  }

  @Test
  void theFullReasonNamesWhatComesThen() {
    Task wide = EngineHarness.task("a").withClaims(claims("src/**"));
    Task narrow = EngineHarness.task("b").withClaims(claims("src/x.java"));
    harness = new EngineHarness(plan(1, wide, narrow));
    harness.hold("a").start();
    harness.advance(Duration.ofSeconds(72));
    assertThat(why("b"))
        .isEqualTo("claim src/x.java held by a (A) for 1:12; then the only slot is taken");
    harness.release("a");
  }

  private static dev.signalbox.claim.Claims claims(String glob) {
    return new dev.signalbox.claim.Claims(null, List.of(dev.signalbox.claim.Glob.parse(glob)));
  }
}
