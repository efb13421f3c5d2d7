package dev.signalbox.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.FailureReason;
import dev.signalbox.engine.FollowedBase;
import dev.signalbox.engine.Gate;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.plan.BaseMoves;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.report.RunScript;
import dev.signalbox.service.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What `show` says of runs whose journal is all there is.
class StatusTextTest {
  private static final Instant MUCH_LATER = RunScript.START.plus(Duration.ofDays(3));

  private static Task task(String id, String... after) {
    return new Task(id, "A", "", Map.of()).after(after);
  }

  private static RunScript begin(Task... tasks) {
    Plan plan = Plan.ofTasks("shown", 2, List.of(tasks));
    return new RunScript()
        .at(0)
        .add(new Event.RunStarted("run", plan, "", "", "base", "base", List.of()));
  }

  private static RunStatus kept(RunScript script) {
    RunState state = new RunState();
    script.entries().forEach(state::apply);
    return RunStatus.kept(state, MUCH_LATER, false);
  }

  @Test
  void howFarTheBranchIsBehindTheBaseIsSaid() {
    RunScript script = begin(task("a")).at(1).add(new Event.BaseMoved("elsewhere", 3, ""));
    assertThat(kept(script).baseNow()).isNull();
    Plan plan = Plan.ofTasks("shown", 2, List.of(task("a"))).withBase("main", BaseMoves.IGNORE);
    RunStatus status =
        kept(
            new RunScript()
                .at(0)
                .add(new Event.RunStarted("run", plan, "", "", "base", "base", List.of()))
                .at(1)
                .add(new Event.BaseMoved("elsewhere", 3, "")));
    assertThat(status.baseNow())
        .isNotNull()
        .extracting(FollowedBase::name, FollowedBase::commit, FollowedBase::behind)
        .containsExactly("main", "elsewhere", 3);
    assertThat(StatusText.of(status, Integer.MAX_VALUE)).contains("\n  behind main by 3\n");
  }

  @Test
  void whatCameToTheBaseAndDoesNotFitIsSaid() {
    Plan plan = Plan.ofTasks("shown", 2, List.of(task("a"))).withBase("main", BaseMoves.DURING);
    RunStatus status =
        kept(
            new RunScript()
                .at(0)
                .add(new Event.RunStarted("run", plan, "", "", "base", "base", List.of()))
                .start("a", "A")
                .at(1)
                .add(new Event.BaseMoved("elsewhere", 3, "base"))
                .add(
                    new Event.ConflictSeen(
                        "a",
                        new Conflict(
                            Conflict.Kind.TEXT,
                            List.of("a", "base main"),
                            List.of("x.txt"),
                            "CONFLICT")))
                .add(new Event.BaseMergeStarted("elsewhere", "base", ""))
                .add(
                    new Event.BaseNotMerged(
                        "elsewhere",
                        "it does not fit in x.txt",
                        Event.BaseNotMerged.Cause.CONFLICT)));
    assertThat(StatusText.of(status, Integer.MAX_VALUE))
        .contains("\n  behind main by 3, not merged: it does not fit in x.txt\n")
        .containsPattern("text +a, base main +");
  }

  @Test
  void aRunWhoseProcessDiedStandsStillAndSaysSo() {
    RunStatus status =
        kept(
            begin(task("dead"), task("ready"), task("later", "dead"))
                .at(5)
                .start("dead", "A")
                .at(65)
                .add(new Event.BecameReady("ready")));
    assertThat(status.status()).isEqualTo("cut-short");
    assertThat(status.elapsedMillis()).isEqualTo(65_000);
    assertThat(status.tasks().getFirst().millis()).isEqualTo(60_000);
    assertThat(status.lastSign()).isEqualTo(RunScript.START.plusSeconds(65));
    assertThat(status.slotsTaken()).isZero();
    assertThat(status.tasks())
        .extracting(RunStatus.TaskLine::waitsForKind)
        .containsExactly("run", "run", "tasks");
    assertThat(StatusText.of(status, Integer.MAX_VALUE))
        .containsPattern(
            "0 of 3 landed, 1:05 so far: its process is gone, last heard of at \\S+ on \\d+ ")
        .contains("; go on with: signalbox resume run")
        .contains("‖ cut short  dead   A      1:00")
        .contains("waits for dead")
        .doesNotContain("running", "slot");
  }

  @Test
  void timeBetweenSessionsIsNotTheRuns() {
    RunStatus status =
        kept(
            begin(task("one"))
                .at(5)
                .start("one", "A")
                .at(9000)
                .add(new Event.RunResumed("base", List.of()))
                .add(new Event.AttemptLost("one", 1, FailureReason.LOST))
                .at(9010)
                .add(new Event.RunEnded(RunOutcome.STOPPED, "enough")));
    assertThat(StatusText.of(status, Integer.MAX_VALUE))
        .contains("0 of 1 landed, took 0:15: enough");
  }

  @Test
  void aHoldIsSaidWhateverElseStandsInTheWay() {
    RunScript script =
        begin(task("first"), task("second", "first"), task("third"))
            .add(new Event.TaskHeld("second", "ada"))
            .add(new Event.BecameReady("third"))
            .add(new Event.TaskHeld("third", "bob"));
    assertThat(StatusText.of(kept(script), Integer.MAX_VALUE))
        .contains("waits for first; then held by ada")
        .contains("the run is cut short; then held by bob");
    script.add(new Event.RunEnded(RunOutcome.STOPPED, "enough"));
    assertThat(StatusText.of(kept(script), Integer.MAX_VALUE))
        .contains("waits for first; then held by ada")
        .contains("the run is stopped; then held by bob");
  }

  @Test
  void timeIsThatOfTheCommandAndWhatLandedWithoutAChangeSaysSo() {
    String text =
        StatusText.of(
            kept(
                begin(task("asks"), task("tests"))
                    .start("asks", "A")
                    .start("tests", "A")
                    .at(4)
                    .succeed("asks", "M a.txt")
                    .succeed("tests")
                    .add(new Event.Landed("tests", "", Isolation.SERIALIZABLE))
                    .queue("asks")
                    .merge("asks")
                    .check("asks")
                    .ask("asks", Gate.LANDING, "Land asks?")
                    .at(400)
                    .approve("asks", Gate.LANDING, "ada", "")
                    .queue("asks")
                    .merge("asks")
                    .check("asks")
                    .moved("asks")
                    .add(new Event.RunEnded(RunOutcome.SUCCEEDED, "2 of 2 landed"))),
            Integer.MAX_VALUE);
    assertThat(text)
        .contains("\n2 of 2 landed, took 6:40\n")
        .containsPattern("✓ landed +asks +A +0:04")
        .containsPattern("✓ landed +tests +A +0:04 +1 +changed nothing");
  }
}
