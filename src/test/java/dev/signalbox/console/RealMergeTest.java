package dev.signalbox.console;

import static dev.signalbox.console.OpenWindow.get;
import static dev.signalbox.console.OpenWindow.run;
import static dev.signalbox.console.OpenWindow.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.console.model.Phase;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/// Two real commands that write the same file, and a person who says what it is to be.
@ExtendWith(ApplicationExtension.class)
class RealMergeTest {
  private static final String PLAN =
      """
      name: collide
      sample: SAMPLE
      base: main
      into: signalbox/collide
      check: test "$(cat notes.txt)" != two
      parallel: 2
      on_conflict: ask
      agents:
        AGT-001: { kind: shell, capacity: 2 }
      tasks:
        - id: first
          agent: AGT-001
          run: echo one > notes.txt
        - id: second
          agent: AGT-001
          run: while [ ! -e GO ]; do sleep 0.1; done; echo two > notes.txt
      """;

  @TempDir Path folder;

  @Test
  void whatIsChosenInTheWindowIsCheckedAndLands() throws Exception {
    TestConsole test = get(() -> new TestConsole(folder, true));
    try (OpenWindow window = OpenWindow.on(test)) {
      Path go = folder.resolve("go");
      Path plan = folder.resolve("collide.yaml");
      Files.writeString(
          plan,
          PLAN.replace("SAMPLE", Path.of("assets/quickstart").toAbsolutePath().toString())
              .replace("GO", go.toString()));
      run(() -> test.console.workbench.open(plan));
      until(() -> window.phase() == Phase.READY);
      window.click("#run-start");
      until(() -> state(test, "first") == TaskState.LANDED);
      Files.writeString(go, "go");
      until(() -> test.console.resolve.enabled().get());
      window.press(KeyCode.E);
      until(() -> test.console.actions.get("merge-both").enabled().get());
      window.press(KeyCode.DIGIT3);
      window.press(KeyCode.CONTROL, KeyCode.ENTER);
      until(() -> window.phase() == Phase.ENDED);
      assertThat(get(() -> test.console.workbench.outcome())).contains(RunOutcome.SUCCEEDED);
      assertThat(get(() -> status(test, "second").isolation()))
          .isEqualTo(Isolation.OPERATOR_DECIDED);
      assertThat(get(() -> status(test, "second").settlement().orElseThrow().by()))
          .isEqualTo("ada");
    }
  }

  private static TaskStatus status(TestConsole test, String task) {
    return test.console.model.state().task(task).orElseThrow();
  }

  private static TaskState state(TestConsole test, String task) {
    return test.console.model.state().task(task).map(TaskStatus::state).orElse(TaskState.WAITING);
  }
}
