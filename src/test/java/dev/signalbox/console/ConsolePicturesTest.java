package dev.signalbox.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.OpenRun;
import dev.signalbox.console.model.Choices;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.theme.Theme;
import dev.signalbox.engine.Event;
import dev.signalbox.workspace.Sealed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;

/// Pictures of the whole window, for eyes: target/screenshots/console-*.png. What is asserted is
/// that every style is known and that no word on a button is cut.
@ExtendWith(ApplicationExtension.class)
class ConsolePicturesTest {
  private static final int[][] SIZES = {{1440, 900}, {1366, 768}, {1000, 640}};

  @TempDir Path folder;

  @Test
  void emptyStart() throws Exception {
    pictures("empty", test -> {});
  }

  @Test
  void startWithEarlierRuns() throws Exception {
    pictures(
        "start",
        test -> {
          test.earlier = EarlierRunsTest.RUNS;
          test.elsewhere = List.of(new OpenRun("nightly-k7q2", "nightly", 4711));
          Path plans = test.folder.resolve("plans");
          for (String plan :
              List.of(
                  "nightly.yaml",
                  "rename-money.yaml",
                  "docs.yaml",
                  "translate.yaml",
                  "billing.yaml")) {
            test.settings.change(s -> s.withRecent(touched(plans, plan)));
          }
        },
        test -> {});
  }

