package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A journal that lost its newest entries after the branch had moved, as a power cut or an older
/// copy would have it: the branch itself says what landed.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LostTailTest {
  @TempDir Path folder;

  /// @param kept how much of the log is left, in per cent
  @ParameterizedTest
  @ValueSource(ints = {0, 40, 75, 95})
  void nothingLandsTwice(int kept) throws Exception {
    Scratch scratch = new Scratch(folder);
    Path go = folder.resolve("go");
    String plan =
        """
        name: tail
        parallel: 2
        agents: { A: { kind: shell, capacity: 2 } }
        tasks:
          - { id: one, run: "echo 1 >> log.txt" }
          - { id: two, depends_on: [one], run: "echo 2 >> log.txt" }
          - { id: three, depends_on: [two], run: "until [ -e GO ]; do sleep 0.05; done; echo 3 >> log.txt" }
        """
            .replace("GO", go.toString());
    CountDownLatch threeRuns = new CountDownLatch(1);
    String run;
    try (RunSession session =
        RunSession.start(
            scratch.folders, new PlanReader().read(scratch.plan(plan)), RunOptions.DEFAULT)) {
      run = session.run();
      session.subscribe(entries -> noticed(entries, threeRuns));
      threeRuns.await();
      session.send(new Command.Stop("ada", "lunch", false)).get();
      session.ended().get();
    }
    assertThat(scratch.landed("signalbox/tail")).containsExactly("one", "two");
    String first = scratch.git("rev-parse", "refs/signalbox/" + run + "/one/1").strip();
    cut(scratch, run, kept);

    Files.createFile(go);
    try (RunSession session = RunSession.resume(scratch.folders, run, RunOptions.DEFAULT)) {
      assertThat(session.ended().get()).isEqualTo(RunOutcome.SUCCEEDED);
    }
    assertThat(scratch.landed("signalbox/tail")).containsExactly("one", "two", "three");
    assertThat(scratch.git("show", "signalbox/tail:log.txt")).isEqualTo("1\n2\n3\n");
    assertThat(scratch.git("for-each-ref", "refs/signalbox/" + run))
        .as("no snapshot was lost")
        .contains(first);
    RunState state = new RunState();
    try (Journal journal = Journal.open(scratch.folders.journal())) {
      journal.read(run).forEach(state::apply);
    }
    assertThat(state.inState(TaskState.LANDED)).containsExactlyInAnyOrder("one", "two", "three");
    assertThat(state.status("one").commit())
        .isEqualTo(scratch.git("rev-parse", "signalbox/tail~2").strip());
    assertThat(scratch.git("worktree", "list").lines()).hasSize(1);
  }

  private static void noticed(List<Entry> entries, CountDownLatch threeRuns) {
    for (Entry entry : entries) {
      if (entry.event() instanceof Event.AttemptPrepared e && e.task().equals("three")) {
        threeRuns.countDown();
      }
    }
  }

  private static void cut(Scratch scratch, String run, int percent) throws Exception {
    int all;
    try (Journal journal = Journal.open(scratch.folders.journal())) {
      all = journal.read(run).size();
    }
    try (Connection journal =
            DriverManager.getConnection("jdbc:sqlite:" + scratch.folders.journal());
        var statement = journal.createStatement()) {
      int left = Math.max(1, all * percent / 100);
      assertThat(statement.executeUpdate("DELETE FROM entries WHERE place & 0xffffffff > " + left))
          .isPositive();
      statement.execute("UPDATE runs SET landed = 0, ended = NULL, outcome = NULL");
    }
  }
}
