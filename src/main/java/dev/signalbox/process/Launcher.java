package dev.signalbox.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How programs are started.
sealed interface Launcher permits PosixSpawn, PortableLauncher {

  /// A process that was started.
  ///
  /// @param output what it and all that it starts print, on either stream
  record Started(Process process, InputStream output) {}

  /// Starts a command in a session and a process group of its own, with empty input.
  ///
  /// @param environment the whole of it: nothing is inherited
  Started start(List<String> command, Path directory, Map<String, String> environment)
      throws IOException;

  /// Runs a program to its end.
  ShortCommand.Ended run(ShortCommand command) throws IOException, InterruptedException;

  /// The quickest way on this machine.
  static Launcher ofThisMachine() {
    return OfThisMachine.LAUNCHER;
  }

  /// Found out once, when it is wanted.
  final class OfThisMachine {
    private static final Launcher LAUNCHER = choose();

    private OfThisMachine() {}

    private static Launcher choose() {
      Optional<PosixSpawn> quick = PosixSpawn.permitted();
      return quick.isPresent() ? quick.get() : new PortableLauncher(OwnSession::words);
    }
  }
}
