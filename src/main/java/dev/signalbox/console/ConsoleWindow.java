package dev.signalbox.console;

import dev.signalbox.app.CommandName;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.part.Sheet;
import dev.signalbox.console.settings.Settings;
import dev.signalbox.console.theme.Theme;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import javafx.util.Subscription;

/// The window itself: its size, its look, and how it closes.
final class ConsoleWindow {
  private static final double SMALLEST_WIDTH = 760;
  private static final double SMALLEST_HEIGHT = 480;

  private final Stage stage;
  private final Console console;
  private final Runnable closed;
  private final ShellView shell;
  private final Scene scene;
  private Subscription startWhenReady = Subscription.EMPTY;
  private boolean closing;

  /// @param closed is called once the window is gone
  ConsoleWindow(Stage stage, Console console, Runnable closed) {
    this.stage = stage;
    this.console = console;
    this.closed = closed;
    shell = new ShellView(console);
    Settings settings = console.settings.get();
    scene = scene(shell, settings.width(), settings.height());
    console.actions.listenTo(scene);
    console
        .choices
        .themeProperty()
        .set(
            switch (settings.theme()) {
              case "dark" -> Theme.DARK;
              case "light" -> Theme.LIGHT;
              default -> Theme.ofSystem();
            });
    console.choices.themeProperty().subscribe(theme -> theme.apply(scene));
    // Said only once the person has chosen: until then the window goes with the desktop.
    console
        .choices
        .themeProperty()
        .subscribe(
            (before, now) ->
                console.settings.change(s -> s.withTheme(now.name().toLowerCase(Locale.ROOT))));
    stage.setScene(scene);
    stage.titleProperty().bind(console.toolbar.windowTitle());
    stage.setMinWidth(SMALLEST_WIDTH);
    stage.setMinHeight(SMALLEST_HEIGHT);
    stage.addEventHandler(WindowEvent.WINDOW_CLOSE_REQUEST, this::closeRequested);
  }

  static Scene scene(ShellView shell, double width, double height) {
    Scene scene = new Scene(shell, width, height);
    scene
        .getStylesheets()
        .add(
            Objects.requireNonNull(ConsoleWindow.class.getResource("console.css"))
                .toExternalForm());
    return scene;
  }

  void show() {
    stage.show();
    fitInto(Screen.getPrimary().getVisualBounds());
    shell.focusFirst();
  }

  /// Nothing of the window may lie outside the screen. Only after it is shown is it known how much
  /// its frame adds.
  void fitInto(Rectangle2D screen) {
    double width = Math.min(stage.getWidth(), screen.getWidth());
    double height = Math.min(stage.getHeight(), screen.getHeight());
    if (width < stage.getWidth() || height < stage.getHeight()) {
      stage.setWidth(width);
      stage.setHeight(height);
      stage.setX(screen.getMinX() + (screen.getWidth() - width) / 2);
      stage.setY(screen.getMinY() + (screen.getHeight() - height) / 2);
    }
  }

  /// Opens a plan, and runs it at once if that is wanted and it can be run.
  void open(Path plan, boolean start) {
    if (start) {
      startWhenReady =
          console
              .workbench
              .phaseProperty()
              .subscribe(
                  phase -> {
                    if (phase == Phase.READY || phase == Phase.BROKEN) {
                      startWhenReady.unsubscribe();
                      console.services.window().execute(console.workbench::start);
                    }
                  });
    }
    console.workbench.open(plan);
  }

  private void closeRequested(WindowEvent event) {
    if (closing) {
      return;
    }
    event.consume();
    requestClose();
  }

  /// Closes the window; asks once where agents are at work.
  void requestClose() {
    if (!console.workbench.phase().isLive()) {
      closeNow();
      return;
    }
    Sheet.Choice cancel = new Sheet.Choice("close-cancel", "Cancel", false, true, () -> {});
    if (!console.workbench.isApart()) {
      shell
          .sheet()
          .ask(
              "Agents are at work",
              "Draining lets what runs land and starts nothing new; stopping ends it now. What has landed stays either way, and the run can be resumed.",
              List.of(
                  cancel,
                  new Sheet.Choice(
                      "close-drain", "Drain and close", false, false, this::drainAndClose),
                  new Sheet.Choice(
                      "close-stop", "Stop and close", true, false, this::stopAndClose)));
    } else if (console.workbench.isStartedHere()) {
      shell
          .sheet()
          .ask(
              "Agents are at work in a process of their own",
              "They can go on without this window; %s looks at them again."
                  .formatted(CommandName.with("console --attach latest")),
              List.of(
                  cancel,
                  new Sheet.Choice(
                      "close-drain", "Drain and close", false, false, this::drainAndClose),
                  new Sheet.Choice(
                      "close-stop", "Stop and close", false, false, this::stopAndClose),
                  new Sheet.Choice("close-keep", "Keep running", true, false, this::closeNow)));
    } else {
      closeNow();
    }
  }

  /// Closes the window without a question, as somebody asks for it who does not look at it. A run
  /// of this process is stopped; one in a process of its own goes on.
  void closeAtOnce() {
    if (closing) {
      return;
    }
    if (console.workbench.phase().isLive() && !console.workbench.isApart()) {
      stopAndClose();
    } else {
      closeNow();
    }
  }

  private void drainAndClose() {
    shell.sheet().busy("What runs may land; the window closes once it has…");
    console.workbench.drainAndThen(this::closeNow);
  }

  private void stopAndClose() {
    shell.sheet().busy("Ending what runs and keeping what it changed…");
    console.workbench.stopAndThen(this::closeNow);
  }

  /// Closes the window and ends what it owns.
  void closeNow() {
    closing = true;
    double width = scene.getWidth();
    double height = scene.getHeight();
    if (!stage.isMaximized() && width > 0 && height > 0) {
      console.settings.change(s -> s.withSize(width, height));
    }
    shell.close();
    console.close();
    stage.close();
    closed.run();
  }
}
