package dev.signalbox.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program that is run for its answer. It gets all there is to read at its start, and what it
/// prints is had at its end. Unlike a [ProcessGroup] it stays in the session and the group of this
/// process, so that Ctrl-C at a terminal reaches it too.
///
/// @param environment the whole of it: nothing is inherited
/// @param input what it can read
/// @param most how much of its output is wanted, in bytes; one that prints more may be ended
public record ShortCommand(
    List<String> words, Path directory, Map<String, String> environment, byte[] input, int most) {
  static final int MOST_ERRORS = 64 << 10;
  private static final int END_SECONDS = 5;

  /// How it went.
  ///
  /// @param exit its exit code (128 + the signal where one ended it)
  /// @param output what it printed
  /// @param whole whether that is all it printed
  /// @param errors the beginning of what it printed as errors
  public record Ended(int exit, byte[] output, boolean whole, byte[] errors) {}

  /// Runs it to its end. Whoever is interrupted meanwhile ends it.
  public Ended run() throws IOException, InterruptedException {
    return Launcher.ofThisMachine().run(this);
  }

  /// Sees to it that nothing of a program runs on. It is asked first: killed, git would leave its
  /// lock files in the user's repository.
  static void end(Process process) {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    boolean interrupted = Thread.interrupted();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    children.forEach(ProcessHandle::destroyForcibly);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
