package dev.signalbox.console;

import static dev.signalbox.console.OpenWindow.get;
import static dev.signalbox.console.OpenWindow.run;
import static dev.signalbox.console.OpenWindow.settle;
import static dev.signalbox.console.OpenWindow.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.Event;
import dev.signalbox.engine.FailureReason;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/// What went on around the tasks, and where the window says so.
@ExtendWith(ApplicationExtension.class)
class WindowTellsTest {
  @TempDir Path folder;
  private OpenWindow window;
  private TestConsole test;

  @BeforeEach
  void open() {
    window = OpenWindow.on(folder);
    test = window.test;
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void aDamagedJournalIsToldUntilItIsPutAway() {
    test.damage = Optional.of("The journal was damaged; it is kept. Runs read whole: 2.");
    window.openPlan();
    until(() -> words("#banner-damage").contains("Runs read whole: 2."));
    window.click("#run-start");
    until(() -> window.phase().isLive());
    assertThat(words("#banner-damage")).as("another notice does not take its place").isNotEmpty();
    window.click("#banner-damage .button");
    assertThat(words("#banner-damage")).isEmpty();
  }

  @Test
  void whatTheMachineLacksIsToldWithWhatToFree() {
    window.running();
    test.run.emit(
        new Event.BecameReady("schema"),
        new Event.Throttled(
            0, "No new work tree is made: 1.0 GiB are free. `signalbox gc` helps."));
    until(() -> words("#banner-shortage").contains("Nothing new starts for now."));
    assertThat(words("#banner-shortage")).contains("1.0 GiB are free. signalbox gc helps.");
    assertThat(get(() -> test.console.model.row("schema").orElseThrow().facts().line()))
        .isEqualTo("waits: room");
    test.run.emit(new Event.Throttled(1, "the same"));
    until(() -> words("#banner-shortage").contains("Only one command runs at once for now"));
    test.run.emit(new Event.Throttled(-1, ""));
    until(() -> words("#banner-shortage").isEmpty());
  }

  @Test
  void theInspectorSaysHowMuchRoomARunAndAllTakeAndThatATreeIsInUse() {
    window.running();
    until(() -> words("#inspector").contains("63 MiB: work trees 61 MiB, logs and files 2.0 MiB"));
    assertThat(words("#inspector")).contains("412 MiB; signalbox gc would free 240 MiB");
    test.run.runs("schema", "AGT-001", 1);
    run(() -> test.console.model.select("schema"));
    until(() -> words("#inspector").contains("in use"));
    test.run.ends("schema", 1, Map.of()).merges("schema").lands("schema");
    settle();
    until(() -> !words("#inspector").contains("in use"));
  }

  @Test
  void whoTookATaskOverAndWhichAttemptIsShown() {
    window.running();
    for (String task : new String[] {"schema", "changelog"}) {
      test.run.runs(task, "AGT-001", 1).fails(task, 1, 1, "exit 1");
      test.run.emit(
          new Event.RetryScheduled(task, FailureReason.EXIT, "exit 1", 1, test.clock.instant()));
    }
    test.run.emit(new Event.RetryDue("schema"));
    test.run.runsAgain("schema", "AGT-004", 2);
    run(() -> test.console.model.select("changelog"));
    assertThat(window.text("#attempts")).isEqualTo("Attempt 1");
    run(() -> test.console.model.select("schema"));
    assertThat(window.text("#attempts")).isEqualTo("Attempt 2");
    assertThat(words("#inspector")).contains("AGT-004 · shell for AGT-001");
    assertThat(get(() -> test.console.model.row("schema").orElseThrow().agent()))
        .isEqualTo("AGT-004");
  }

  private String words(String query) {
    settle();
    return get(
        () ->
            window.robot.lookup(query + " .sb-sentence").queryAll().stream()
                .map(node -> String.valueOf(node.getAccessibleText()).replace('\u00a0', ' '))
                .collect(Collectors.joining("\n")));
  }
}
