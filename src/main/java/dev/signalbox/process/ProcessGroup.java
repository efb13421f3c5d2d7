package dev.signalbox.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A command and everything it starts, in a process group of its own, so that all of it can be
/// ended. Its input is empty; what it prints, on either stream, goes to one output as it comes.
///
/// Nothing outlives its command: what the command left running in the background is killed when the
/// command itself has ended. Only a process that leaves the group on purpose (a daemon) can stay.
public final class ProcessGroup implements AutoCloseable {
  private static final int TAIL_BYTES = 8 << 10;
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);
  private static final List<String> OWN_GROUP = ownGroup();

  private final Process leader;
  private final Thread pump;
  private final Tail tail = new Tail(TAIL_BYTES);
  private volatile @Nullable IOException logProblem;

  private ProcessGroup(Process leader, OutputStream output) {
    this.leader = leader;
    this.pump =
        Thread.ofPlatform()
            .daemon()
            .name("output of " + leader.pid())
            .start(() -> copy(leader.getInputStream(), output));
  }

  /// Starts a command whose output is appended to the file `log`, which is kept within a bound (see
  /// [BoundedLog]).
  ///
  /// @param environment the whole of it: nothing is inherited
  public static ProcessGroup start(
      List<String> command, Path directory, Map<String, String> environment, Path log)
      throws IOException {
    return start(command, directory, environment, new BoundedLog(log));
  }

  /// Starts a command whose output goes to `output`, which is closed at its end.
  ///
  /// @param environment the whole of it: nothing is inherited
  public static ProcessGroup start(
      List<String> command, Path directory, Map<String, String> environment, OutputStream output)
      throws IOException {
    return start(OWN_GROUP, command, directory, environment, output);
  }

  /// @param ownGroup a command that puts another into a process group of its own
  static ProcessGroup start(
      List<String> ownGroup,
      List<String> command,
      Path directory,
      Map<String, String> environment,
      OutputStream output)
      throws IOException {
    List<String> whole = new ArrayList<>(ownGroup);
    whole.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(whole)
            .directory(directory.toFile())
            .redirectInput(Redirect.from(new File("/dev/null")))
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return new ProcessGroup(builder.start(), output);
    } catch (IOException e) {
      output.close();
      throw e;
    }
  }

  /// The process id of the command, which is its group's id too.
  public long pid() {
    return leader.pid();
  }

  public boolean isAlive() {
    return leader.isAlive();
  }

  /// Waits for the command's end; what it left running is killed then.
  ///
  /// @return its exit code (128 + the signal where one ended it)
  public int waitFor() throws InterruptedException {
    int exit = leader.waitFor();
    killTheRest();
    return exit;
  }

  /// Waits for the command's end, but not longer than `timeout`; what it left running is killed
  /// then.
  ///
  /// @return its exit code, or nothing where it still runs
  public OptionalInt waitFor(Duration timeout) throws InterruptedException {
    if (!leader.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(waitFor());
  }

  /// Asks the whole group to end, and kills after `grace` what is still there. Does nothing where
  /// it has ended already.
  public void terminate(Duration grace) throws InterruptedException {
    List<ProcessHandle> known = processes();
    try {
      if (!Signals.sendToGroup(pid(), Signals.TERM) && leader.isAlive()) {
        // Not yet in its group: it was started this very moment.
        leader.destroy();
      }
      awaitEnd(known, grace);
    } finally {
      kill(known);
    }
  }

  /// The last few kilobytes of what it printed.
  public String tail() {
    return tail.text();
  }

  /// Why its output could not be kept, if so. The command itself was not held up by it.
  public Optional<IOException> logProblem() {
    return Optional.ofNullable(logProblem);
  }

  /// Kills what still runs, without grace.
  @Override
  public void close() {
    if (leader.isAlive() || Signals.groupExists(pid())) {
      kill(processes());
    }
  }

  private List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(leader.toHandle()), leader.descendants()).toList();
  }

  private static void awaitEnd(List<ProcessHandle> processes, Duration grace)
      throws InterruptedException {
    CompletableFuture<?>[] ends =
        processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(grace.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // Then they are killed.
    } catch (ExecutionException e) {
      throw new IllegalStateException("A process could not be waited for.", e);
    }
  }

  private void kill(List<ProcessHandle> known) {
    Signals.sendToGroup(pid(), Signals.KILL);
    // Those that made a group of their own, and the leader where it had not yet made its own.
    known.forEach(ProcessHandle::destroyForcibly);
    awaitOutput();
  }

  private void killTheRest() {
    Signals.sendToGroup(pid(), Signals.KILL);
    awaitOutput();
  }

  // A daemon that left the group may hold the output open for ever: hence the bound.
  private void awaitOutput() {
    boolean interrupted = Thread.interrupted();
    try {
      pump.join(LAST_OUTPUT);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void copy(InputStream from, OutputStream to) {
    byte[] buffer = new byte[16 << 10];
    try (to) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        tail.add(buffer, n);
        keep(buffer, n, to);
      }
    } catch (IOException e) {
      // Either the stream was closed at the command's end, or the log could not be closed.
      if (leader.isAlive()) {
        logProblem = e;
      }
    }
  }

  // A full disk must not block the command: its output is still read, and the problem told.
  private void keep(byte[] buffer, int length, OutputStream to) {
    if (logProblem != null) {
      return;
    }
    try {
      to.write(buffer, 0, length);
    } catch (IOException e) {
      logProblem = e;
    }
  }

  // setsid and perl replace themselves by the command, so the process id stays the same.
  private static List<String> ownGroup() {
    Optional<String> setsid = find("setsid");
    if (setsid.isPresent()) {
      return List.of(setsid.get());
    }
    String perl =
        find("perl")
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Neither setsid nor perl is on this machine; one of them is needed to run"
                            + " commands that can be ended whole."));
    return byPerl(perl);
  }

  static List<String> byPerl(String perl) {
    return List.of(perl, "-e", "setpgrp(0, 0); exec { $ARGV[0] } @ARGV or exit 127", "--");
  }

  private static Optional<String> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "") + ":/usr/bin:/bin";
    return Stream.of(path.split(":", -1))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
