package dev.signalbox.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a command is started: in a session and a process group of its own, with empty input.
sealed interface Launcher extends AutoCloseable permits PosixSpawn, PortableLauncher {

  /// A process that was started.
  ///
  /// @param output what it and all that it starts print, on either stream
  record Started(Process process, InputStream output) {}

  /// @param environment the whole of it: nothing is inherited
  Started start(List<String> command, Path directory, Map<String, String> environment)
      throws IOException;

  /// To be called when nothing is started any more.
  @Override
  void close();

  /// The quickest way on this machine.
  static Launcher choose() {
    Optional<PosixSpawn> quick = PosixSpawn.permitted();
    return quick.isPresent() ? quick.get() : new PortableLauncher(OwnSession.words());
  }
}
