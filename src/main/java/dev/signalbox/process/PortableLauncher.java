package dev.signalbox.process;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Starts programs by what Java has; those in a session of their own with another program in
/// between.
final class PortableLauncher implements Launcher {
  private static final int MOST_READS = 100;
  private static final long PAUSE_NANOS = 1_000_000;

  private final Supplier<List<String>> ownSession;

  /// @param ownSession see [OwnSession]
  PortableLauncher(Supplier<List<String>> ownSession) {
    this.ownSession = ownSession;
  }

  @Override
  public Started start(List<String> command, Path directory, Map<String, String> environment)
      throws IOException {
    List<String> whole = new ArrayList<>(ownSession.get());
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
  public ShortCommand.Ended run(ShortCommand command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command.words()).directory(command.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(command.environment());
    Process process = builder.start();
    try {
      return talk(process, command);
    } finally {
      ShortCommand.end(process);
    }
  }

  // The pipes are read on other threads, as a read cannot be interrupted and a wait can.
  private static ShortCommand.Ended talk(Process process, ShortCommand command)
      throws IOException, InterruptedException {
    CompletableFuture<Captured> errors =
        capture(process, process.getErrorStream(), ShortCommand.MOST_ERRORS, false);
    CompletableFuture<Captured> output =
        capture(process, process.getInputStream(), command.most(), true);
    Thread.startVirtualThread(() -> write(process.getOutputStream(), command.input()));
    try {
      Captured printed = output.get();
      int exit = process.waitFor();
      return new ShortCommand.Ended(exit, printed.bytes(), printed.whole(), errors.get().bytes());
    } catch (ExecutionException e) {
      throw new IOException("What it printed could not be read.", e);
    }
  }

  private record Captured(byte[] bytes, boolean whole) {}

  /// @param ends whether the process is ended when there is more than `most`; else it is read on
  private static CompletableFuture<Captured> capture(
      Process process, InputStream stream, int most, boolean ends) {
    CompletableFuture<Captured> captured = new CompletableFuture<>();
    Thread.startVirtualThread(
        () -> {
          try (stream) {
            ByteArrayOutputStream kept = new ByteArrayOutputStream();
            byte[] buffer = new byte[16 << 10];
            boolean whole = true;
            for (int n = read(process, stream, buffer); n >= 0; n = read(process, stream, buffer)) {
              int room = Math.min(n, most - kept.size());
              kept.write(buffer, 0, room);
              if (room < n) {
                whole = false;
                if (ends) {
                  process.destroy();
                  break;
                }
              }
            }
            captured.complete(new Captured(kept.toByteArray(), whole));
          } catch (IOException e) {
            captured.completeExceptionally(e);
          }
        });
    return captured;
  }

  // When a process has ended, Java takes what is left out of its pipes and closes them, under
  // whoever reads; the next read has it from there.
  private static int read(Process process, InputStream stream, byte[] buffer) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return stream.read(buffer);
      } catch (IOException e) {
        if (process.isAlive() || tries == MOST_READS) {
          throw e;
        }
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static void write(OutputStream stream, byte[] input) {
    try (stream) {
      stream.write(input);
    } catch (IOException e) {
      // It stopped reading: its exit code and its errors say why.
      return;
    }
  }
}
