package dev.signalbox.console;

import dev.signalbox.app.Opening;
import dev.signalbox.app.StateFolders;
import dev.signalbox.app.ThisUser;
import dev.signalbox.console.editor.PlanText;
import dev.signalbox.console.inspector.SizeSource;
import dev.signalbox.console.model.RunStarter;
import dev.signalbox.console.part.DesktopFilePicker;
import dev.signalbox.console.settings.SettingsStore;
import dev.signalbox.plan.PlanReader;
import dev.signalbox.workspace.ConflictedMerge;
import dev.signalbox.workspace.SnapshotDiff;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;

/// The desktop console as an application: one window.
public final class ConsoleApp extends Application {
  private final ConsoleRequest request;
  private final ExecutorService background;
  private final CountDownLatch closed;
  private final EndSignals signals;

  private ConsoleApp(
      ConsoleRequest request,
      ExecutorService background,
      CountDownLatch closed,
      EndSignals signals) {
    this.request = request;
    this.background = background;
    this.closed = closed;
    this.signals = signals;
  }

  /// Opens the window and returns once it is closed. Once in a process; the desktop must be there.
  ///
  /// @return the exit code: 0, or 130 and the like where a signal closed it
  public static int launch(ConsoleRequest request) {
    CountDownLatch closed = new CountDownLatch(1);
    EndSignals signals = new EndSignals();
    ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    Platform.setImplicitExit(false);
    Platform.startup(
        () -> {
          try {
            new ConsoleApp(request, background, closed, signals).start(new Stage());
          } catch (RuntimeException e) {
            closed.countDown();
            throw e;
          }
        });
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Platform.exit();
      background.close(); // what closes a run has to end before the process does
    }
    return signals.exitCode();
  }

  @Override
  public void start(Stage stage) {
    StateFolders folders = request.folders();
    Services services =
        new Services(
            folders,
            new PlanReader()::read,
            PlanText.ofFiles(),
            RunStarter.in(folders),
            SnapshotDiff::read,
            SizeSource.in(folders),
            ConflictedMerge::read,
            new DesktopFilePicker(() -> stage),
            file -> getHostServices().showDocument(file.toUri().toString()),
            InstantSource.system(),
            ZoneId.systemDefault(),
            background,
            Platform::runLater,
            ThisUser.name());
    SettingsStore settings = new SettingsStore(folders.config().resolve("console.json"));
    Console console = new Console(services, settings, request.quickstart());
    ConsoleWindow window = new ConsoleWindow(stage, console, closed::countDown);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, problem) -> services.window().execute(() -> console.failed(problem)));
    Thread.currentThread()
        .setUncaughtExceptionHandler((thread, problem) -> console.failed(problem));
    signals.listen(() -> Platform.runLater(window::closeAtOnce));
    window.show();
    switch (request.opening()) {
      case Opening.Nothing nothing -> {}
      case Opening.OfPlan of -> window.open(of.plan(), of.start());
      case Opening.OfRun of -> console.workbench.attach(of.run());
    }
  }
}
