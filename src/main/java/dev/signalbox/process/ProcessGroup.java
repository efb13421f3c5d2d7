package dev.signalbox.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// A command and everything it starts, in a session and a process group of its own, so that all of
/// it can be ended. Its input is empty; what it prints, on either stream, goes to one output as it
/// comes. Started by a [Supervisor].
///
/// Nothing outlives its command: what the command left running is ended when the command itself has
/// ended, also what left its group (see [Containment]).
public final class ProcessGroup implements AutoCloseable {
  private static final int TAIL_BYTES = 8 << 10;
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

  /// A shell may end a moment before what it wrote through, as in `command > >(tee file)`.
  private static final Duration STRAGGLERS = Duration.ofMillis(200);

  private static final Duration GRACE_FOR_LEFTOVERS = Duration.ofSeconds(2);

  private final Process leader;
  private final InputStream printed;
  private final Containment.Cell cell;
  private final OutputStream output;
  private final LongSupplier nanos;
  private final Consumer<ProcessGroup> onEnd;
  private final Ending ending;
  private final CountDownLatch allRead = new CountDownLatch(1);
  private final Tail tail = new Tail(TAIL_BYTES);
  private final List<String> remarks = new CopyOnWriteArrayList<>();
  private final Object finishing = new Object();
  private volatile long lastOutput;
  private volatile @Nullable IOException logProblem;
  private boolean finished;

  /// @param pumps has a thread for each command that runs, to read what it prints
  /// @param onEnd told once, when nothing of it runs any more
  ProcessGroup(
      Launcher.Started started,
      Containment.Cell cell,
      OutputStream output,
      LongSupplier nanos,
      Executor pumps,
      Consumer<ProcessGroup> onEnd) {
    this.leader = started.process();
    this.printed = started.output();
    this.cell = cell;
    this.output = output;
    this.nanos = nanos;
    this.onEnd = onEnd;
    this.ending = new Ending(new Members(), nanos);
    this.lastOutput = nanos.getAsLong();
    pumps.execute(this::copy);
  }

  /// The process id of the command, which is its group's id too.
  public long pid() {
    return leader.pid();
  }

  public boolean isAlive() {
    return leader.isAlive();
  }

  /// Waits for the command's end; what it left running is ended then.
  ///
  /// @return its exit code (128 + the signal where one ended it)
  public int waitFor() throws InterruptedException {
    int exit = leader.waitFor();
    endLeftovers();
    return exit;
  }

