package dev.signalbox.console;

import static dev.signalbox.console.OpenWindow.get;
import static dev.signalbox.console.OpenWindow.run;
import static dev.signalbox.console.OpenWindow.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.OpenRun;
import dev.signalbox.app.RunOptions;
import dev.signalbox.app.RunSession;
import dev.signalbox.console.model.Phase;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.plan.PlanReader;
import dev.signalbox.service.Controls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/// The window on a run that another process has open, and who of two windows steers.
@ExtendWith(ApplicationExtension.class)
class AttachedWindowTest {
  @TempDir Path folder;
  private OpenWindow window;
  private TestConsole test;

  @BeforeEach
  void open() {
    test = get(() -> new TestConsole(folder));
    test.elsewhere = List.of(new OpenRun(FakeRun.ID, "add-billing", 4711));
    window = OpenWindow.on(test);
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void aRunOfAnotherProcessIsOfferedFollowedAndLeftRunning() {
    until(() -> !window.robot.lookup("#start-elsewhere .hyperlink").queryAll().isEmpty());
    window.click("#start-elsewhere .hyperlink");
    until(() -> window.phase() == Phase.RUNNING);
    assertThat(get(() -> test.console.model.rows().size())).isPositive();
    window.click("#run-pause");
    assertThat(window.commands()).containsExactly(new Command.Pause("ada"));

    run(() -> window.window.requestClose());
    until(window.closed::get);
    assertThat(window.commands()).as("closing asks the run for nothing").hasSize(1);
    until(test.run::isClosed);
  }

  @Test
  void aRealRunIsApprovedOverItsSocket() throws Exception {
    Path root = Files.createDirectory(folder.resolve("real"));
    TestConsole real = get(() -> new TestConsole(root, true));
    Path plan = real.copy("real.yaml");
    Path go = root.resolve("go");
    Files.writeString(
        plan,
        Files.readString(plan)
            .replace("SAMPLE", Path.of("assets/quickstart").toAbsolutePath().toString())
            .replace("GO", go.toString()));
    RunSession session =
        RunSession.start(real.folders, new PlanReader().read(plan), RunOptions.DEFAULT);
    OpenWindow attached = OpenWindow.on(real);
    try {
      run(() -> real.console.workbench.attach("latest"));
      until(() -> attached.phase() == Phase.RUNNING);
      assertThat(get(() -> real.console.workbench.plan().isPresent()))
          .as("the plan it was started from")
          .isTrue();
      until(
          () -> {
            real.console.model.select("asked");
            real.console.actions.get("approve").tryRun();
            return real.console.model.state().status("asked").isStartApproved();
          });
      run(() -> attached.window.requestClose());
      until(attached.closed::get);
      assertThat(session.ended()).as("the run goes on without the window").isNotDone();
      Files.writeString(go, "go");
      assertThat(session.ended().get()).isEqualTo(RunOutcome.SUCCEEDED);
    } finally {
      Files.writeString(go, "go");
      attached.close();
      session.close();
    }
  }

  @Test
  void aRunThatNobodyHasOpenIsSaidCalmly() {
    test.refusal = "No process has run x open. Go on with it: signalbox resume x";
    run(() -> test.console.workbench.attach("x"));
    until(() -> window.isShown("#banner-notice"));
    assertThat(window.phase()).isEqualTo(Phase.EMPTY);
  }

  @Test
  void aWindowWithoutTheControlsOnlyLooksUntilItTakesThem() {
    run(() -> test.console.workbench.attach(FakeRun.ID));
    until(() -> window.phase() == Phase.RUNNING);
    assertThat(window.isShown("#banner-controls")).isFalse();

    test.run.hears(new Controls.News.Held("ada (console, process 7)", false));
    until(() -> window.isShown("#banner-controls-take"));
    window.click("#run-pause");
    assertThat(window.commands()).isEmpty();
    assertThat(window.isShown("#banner-notice")).isTrue();
    window.click("#banner-controls-take");
    assertThat(test.run.controls()).containsExactly("take");

    test.run.hears(new Controls.News.Held("ada (console, process 8)", true));
    until(() -> !window.isShown("#banner-controls"));
    window.click("#run-pause");
    assertThat(window.commands()).containsExactly(new Command.Pause("ada"));
  }

  @Test
  void aWindowThatIsAskedForTheControlsKeepsThemOrHandsThemOver() {
    window.running();
    test.run.hears(new Controls.News.Asked("ada (console, process 7)"));
    until(() -> window.isShown("#banner-controls-keep"));
    window.click("#banner-controls-keep");
    test.run.hears(new Controls.News.Held("me", true));
    until(() -> !window.isShown("#banner-controls"));
    test.run.hears(new Controls.News.Asked("ada (console, process 7)"));
    until(() -> window.isShown("#banner-controls-give"));
    window.click("#banner-controls-give");
    assertThat(test.run.controls()).containsExactly("answer false", "answer true");
  }

  @Test
  void aRunStartedApartIsKeptRunningOnRequest() {
    window.openPlan();
    run(() -> test.console.actions.get("run-start-apart").tryRun());
    until(() -> window.phase() == Phase.RUNNING);
    run(() -> window.window.requestClose());
    assertThat(window.isShown("#close-drain")).isTrue();
    window.click("#close-keep");
    until(window.closed::get);
    assertThat(window.commands()).isEmpty();
  }

  @Test
  void aRunStartedApartIsStoppedOnRequest() {
    window.openPlan();
    run(() -> test.console.actions.get("run-start-apart").tryRun());
    until(() -> window.phase() == Phase.RUNNING);
    run(() -> window.window.requestClose());
    window.click("#close-stop");
    until(window.closed::get);
    assertThat(window.commands()).singleElement().isInstanceOf(Command.Stop.class);
  }

  @Test
  void drainingClosesTheWindowOnceWhatRanHasEnded() {
    window.running();
    run(() -> window.window.requestClose());
    window.click("#close-drain");
    until(() -> window.commands().contains(new Command.Drain("ada")));
    assertThat(window.closed).isFalse();
    test.run.ends(RunOutcome.STOPPED, "drained");
    until(window.closed::get);
    assertThat(test.run.isClosed()).isTrue();
  }
}
