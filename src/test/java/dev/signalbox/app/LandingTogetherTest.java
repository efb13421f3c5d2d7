package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.FailureReason;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.journal.Journal;
import dev.signalbox.plan.PlanReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Several changes, one check, one move of a real branch.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class LandingTogetherTest {
  private static final String BRANCH = "signalbox/together";

  @TempDir Path folder;
  private Scratch scratch;

  @BeforeEach
  void repository() throws Exception {
    scratch = new Scratch(folder);
  }

  /// @param check while that of the base runs, all tasks come to their end
  private RunState run(String check, String... tasks) throws Exception {
    StringBuilder plan = new StringBuilder();
    plan.append("name: together\ncheck: \"%s\"\nparallel: 6\n".formatted(check));
    plan.append("agents: { A: { kind: shell, capacity: 6 } }\ntasks:\n");
    for (String task : tasks) {
      plan.append("  - { id: %s, run: echo %s > %s.txt }\n".formatted(task, task, task));
    }
    String run;
    try (RunSession session =
        RunSession.start(
            scratch.folders,
            new PlanReader().read(scratch.plan(plan.toString())),
            RunOptions.DEFAULT)) {
      run = session.run();
      session.ended().get();
    }
    RunState state = new RunState();
    try (Journal journal = Journal.open(scratch.folders.journal())) {
      journal.read(run).forEach(state::apply);
    }
    return state;
  }

  @Test
  void theBranchMovesOnceAndEachCommitSaysWhichTreeWasChecked() throws Exception {
    Path checks = folder.resolve("checks");
    RunState state =
        run("git rev-parse HEAD^{tree} >> %s; sleep 1".formatted(checks), "a", "b", "c");
    assertThat(state.outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(scratch.landed(BRANCH)).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(scratch.git("reflog", BRANCH).lines().filter(l -> l.contains("landed"))).hasSize(1);

    String tree = scratch.git("rev-parse", BRANCH + "^{tree}").strip();
    assertThat(Files.readAllLines(checks)).hasSize(2).last().isEqualTo(tree);
    assertThat(
            scratch
                .git(
                    "log",
                    "--format=%(trailers:key=Signalbox-Checked,valueonly)",
                    "main.." + BRANCH)
                .lines()
                .filter(line -> !line.isBlank()))
        .containsExactly("tree " + tree, "tree " + tree, "tree " + tree);
    assertThat(scratch.git("log", "--format=%an", "main.." + BRANCH).lines())
        .containsExactly("A", "A", "A");
    // Each commit is its task's change and no more.
    for (String commit : scratch.git("rev-list", "main.." + BRANCH).lines().toList()) {
      assertThat(scratch.git("diff", "--name-only", commit + "^", commit).lines()).hasSize(1);
    }
  }

  @Test
  void theOneThatBreaksTheCheckIsFoundAndTheOthersLand() throws Exception {
    Path checks = folder.resolve("checks");
    RunState state =
        run("echo >> %s; sleep 0.5; ! test -e c.txt".formatted(checks), "a", "b", "c", "d", "e");
    assertThat(state.outcome()).contains(RunOutcome.FAILED);
    assertThat(scratch.landed(BRANCH)).containsExactlyInAnyOrder("a", "b", "d", "e");
    assertThat(state.inState(TaskState.FAILED)).containsExactly("c");
    assertThat(state.status("c").failure()).contains(FailureReason.CHECK);
    assertThat(scratch.git("ls-tree", "--name-only", BRANCH).lines())
        .containsExactlyElementsOf(List.of("a.txt", "b.txt", "d.txt", "e.txt", "shared.txt"));
  }

  @Test
  void aFlakyCheckIsRunAgainOnTheSameTree() throws Exception {
    Path once = folder.resolve("once");
    // It fails for the first tree that has a change.
    RunState state =
        run(
            "sleep 0.5; ! test -e a.txt || test -e %s || ! touch %s".formatted(once, once),
            "a",
            "b");
    assertThat(state.outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(state.status("a").passedAtSecondTry()).isTrue();
    assertThat(scratch.landed(BRANCH)).containsExactlyInAnyOrder("a", "b");
  }
}
