package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.journal.Journal;
import dev.signalbox.plan.PlanReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Runs from a plan file to the branch: real git, real shells, a real journal.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class RunSessionTest {
  @TempDir Path folder;
  private Scratch scratch;

  @BeforeEach
  void repository() throws Exception {
    scratch = new Scratch(folder);
  }

  private RunSession start(String plan) throws Exception {
    return RunSession.start(
        scratch.folders, new PlanReader().read(scratch.plan(plan)), RunOptions.DEFAULT);
  }

  private RunState journal(String run) throws Exception {
    RunState state = new RunState();
    try (Journal journal = Journal.open(scratch.folders.journal())) {
      journal.read(run).forEach(state::apply);
    }
    return state;
  }

  @Test
  void tasksThatCollideBothLandAndTheUsersCheckoutIsAsItWas() throws Exception {
    String before =
        scratch.git("status", "--porcelain=v2", "--branch") + scratch.git("stash", "list");
    // Each waits until the other has begun, so both start from the same head and really collide.
    Path meet = Files.createDirectory(folder.resolve("meet"));
    String plan =
        """
        name: collide
        check: "! grep -rl '^<\\\\{7\\\\} ' . --exclude-dir=.git"
        parallel: 2
        agents: { A: { kind: shell, capacity: 2 } }
        tasks:
          - id: left
            run: |
              touch MEET/left; until [ -e MEET/right ]; do sleep 0.05; done
              sed 's/two/two left/' shared.txt > s && mv s shared.txt
              echo word=hello >> "$SIGNALBOX_OUTPUTS"
          - id: right
            run: |
              touch MEET/right; until [ -e MEET/left ]; do sleep 0.05; done
              sed 's/two/two right/' shared.txt > s && mv s shared.txt
          - id: after
            run: echo ${tasks.left.output.word} > word.txt
        """
            .replace("MEET", meet.toString());
    String run;
    try (RunSession session = start(plan)) {
      run = session.run();
      assertThat(session.ended().get()).isEqualTo(RunOutcome.SUCCEEDED);
    }
    assertThat(scratch.landed("signalbox/collide"))
        .containsExactlyInAnyOrder("left", "right", "after");
    assertThat(scratch.git("show", "signalbox/collide:shared.txt"))
        .contains("left")
        .contains("right");
    assertThat(scratch.git("show", "signalbox/collide:word.txt")).isEqualTo("hello\n");
    assertThat(scratch.git("log", "-p", "main..signalbox/collide")).doesNotContain("<<<<<<<");
    assertThat(scratch.git("status", "--porcelain=v2", "--branch") + scratch.git("stash", "list"))
        .isEqualTo(before);
    assertThat(scratch.git("worktree", "list").lines()).hasSize(1);
    assertThat(journal(run).conflicts())
        .filteredOn(c -> !c.live())
        .singleElement()
        .satisfies(c -> assertThat(c.isOpen()).isFalse());
  }

  @Test
  void theSecondOfTwoTasksThatMakeTheSameChangeLandsWithoutACommit() throws Exception {
    // Each waits until the other has begun, so neither starts from what the other landed.
    Path meet = Files.createDirectory(folder.resolve("meet"));
    String plan =
        """
        name: same
        parallel: 2
        agents: { A: { kind: shell, capacity: 2 } }
        tasks:
          - id: left
            run: |
              touch MEET/left; until [ -e MEET/right ]; do sleep 0.05; done
              echo same > same.txt
          - id: right
            run: |
              touch MEET/right; until [ -e MEET/left ]; do sleep 0.05; done
              echo same > same.txt
        """
            .replace("MEET", meet.toString());
    String run;
    try (RunSession session = start(plan)) {
      run = session.run();
      assertThat(session.ended().get()).isEqualTo(RunOutcome.SUCCEEDED);
    }
    RunState state = journal(run);
    assertThat(state.inState(TaskState.LANDED)).containsExactlyInAnyOrder("left", "right");
    assertThat(List.of(state.status("left").commit(), state.status("right").commit()))
        .containsExactlyInAnyOrder(scratch.git("rev-parse", "signalbox/same").strip(), "");
    assertThat(scratch.git("rev-list", "--count", "main..signalbox/same").strip()).isEqualTo("1");
  }

  @Test
  void aStoppedRunGoesOnAndLandsNothingTwice() throws Exception {
    Path go = folder.resolve("go");
    String plan =
        """
        name: halves
        parallel: 2
        agents: { A: { kind: shell, capacity: 2 } }
        tasks:
          - { id: quick, run: echo q > quick.txt }
          - { id: slow, depends_on: [quick], run: "until [ -e GO ]; do sleep 0.05; done; echo s > slow.txt" }
        """
            .replace("GO", go.toString());
    String run;
    CountDownLatch slowRuns = new CountDownLatch(1);
    try (RunSession session = start(plan)) {
      run = session.run();
      session.subscribe(entries -> noticed(entries, "slow", slowRuns));
      slowRuns.await();
      assertThat(session.send(new Command.Stop("ada", "lunch", false)).get().accepted()).isTrue();
      assertThat(session.ended().get()).isEqualTo(RunOutcome.STOPPED);
    }
    assertThat(journal(run).status("slow").state()).isEqualTo(TaskState.READY);
    Files.createFile(go);
    try (RunSession session = RunSession.resume(scratch.folders, "", RunOptions.DEFAULT)) {
      assertThat(session.run()).isEqualTo(run);
      assertThat(session.ended().get()).isEqualTo(RunOutcome.SUCCEEDED);
    }
    assertThat(scratch.landed("signalbox/halves")).containsExactly("quick", "slow");
    assertThatThrownBy(() -> RunSession.resume(scratch.folders, run, RunOptions.DEFAULT))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("Nothing is left to do");
  }

  private static void noticed(List<Entry> entries, String task, CountDownLatch running) {
    for (Entry entry : entries) {
      if (entry.event() instanceof Event.AttemptPrepared prepared && prepared.task().equals(task)) {
        running.countDown();
      }
    }
  }

  @Test
  void aCycleIsRefusedWithItsPlaceAndTheWholeRing() {
    assertThatThrownBy(
            () ->
                start(
                    """
                    name: ring
                    agents: { A: { kind: shell } }
                    tasks:
                      - { id: a, run: "true", depends_on: [b] }
                      - { id: b, run: "true", depends_on: [a] }
                    """))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("plan.yaml:")
        .hasMessageContaining("a → b → a");
  }

  @Test
  void aBaseThatIsNotThereIsNamedWithItsLine() {
    assertThatThrownBy(
            () ->
                start(
                    """
                    name: base
                    base: nowhere
                    agents: { A: { kind: shell } }
                    tasks:
                      - { id: a, run: "true" }
                    """))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("plan.yaml:3:")
        .hasMessageContaining("nowhere");
  }

  @Test
  void theReportIsWrittenWhileTheRunGoesOnAndAfterIt() throws Exception {
    try (RunSession session =
        start(
            """
            name: reported
            agents: { A: { kind: shell } }
            tasks:
              - { id: a, run: echo a > a.txt }
            """)) {
      session.ended().get();
      Path html = session.writeReport(folder.resolve("report"));
      assertThat(html).exists().content().contains("reported");
      assertThat(html.resolveSibling("report.json")).content().contains("\"repository\"");
    }
  }
}
