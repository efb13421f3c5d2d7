package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.FailureReason;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
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

/// Whole runs in a repository with hooks.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class HooksRunTest {
  private static final String BRANCH = "signalbox/hooked";

  @TempDir Path folder;
  private Scratch scratch;
  private Path ran;

  @BeforeEach
  void repository() throws Exception {
    scratch = new Scratch(folder);
    ran = folder.resolve("ran");
  }

  private void hook(String name, String script) throws Exception {
    Path hooks = Files.createDirectories(scratch.repository.resolve(".git/hooks"));
    Path hook = Files.writeString(hooks.resolve(name), "#!/bin/sh\n" + script);
    assertThat(hook.toFile().setExecutable(true)).isTrue();
  }

  private Path plan(String check, String... tasks) throws Exception {
    StringBuilder plan = new StringBuilder();
    plan.append("name: hooked\ncheck: \"%s\"\ncommit: { hooks: run }\n".formatted(check));
    plan.append("parallel: 6\nagents: { A: { kind: shell, capacity: 6 } }\ntasks:\n");
    for (String task : tasks) {
      plan.append("  - { id: %s, run: echo %s > %s.txt }\n".formatted(task, task, task));
    }
    return scratch.plan(plan.toString());
  }

  private RunState state(String run) throws Exception {
    RunState state = new RunState();
    try (Journal journal = Journal.open(scratch.folders.journal())) {
      journal.read(run).forEach(state::apply);
    }
    return state;
  }

  @Test
  void ofThoseThatLandTogetherEachHasItsHooksAndTheOneTheyAreAgainstFails() throws Exception {
    hook("pre-commit", "if test -e b.txt; then echo 'no b here' >&2; exit 1; fi\n");
    hook("commit-msg", "git interpret-trailers --in-place --trailer \"Change-Id: I$$\" $1\n");
    hook("post-commit", "git log -1 --format=%s >> " + ran + "\n");
    String run;
    try (RunSession session =
        RunSession.start(
            scratch.folders,
            new PlanReader().read(plan("sleep 0.5", "a", "b", "c")),
            RunOptions.DEFAULT)) {
      run = session.run();
      assertThat(session.ended().get()).isEqualTo(RunOutcome.FAILED);
    }
    RunState state = state(run);
    TaskStatus b = state.status("b");
    assertThat(b.state()).isEqualTo(TaskState.FAILED);
    assertThat(b.failure()).contains(FailureReason.HOOK);
    assertThat(b.reason()).isEqualTo("the hook pre-commit ended with exit code 1: no b here");
    List<String> landed = scratch.landed(BRANCH);
    assertThat(landed).containsExactlyInAnyOrder("a", "c");
    assertThat(ran).content().isEqualTo(String.join("\n", landed) + "\n");
    assertThat(
            scratch
                .git("log", "--format=%(trailers:key=Change-Id,valueonly)", "main.." + BRANCH)
                .lines()
                .filter(line -> !line.isBlank()))
        .hasSize(2);
    assertThat(scratch.git("worktree", "list").lines()).hasSize(1);
  }

  @Test
  void aProcessThatIsKilledUnderAHookLeavesNothingAndTheTaskLandsOnce() throws Exception {
    Path go = folder.resolve("go");
    Path pid = folder.resolve("pid");
    hook(
        "pre-commit",
        """
        test -e GO && exit
        touch "$GIT_INDEX_FILE.lock"
        echo $$ > PID.part
        mv PID.part PID
        sleep 600
        """
            .replace("GO", go.toString())
            .replace("PID", pid.toString()));
    hook("post-commit", "git log -1 --format=%s >> " + ran + "\n");
    Process victim = Victim.start(scratch, plan("true", "a"));
    while (!Files.exists(pid)) {
      assertThat(victim.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    long hanging = Long.parseLong(Files.readString(pid).strip());
    victim.destroyForcibly().onExit().get();
    Files.createFile(go);
    try (RunSession session = RunSession.resume(scratch.folders, "", RunOptions.DEFAULT)) {
      ProcessHandle.of(hanging).ifPresent(hook -> hook.onExit().join());
      assertThat(session.ended().get()).isEqualTo(RunOutcome.SUCCEEDED);
    }
    assertThat(scratch.landed(BRANCH)).containsExactly("a");
    assertThat(ran).content().isEqualTo("a\n");
    assertThat(scratch.git("worktree", "list").lines()).hasSize(1);
  }
}
