package dev.signalbox.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A process that was started, with empty input.
///
/// @param output what it and all that it starts print, on either stream
record Started(Process process, InputStream output) {

  /// @param environment the whole of it: nothing is inherited
  static Started by(List<String> command, Path directory, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
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
}