  private static String touched(Path folder, String name) {
    try {
      Path file = Files.createDirectories(folder).resolve(name);
      return Files.writeString(file, "").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void openedPlan() throws Exception {
    pictures("opened", this::open);
  }

  @Test
  void midRun() throws Exception {
    pictures(
        "midrun",
        test -> {
          running(test);
          Scenes.midRun(test);
          settle();
          select(test, "api-invoices");
          until(() -> !test.console.inspector.log().lines().isEmpty());
        });
  }

  @Test
  void approval() throws Exception {
    pictures(
        "approval",
        test -> {
          running(test);
          Scenes.midRun(test);
          Scenes.asking(test);
          settle();
          select(test, "web-invoices");
        });
  }

  @Test
  void conflict() throws Exception {
    pictures(
        "conflict",
        test -> {
          running(test);
          Scenes.midRun(test);
          Scenes.asking(test);
          Scenes.conflict(test);
          settle();
          select(test, "api-customers");
        });
  }

  @Test
  void conflictPage() throws Exception {
    pictures(
        "conflicts",
        test -> {
          running(test);
          Scenes.midRun(test);
          Scenes.asking(test);
          Scenes.conflict(test);
          settle();
          onWindow(
              () -> {
                test.console.choices.pageProperty().set(Choices.Page.CONFLICTS);
                test.console.conflicts.choose(0);
              });
        });
  }

  @Test
  void queues() throws Exception {
    pictures(
        "queue",
        test -> {
          running(test);
          Scenes.midRun(test);
          Scenes.conflict(test);
          test.run.ends(
              "translate-docs", 1, Map.of(), new Sealed.Change('A', "docs/fr/index.md", 80, 0));
          test.run.emit(new Event.Queued("translate-docs", ""));
          settle();
          onWindow(
              () -> {
                test.console.choices.pageProperty().set(Choices.Page.QUEUE);
                test.console.model.select("rename-money");
              });
        });
  }

  @Test
  void brokenPlan() throws Exception {
    pictures(
        "broken",
        test -> {
          onWindow(() -> test.console.workbench.open(test.copy("broken.yaml")));
          until(() -> test.console.workbench.phase() == Phase.BROKEN);
        });
  }

  @Test
  void liveConflicts() throws Exception {
    livePictures("live", Choices.Page.GRAPH);
  }

  @Test
  void liveConflictsPage() throws Exception {
    livePictures("live-list", Choices.Page.CONFLICTS);
  }

  @Test
  void matrix() throws Exception {
    livePictures("matrix", Choices.Page.MATRIX);
  }

  private void livePictures(String name, Choices.Page page) throws Exception {
    pictures(
        name,
        test -> {
          running(test);
          Scenes.midRun(test);
          Scenes.live(test);
          settle();
          onWindow(
              () -> {
                test.console.choices.pageProperty().set(page);
                test.console.conflicts.choose(0);
              });
        });
  }

  @Test
  void whatCameToTheBase() throws Exception {
    for (Choices.Page page :
        List.of(Choices.Page.MATRIX, Choices.Page.CONFLICTS, Choices.Page.GRAPH)) {
      pictures(
          "base-" + page.name().toLowerCase(Locale.ROOT),
          test -> {
            running(test);
            Scenes.midRun(test);
            Scenes.base(test);
            settle();
            onWindow(
                () -> {
                  test.console.choices.pageProperty().set(page);
                  test.console.conflicts.choose(0);
                });
          });
    }
  }

  @Test
  void matrixOfTwelve() throws Exception {
    crowdPictures(12);
  }

  @Test
  void matrixOfSixty() throws Exception {
    crowdPictures(60);
  }

  private void crowdPictures(int tasks) throws Exception {
    pictures(
        "matrix-" + tasks,
        test -> {
          onWindow(() -> test.console.workbench.open(LargePlan.write(test.folder, tasks)));
          until(() -> test.console.workbench.phase() == Phase.READY);
          onWindow(() -> test.console.workbench.start());
          until(() -> test.console.workbench.phase() == Phase.RUNNING);
          Scenes.crowd(test, tasks);
          settle();
          onWindow(() -> test.console.choices.pageProperty().set(Choices.Page.MATRIX));
        });
  }

  @Test
  void ended() throws Exception {
    pictures(
        "ended",
        test -> {
          running(test);
          Scenes.midRun(test);
          Scenes.ended(test);
          settle();
          until(() -> test.console.workbench.phase() == Phase.ENDED);
          select(test, "changelog");
        });
  }

  @Test
  void refusedRing() throws Exception {
    pictures(
        "ring",
        this::open,
        test -> {
          test.console.choices.editingProperty().set(true);
          test.console.editor.add("release", "api-invoices");
        });
  }

  @Test
  void palette() throws Exception {
    pictures(
        "palette",
        test -> {
          running(test);
          Scenes.midRun(test);
          settle();
          onWindow(() -> test.console.actions.get("palette").run().run());
        });
  }

  @Test
  void fiveHundredTasks() throws Exception {
    pictures(
        "500",
        test -> {
          onWindow(() -> test.console.workbench.open(LargePlan.write(test.folder, 500)));
          until(() -> test.console.workbench.phase() == Phase.READY);
          onWindow(() -> test.console.workbench.start());
          until(() -> test.console.workbench.phase() == Phase.RUNNING);
          LargePlan.midRun(test, 500);
          settle();
          select(test, "task-180");
        });
  }

  private void running(TestConsole test) {
    open(test);
    onWindow(() -> test.console.workbench.start());
    until(() -> test.console.workbench.phase() == Phase.RUNNING);
  }

  private void open(TestConsole test) {
    onWindow(() -> test.console.workbench.open(test.plan()));
    until(() -> test.console.workbench.phase() == Phase.READY);
  }

  private void select(TestConsole test, String task) {
    onWindow(() -> test.console.model.select(task));
  }

  private void pictures(String name, Consumer<TestConsole> moment) throws Exception {
    pictures(name, moment, test -> {});
  }

  /// @param inWindow happens on the window's thread, once everything is in its place
  private void pictures(String name, Consumer<TestConsole> moment, Consumer<TestConsole> inWindow)
      throws Exception {
    try (StyleWarnings warnings = new StyleWarnings()) {
      TestConsole test = WaitForAsyncUtils.asyncFx(() -> new TestConsole(folder)).get();
      moment.accept(test);
      settle();
      ShellView shell = WaitForAsyncUtils.asyncFx(() -> new ShellView(test.console)).get();
      until(() -> shell.graph().settledProperty().get());
      onWindow(() -> inWindow.accept(test));
      for (Theme theme : Theme.values()) {
        for (int[] size : SIZES) {
          picture(test, shell, theme, size, name);
        }
      }
      WaitForAsyncUtils.asyncFx(shell::close).get();
      WaitForAsyncUtils.asyncFx(test::close).get();
      assertThat(warnings.lines()).isEmpty();
    }
  }

  private static void picture(
      TestConsole test, ShellView shell, Theme theme, int[] size, String name) throws Exception {
    Scene scene =
        WaitForAsyncUtils.asyncFx(() -> ConsoleWindow.scene(shell, size[0], size[1])).get();
    onWindow(
        () -> {
          test.console.model.tick();
          test.console.choices.themeProperty().set(theme);
          theme.apply(scene);
          scene.snapshot(null);
        });
    settle(); // what waits for the first layout
    onWindow(
        () -> {
          shell.graph().fit();
          Screenshots.take(
              scene,
              "console-%s-%s-%d".formatted(name, theme.name().toLowerCase(Locale.ROOT), size[0]));
          scene.setRoot(new Pane());
        });
  }

  private static void settle() {
    WaitForAsyncUtils.waitForFxEvents();
  }

  private static void onWindow(Runnable what) {
    WaitForAsyncUtils.waitForAsyncFx(20_000, what);
  }

  private static void until(BooleanSupplier what) {
    try {
      WaitForAsyncUtils.waitFor(
          20, TimeUnit.SECONDS, () -> WaitForAsyncUtils.asyncFx(what::getAsBoolean).get());
    } catch (java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }
}
