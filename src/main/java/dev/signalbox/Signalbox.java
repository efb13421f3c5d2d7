package dev.signalbox;

import dev.signalbox.app.AppLog;
import dev.signalbox.app.StateFolders;
import dev.signalbox.app.command.SignalboxCommand;
import dev.signalbox.app.command.Terminal;
import dev.signalbox.console.ConsoleApp;
import dev.signalbox.console.ConsoleRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The program: puts the command line and the console together. Nothing else knows both.
public final class Signalbox {
  private Signalbox() {}

  static void main(String[] args) {
    StateFolders folders =
        StateFolders.of(System.getenv(), Path.of(System.getProperty("user.home")));
    Terminal terminal = Terminal.system();
    if (!AppLog.start(folders)) {
      terminal.warn("The log %s cannot be written.".formatted(AppLog.file(folders)));
    }
    Path home = Path.of(System.getProperty("signalbox.home", "")).toAbsolutePath();
    Path example = home.resolve("plans/quickstart.yaml");
    @Nullable Path quickstart = Files.isRegularFile(example) ? example : null;
    SignalboxCommand root =
        new SignalboxCommand(
            folders,
            home,
            (state, on) -> ConsoleApp.launch(new ConsoleRequest(state, on, quickstart)),
            terminal);
    System.exit(SignalboxCommand.execute(root, args));
  }
}
