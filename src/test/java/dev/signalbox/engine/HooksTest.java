package dev.signalbox.engine;

import static dev.signalbox.engine.EngineHarness.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.plan.CheckPolicy;
import dev.signalbox.plan.CommitPolicy;
import dev.signalbox.plan.RetryPolicy;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A hook that is against a commit is dealt with as a check that fails.
class HooksTest {
  private static final CheckPolicy CHECK = new CheckPolicy("check", false, false, null);

  private @Nullable EngineHarness open;

  @AfterEach
  void close() {
    if (open != null) {
      open.close();
    }
  }

  private EngineHarness harness(CheckPolicy check, Task... tasks) {
    CommitPolicy hooks =
        new CommitPolicy(CommitPolicy.Author.AGENT, false, false, false, CommitPolicy.Hooks.RUN);
    EngineHarness harness =
        new EngineHarness(
            EngineHarness.plan(tasks.length, check, hooks, Undeclared.OPTIMISTIC, tasks));
    open = harness;
    for (Task task : tasks) {
      harness.writes(task.id(), task.id());
    }
    return harness;
  }

  @Test
  void theTaskFailsAndTheReasonNamesTheHookAndItsLastLines() {
    EngineHarness harness = harness(CheckPolicy.NONE, task("a"));
    harness.workspace.hooks.put("a", "commit-msg");
    harness.start();
    TaskStatus a = harness.folded().status("a");
    assertThat(a.state()).isEqualTo(TaskState.FAILED);
    assertThat(a.failure()).contains(FailureReason.HOOK);
    assertThat(a.reason()).isEqualTo("the hook commit-msg ended with exit code 1: line 1 / line 2");
    assertThat(a.hookRefusal().map(Event.HookRefused::tail)).contains("line 1\nline 2\n");
    assertThat(a.attempts().getLast().reason()).isEqualTo(FailureReason.HOOK);
    assertThat(harness.workspace.landed()).isEmpty();
    assertThat(harness.workspace.followed).isEmpty();
  }

  @Test
  void thoseBeforeItLandOnceTheyHavePassedTheCheckWithoutIt() {
    EngineHarness harness = harness(CHECK, task("a"), task("b"), task("c"), task("d"));
    harness.workspace.hooks.put("c", "pre-commit");
    List<List<String>> checked = new ArrayList<>();
    harness.workspace.check =
        tasks -> {
          checked.add(tasks.stream().sorted().toList());
          return true;
        };
    harness.start();
    assertThat(harness.workspace.landed()).containsExactly("a", "b", "d");
    assertThat(harness.state("c")).isEqualTo(TaskState.FAILED);
    assertThat(checked)
        .containsExactly(List.of("a", "b", "c", "d"), List.of("a", "b"), List.of("a", "b", "d"));
    assertThat(harness.workspace.followed).containsExactly("a", "b", "d");
    assertThat(harness.state().window())
        .as("it is not known to be red")
        .isGreaterThan(RunState.WINDOW);
  }

  @Test
  void itsNextAttemptIsToldAndMayLand() throws Exception {
    RetryPolicy once = new RetryPolicy(1, Duration.ofSeconds(1), 1, 0);
    EngineHarness harness = harness(CHECK, task("a").withRetries(once));
    harness.workspace.hooks.put("a", "pre-commit");
    harness.start();
    assertThat(harness.state("a")).isEqualTo(TaskState.BACKING_OFF);
    harness.workspace.hooks.clear();
    harness.advance(Duration.ofSeconds(1));
    Map<String, String> told = harness.requests.getLast().environment();
    assertThat(told).containsEntry("SIGNALBOX_RETRY_REASON", "hook");
    assertThat(Files.readString(Path.of(String.valueOf(told.get("SIGNALBOX_CHECK_OUTPUT")))))
        .isEqualTo(
            "The hook pre-commit of the repository ended with exit code 1:\nline 1\nline 2\n");
    assertThat(harness.workspace.landed()).containsExactly("a");
    assertThat(harness.folded().status("a").hookRefusal()).isEmpty();
  }

  @Test
  void whatGoesWrongAfterTheLandingIsANote() {
    EngineHarness harness = harness(CheckPolicy.NONE, task("a"));
    harness.workspace.afterwards = "The hook post-commit says no.";
    harness.start();
    assertThat(harness.state().outcome()).contains(RunOutcome.SUCCEEDED);
    assertThat(harness.log)
        .extracting(Entry::event)
        .contains(new Event.Noted("The hook post-commit says no."));
  }
}
