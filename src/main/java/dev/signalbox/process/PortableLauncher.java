package dev.signalbox.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starts commands by what Java has, with another program in between for the session.
final class PortableLauncher implements Launcher {
  private final List<String> ownSession;

  /// @param ownSession see [OwnSession]
  PortableLauncher(List<String> ownSession) {
    this.ownSession = ownSession;
  }

  @Override
  public Started start(List<String> command, Path directory, Map<String, String> environment)
      throws IOException {
    List<String> whole = new ArrayList<>(ownSession);
    whole.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(whole).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    if (!OutputPipe.isThere()) {
      Process process = builder.redirectInput(Redirect.from(new File("NUL"))).start();
      return new Started(process, process.getInputStream());
    }
    OutputPipe pipe = OutputPipe.open();
    boolean started = false;
    try {
      Process process =
          builder
              .redirectInput(Redirect.from(new File("/dev/null")))
              .redirectOutput(Redirect.to(pipe.writer()))
              .start();
      started = true;
      pipe.handedOver();
      return new Started(process, pipe.reader());
    } finally {
      if (!started) {
        pipe.close();
      }
    }
  }

  @Override
  public void close() {
    // Java waits for its children by itself.
  }
}
