package dev.signalbox.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Signalbox's own log: a rotating file under the state folder. What goes wrong inside goes there,
/// so that people get a sentence and the stack trace is kept all the same.
public final class AppLog {
  private static final int BYTES = 4 << 20;
  private static final int FILES = 3;

  private AppLog() {}

  public static Path file(StateFolders folders) {
    return folders.state().resolve("signalbox.0.log");
  }

  /// Sends all logging to the file and none to the terminal.
  ///
  /// @return whether the file can be written; a run goes on without it
  public static boolean start(StateFolders folders) {
    Logger root = Logger.getLogger("");
    for (Handler handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    try {
      Files.createDirectories(folders.state());
      FileHandler handler =
          new FileHandler(
              escape(folders.state().toString()) + "/signalbox.%g.log", BYTES, FILES, true);
      handler.setFormatter(new SimpleFormatter());
      handler.setLevel(Level.INFO);
      root.addHandler(handler);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /// `%` begins a field in the handler's patterns.
  private static String escape(String path) {
    return path.replace("%", "%%");
  }
}
