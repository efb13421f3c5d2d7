package dev.signalbox.console;

import static dev.signalbox.console.OpenWindow.get;
import static dev.signalbox.console.OpenWindow.run;
import static dev.signalbox.console.OpenWindow.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.EarlierRun;
import dev.signalbox.app.RunOptions;
import dev.signalbox.app.RunSession;
import dev.signalbox.console.model.Phase;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.plan.PlanReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/// The start goes on with runs that were left, and shows the reports of those that are over.
@ExtendWith(ApplicationExtension.class)
class EarlierRunsTest {
  static final List<EarlierRun> RUNS =
      List.of(
          earlier("add-billing-x1", "add-billing", 10, null, 7, 12),
          earlier("translate-x2", "translate", 45, RunOutcome.SUCCEEDED, 5, 5),
          earlier("rename-money-x3", "rename-money", 50 * 60, RunOutcome.STOPPED, 2, 9),
          earlier("nightly-x4", "nightly", 51 * 60, RunOutcome.FAILED, 8, 9));

  @TempDir Path folder;

  @Test
  void whatWasLeftGoesOnByItsButtonOrItsKey() {
    TestConsole test = get(() -> new TestConsole(folder));
    test.earlier = RUNS;
    try (OpenWindow window = OpenWindow.on(test)) {
      until(() -> window.robot.lookup("#start-unfinished .button").queryAll().size() == 2);
      assertThat(words(window, "#start-unfinished .label"))
          .anyMatch(words -> words.startsWith("cut short, began "))
          .anyMatch(words -> words.endsWith("7/12 landed"));

      test.refusal = "Run add-billing-x1 is open in another Signalbox (process 4711).";
      window.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.R);
      until(() -> window.isShown("#banner-notice"));
      assertThat(test.resumed).containsExactly("add-billing-x1");
      assertThat(window.phase()).isEqualTo(Phase.EMPTY);
      assertThat(window.isShown("#start-unfinished")).as("the others are still there").isTrue();

      test.refusal = "";
      get(() -> test.run.start(plan(test)));
      List<javafx.scene.Node> buttons =
          get(() -> List.copyOf(window.robot.lookup("#start-unfinished .button").queryAll()));
      window.robot.clickOn(buttons.getLast());
      until(() -> window.phase() == Phase.RUNNING);
      assertThat(test.resumed).last().isEqualTo("rename-money-x3");
    }
  }

  @Test
  void moreThanAreShownAreCountedAndOnlyALongNameIsShortened() {
    TestConsole test = get(() -> new TestConsole(folder));
    test.earlier =
        IntStream.range(0, 6)
            .mapToObj(i -> earlier("x" + i, "a plan ".repeat(20) + i, i, RunOutcome.STOPPED, 1, 4))
            .toList();
    try (OpenWindow window = OpenWindow.on(test)) {
      until(() -> window.robot.lookup("#start-unfinished .button").queryAll().size() == 3);
      assertThat(window.text("#start-unfinished-more")).startsWith("and 3 more: ").endsWith("runs");
      List<String> drawn =
          get(
              () ->
                  window.robot.lookup("#start-unfinished .sb-faint .text").queryAll().stream()
                      .map(node -> ((Text) node).getText())
                      .toList());
      assertThat(drawn).hasSize(4).filteredOn(words -> words.endsWith("1/4 landed")).hasSize(3);
    }
  }

  @Test
  void whatIsOverHasItsReport() {
    TestConsole test = get(() -> new TestConsole(folder));
    test.earlier = RUNS;
    try (OpenWindow window = OpenWindow.on(test)) {
      until(() -> window.robot.lookup("#start-over .hyperlink").queryAll().size() == 2);
      window.click("#start-over .hyperlink");
      until(() -> !test.viewed.isEmpty());
      assertThat(test.viewed).containsExactly(Path.of("translate-x2.html"));
    }
  }

  @Test
  void aRealRunThatWasStoppedGoesOnInANewWindow() throws Exception {
    TestConsole real = get(() -> new TestConsole(folder, true));
    Path plan = real.copy("real.yaml");
    Path go = folder.resolve("go");
    Files.writeString(
        plan,
        Files.readString(plan)
            .replace("SAMPLE", Path.of("assets/quickstart").toAbsolutePath().toString())
            .replace("GO", go.toString()));
    try (RunSession session =
        RunSession.start(real.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.send(new Command.Stop("ada", "lunch", false)).get();
      assertThat(session.ended().get()).isEqualTo(RunOutcome.STOPPED);
    }
    Files.writeString(go, "go");
    try (OpenWindow window = OpenWindow.on(real)) {
      until(() -> !window.robot.lookup("#start-unfinished .button").queryAll().isEmpty());
      window.click("#start-unfinished .button");
      until(
          () -> {
            if (real.console.model.state().task("asked").isPresent()) {
              real.console.model.select("asked");
              real.console.actions.get("approve").tryRun();
            }
            return window.phase() == Phase.ENDED;
          });
      assertThat(get(() -> real.console.workbench.outcome())).contains(RunOutcome.SUCCEEDED);
      assertThat(get(() -> real.console.workbench.plan().isPresent())).isTrue();
      run(() -> window.window.requestClose());
      until(window.closed::get);
    }
    TestConsole again = get(() -> new TestConsole(folder, true));
    try (OpenWindow window = OpenWindow.on(again)) {
      until(() -> !window.robot.lookup("#start-over .hyperlink").queryAll().isEmpty());
      window.click("#start-over .hyperlink");
      until(() -> !again.viewed.isEmpty());
      assertThat(again.viewed.getFirst()).isRegularFile().hasFileName("report.html");
    }
  }

  private static EarlierRun earlier(
      String run,
      String plan,
      long minutesAgo,
      @Nullable RunOutcome outcome,
      int landed,
      int tasks) {
    return new EarlierRun(
        run,
        plan,
        new ManualClock().instant().minus(Duration.ofMinutes(minutesAgo)),
        outcome,
        landed,
        tasks);
  }

  private static dev.signalbox.plan.PlanFile plan(TestConsole test) {
    try {
      return new PlanReader().read(test.plan());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Set<String> words(OpenWindow window, String query) {
    return get(
        () ->
            window.robot.lookup(query).<Labeled>queryAllAs(Labeled.class).stream()
                .map(Labeled::getText)
                .collect(java.util.stream.Collectors.toSet()));
  }
}
