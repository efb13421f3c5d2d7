package dev.signalbox.console;

import static dev.signalbox.console.OpenWindow.get;
import static dev.signalbox.console.OpenWindow.run;
import static dev.signalbox.console.OpenWindow.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.Phase;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/// The window over the real engine: real commands, a real repository, a real journal.
@ExtendWith(ApplicationExtension.class)
class RealRunTest {
  @TempDir Path folder;
  private OpenWindow window;
  private TestConsole test;
  private Path go;

  @BeforeEach
  void open() throws IOException {
    test = get(() -> new TestConsole(folder, true));
    window = OpenWindow.on(test);
    go = folder.resolve("go");
    Path plan = test.copy("real.yaml");
    Files.writeString(
        plan,
        Files.readString(plan)
            .replace("SAMPLE", Path.of("assets/quickstart").toAbsolutePath().toString())
            .replace("GO", go.toString()));
    run(() -> test.console.workbench.open(plan));
    until(() -> window.phase() == Phase.READY);
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void aPlanIsRunApprovedLandedAndReported() throws IOException {
    window.click("#run-start");
    until(() -> state("asked") == TaskState.ASKING_START);
    until(() -> state("write") == TaskState.LANDED);
    assertThat(window.text("#attention-heading")).startsWith("Needs you · 1");

    run(() -> test.console.model.select("write"));
    until(() -> test.console.inspector.log().lines().contains("writing the page"));
    until(() -> !test.console.inspector.diff().lines().isEmpty());

    window.press(KeyCode.J);
    until(
        () -> {
          test.console.actions.get("approve").tryRun();
          return state("asked") != TaskState.ASKING_START;
        });
    Files.writeString(go, "go");
    until(() -> window.phase() == Phase.ENDED);
    assertThat(get(() -> test.console.workbench.outcome())).contains(RunOutcome.SUCCEEDED);
    window.click("#banner-report-open");
    until(() -> !test.viewed.isEmpty());
    assertThat(Files.readString(test.viewed.getFirst())).contains("asked");
  }

  @Test
  void aStoppedRunIsResumedWhereItStood() throws IOException {
    window.click("#run-start");
    until(() -> state("waits") == TaskState.RUNNING && state("asked") == TaskState.ASKING_START);
    window.click("#run-stop");
    until(() -> window.phase() == Phase.ENDED);
    assertThat(get(() -> test.console.workbench.outcome())).contains(RunOutcome.STOPPED);
    assertThat(get(() -> state("write"))).isEqualTo(TaskState.LANDED);

    Files.writeString(go, "go");
    window.click("#run-resume");
    until(() -> state("waits") == TaskState.LANDED);
    until(() -> window.phase() == Phase.RUNNING);
    until(
        () -> {
          test.console.actions.get("reject").tryRun();
          return state("asked") == TaskState.REJECTED;
        });
    until(() -> window.phase() == Phase.ENDED);
    assertThat(get(() -> test.console.workbench.outcome())).contains(RunOutcome.FAILED);
  }

  @Test
  void closingStopsWhatRuns() throws IOException {
    window.click("#run-start");
    until(() -> state("waits") == TaskState.RUNNING);
    run(() -> window.window.requestClose());
    window.click("#close-stop");
    until(window.closed::get);
    assertThat(
            ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains(go.toString())))
        .isEmpty();
  }

  private TaskState state(String task) {
    return test.console.model.state().task(task).map(t -> t.state()).orElse(TaskState.WAITING);
  }
}
