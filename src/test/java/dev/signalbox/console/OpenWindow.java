package dev.signalbox.console;

import dev.signalbox.console.model.Phase;
import dev.signalbox.engine.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/// The real window over a [TestConsole], and hands to work it with.
final class OpenWindow implements AutoCloseable {
  final TestConsole test;
  final ConsoleWindow window;
  final Stage stage;
  final FxRobot robot = new FxRobot();
  final AtomicBoolean closed = new AtomicBoolean();

  private OpenWindow(TestConsole test, Stage stage) {
    this.test = test;
    this.stage = stage;
    // The headless screen is 1000 by 1000.
    test.settings.change(s -> s.withSize(1000, 700));
    window = new ConsoleWindow(stage, test.console, () -> closed.set(true));
    window.show();
  }

  static OpenWindow on(Path folder) {
    return get(() -> new OpenWindow(new TestConsole(folder), new Stage()));
  }

  static OpenWindow on(TestConsole test) {
    return get(() -> new OpenWindow(test, new Stage()));
  }

  OpenWindow openPlan() {
    run(() -> test.console.workbench.open(test.plan()));
    // The plan can be run a moment before its tasks are on the screen.
    until(() -> get(() -> phase() == Phase.READY && !test.console.model.state().tasks().isEmpty()));
    return this;
  }

  OpenWindow running() {
    openPlan();
    click("#run-start");
    until(() -> phase() == Phase.RUNNING);
    return this;
  }

  Phase phase() {
    return test.console.workbench.phase();
  }

  void click(String query) {
    settle();
    robot.clickOn(query);
    settle();
  }

  void press(KeyCode... keys) {
    settle();
    robot.push(keys);
    settle();
  }

  String text(String query) {
    settle();
    return get(() -> robot.lookup(query).<Labeled>query().getText());
  }

  boolean isShown(String query) {
    settle();
    return get(
        () ->
            robot.lookup(query).queryAll().stream()
                .anyMatch(
                    node -> node.isVisible() && node.getScene() != null && treeVisible(node)));
  }

  private static boolean treeVisible(javafx.scene.Node node) {
    for (javafx.scene.Node each = node; each != null; each = each.getParent()) {
      if (!each.isVisible()) {
        return false;
      }
    }
    return true;
  }

  List<Command> commands() {
    settle();
    return test.run.commands();
  }

  static void run(Runnable what) {
    WaitForAsyncUtils.waitForAsyncFx(20_000, what);
    settle();
  }

  static <T> T get(Supplier<T> what) {
    return WaitForAsyncUtils.waitForAsyncFx(20_000, what::get);
  }

  static void settle() {
    WaitForAsyncUtils.waitForFxEvents();
  }

  static void until(BooleanSupplier what) {
    try {
      WaitForAsyncUtils.waitFor(90, TimeUnit.SECONDS, () -> get(what::getAsBoolean));
    } catch (TimeoutException e) {
      throw new AssertionError("It did not come to that", e);
    }
    settle();
  }

  @Override
  public void close() {
    run(
        () -> {
          if (!closed.get()) {
            window.closeNow();
          }
        });
    test.background.close();
  }
}