  /// Waits for the command's end, but not longer than `timeout`; what it left running is ended
  /// then.
  ///
  /// @return its exit code, or nothing where it still runs
  public OptionalInt waitFor(Duration timeout) throws InterruptedException {
    if (!leader.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(waitFor());
  }

  /// Waits for the command's end for as long as it prints something at least every `limit`.
  ///
  /// @return its exit code, or nothing where it still runs and has been silent for so long
  public OptionalInt waitForUnlessSilent(Duration limit) throws InterruptedException {
    Duration left = limit.minus(silence());
    while (left.isPositive()) {
      OptionalInt exit = waitFor(left);
      if (exit.isPresent()) {
        return exit;
      }
      left = limit.minus(silence());
    }
    return OptionalInt.empty();
  }

  /// How long ago it last printed something, or was started.
  public Duration silence() {
    return Duration.ofNanos(nanos.getAsLong() - lastOutput);
  }

  /// Asks all of it to end, and kills after `grace` what is still there. Does nothing where it has
  /// ended already.
  public void terminate(Duration grace) throws InterruptedException {
    synchronized (finishing) {
      if (finished) {
        return;
      }
      try {
        if (ending.end(grace).killed()) {
          remarks.add("ignored TERM and was killed after " + inWords(grace));
        }
      } finally {
        finish();
      }
    }
  }

  private void endLeftovers() throws InterruptedException {
    synchronized (finishing) {
      if (finished) {
        return;
      }
      try {
        int left = ending.await(STRAGGLERS) ? 0 : ending.end(GRACE_FOR_LEFTOVERS).found();
        if (left > 0) {
          remarks.add(
              left == 1
                  ? "left a process running, which was ended"
                  : "left %d processes running, which were ended".formatted(left));
        }
      } finally {
        finish();
      }
    }
  }

  /// Kills what still runs, without grace.
  @Override
  public void close() {
    synchronized (finishing) {
      if (!finished) {
        ending.kill();
        finish();
      }
    }
  }

  private void finish() {
    finished = true;
    if (!ProcFs.isThere() && Signals.sendToGroup(pid(), Signals.KILL)) {
      remarks.add("left processes running, which were ended");
    }
    awaitOutput();
    closeOutput();
    cell.close();
    onEnd.accept(this);
  }

  /// What a person should know of its end beside its exit code, each a part of a sentence: "left 2
  /// processes running, which were ended".
  public List<String> remarks() {
    return List.copyOf(remarks);
  }

  /// The last few kilobytes of what it printed.
  public String tail() {
    return tail.text();
  }

  /// Why its output could not be kept, if so. The command itself was not held up by it.
  public Optional<IOException> logProblem() {
    return Optional.ofNullable(logProblem);
  }

  /// Every process of it that runs.
  private final class Members implements Ending.Targets {
    @Override
    public List<ProcessHandle> running() {
      List<ProcessHandle> members = new ArrayList<>(cell.members(pid()));
      // It may have been started this very moment, and not be where its cell looks.
      if (leader.isAlive() && !ProcFs.isZombie(pid())) {
        Optional<ProcessHandle> first = ProcessHandle.of(pid());
        // As long as it has not been waited for, its id is nobody else's.
        if (first.isPresent() && leader.isAlive() && !members.contains(first.get())) {
          members.add(first.get());
        }
      }
      return members;
    }

    @Override
    public void ask(List<ProcessHandle> running) {
      signal(running, Signals.TERM);
    }

    @Override
    public void kill(List<ProcessHandle> running) {
      cell.kill();
      signal(running, Signals.KILL);
    }

    // Each gets it once: to some programs a second TERM means "without cleaning up".
    private void signal(List<ProcessHandle> running, int signal) {
      List<ProcessHandle> outside =
          running.stream().filter(process -> Signals.groupOf(process.pid()) != pid()).toList();
      if (outside.size() < running.size()) {
        Signals.sendToGroup(pid(), signal);
      }
      for (ProcessHandle process : outside) {
        boolean done = signal == Signals.KILL ? process.destroyForcibly() : process.destroy();
        if (!done && process.isAlive()) {
          remarks.add("process " + process.pid() + " could not be signalled");
        }
      }
    }
  }

  // What could not be found may hold the output open for ever: hence the bound.
  private void awaitOutput() {
    boolean interrupted = Thread.interrupted();
    try {
      boolean all = allRead.await(LAST_OUTPUT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void copy() {
    byte[] buffer = new byte[16 << 10];
    try (InputStream from = printed) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        lastOutput = nanos.getAsLong();
        tail.add(buffer, n);
        keep(buffer, n);
      }
    } catch (IOException e) {
      // As a rule the stream was closed at the command's end.
      if (leader.isAlive()) {
        logProblem = e;
      }
    } finally {
      allRead.countDown();
    }
  }

  // Whoever reads the log should find there what was done to the command.
  private void closeOutput() {
    for (String remark : remarks) {
      byte[] line = ("[signalbox: " + remark + "]\n").getBytes(StandardCharsets.UTF_8);
      keep(line, line.length);
    }
    try {
      output.close();
    } catch (IOException e) {
      logProblem = e;
    }
  }

  // A full disk must not block the command: its output is still read, and the problem told.
  private void keep(byte[] buffer, int length) {
    if (logProblem != null) {
      return;
    }
    try {
      output.write(buffer, 0, length);
    } catch (IOException e) {
      logProblem = e;
    }
  }

  private static String inWords(Duration time) {
    return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
