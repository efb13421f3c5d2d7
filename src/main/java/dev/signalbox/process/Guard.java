package dev.signalbox.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A small process that outlives this one by a second: when its input ends, because this process
/// closed it or was killed, it ends whatever still runs. Until then it waits in a read and costs
/// nothing. It is in a session of its own, so that what ends this process by its terminal or group
/// does not end it too.
///
/// What it does is in `guard.sh`. There is none on Windows, which has no such shell.
final class Guard implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Guard.class.getName());
  static final String SCRIPT = script();
  private static final int END_SECONDS = 15;

  private final String marks;
  private final String place;
  private final Map<Long, Long> groups = new TreeMap<>();
  private @Nullable Process process;
  private boolean closed;

  /// @param marks what the marks of all processes begin with
  /// @param place the control group they are in; may be empty
  Guard(String marks, String place) {
    this.marks = marks;
    this.place = place;
  }

  /// Watches from now on. Another guard is started where the last one was killed.
  synchronized void watch() {
    Process running = process;
    if (OwnSession.words().isEmpty() || closed || (running != null && running.isAlive())) {
      return;
    }
    try {
      Process started = start();
      process = started;
      for (Map.Entry<Long, Long> group : groups.entrySet()) {
        say(started, "add " + group.getKey() + " " + group.getValue());
      }
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          "The guard could not be started: should Signalbox be killed, what it started stays.",
          e);
    }
  }

  /// Tells of a process group that runs.
  synchronized void add(long group) {
    ProcFs.stat(group)
        .filter(ProcFs.Stat::running)
        .ifPresent(
            stat -> {
              groups.put(group, stat.start());
              say("add " + group + " " + stat.start());
            });
  }

  /// Tells of a process group that has ended.
  synchronized void remove(long group) {
    if (groups.remove(group) != null) {
      say("remove " + group);
    }
  }

  private void say(String line) {
    Process listening = process;
    if (listening == null) {
      return;
    }
    try {
      say(listening, line);
    } catch (IOException e) {
      // It was killed; the next command starts another, which is told of all that run.
      LOG.log(Level.FINE, "The guard does not listen", e);
    }
  }

  private static void say(Process to, String line) throws IOException {
    OutputStream input = to.getOutputStream();
    input.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    input.flush();
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>(OwnSession.words());
    command.addAll(List.of("/bin/sh", "-c", SCRIPT, "signalbox-guard", marks, place));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(new File("/"))
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    return builder.start();
  }

  /// Ends it, and with it whatever should still run.
  @Override
  public synchronized void close() {
    closed = true;
    Process last = process;
    if (last == null) {
      return;
    }
    try (OutputStream input = last.getOutputStream()) {
      input.flush();
    } catch (IOException e) {
      LOG.log(Level.FINE, "The guard has ended before", e);
    }
    boolean interrupted = Thread.interrupted();
    try {
      if (!last.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        LOG.warning("The guard does not end; a process seems to withstand being killed.");
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String script() {
    try (InputStream in = Guard.class.getResourceAsStream("guard.sh")) {
      return new String(
          Objects.requireNonNull(in, "guard.sh").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
