package dev.signalbox.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Starts the commands of one run, each as a [ProcessGroup], and sees to it that none outlives this
/// process: not when it is closed, and not when this process is killed (see [Guard]).
///
/// Nothing is started or looked up before the first command is.
public final class Supervisor implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final String run;
  private final String session;
  private final String outerMarks;
  private final LongSupplier nanos;
  private final Supplier<Containment> choice;
  private final Supplier<Launcher> launching;
  private final Set<ProcessGroup> running = ConcurrentHashMap.newKeySet();
  private final AtomicLong started = new AtomicLong();

  /// A thread goes on with the next command's output, and ends a minute after the last: to start
  /// one each would cost a short command much.
  private final Executor pumps =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("output of commands ", 0).factory());

  private @Nullable Containment containment;
  private @Nullable Launcher launcher;
  private @Nullable Guard guard;
  private boolean closed;

  /// @param run the run's id: letters, digits, `-` and `_`
  /// @param random makes this session another one than earlier ones of the run
  public Supervisor(String run, RandomGenerator random) {
    String session = Long.toHexString(random.nextLong());
    this(
        run,
        session,
        System.getenv().getOrDefault(Mark.VARIABLE, ""),
        System::nanoTime,
        () -> Containment.choose(run, session, System::nanoTime),
        Launcher::ofThisMachine);
  }

  /// @param outerMarks the marks that this process has itself; may be empty
  /// @param nanos a clock that only goes forward
  /// @param choice how processes are found again; asked once
  /// @param launching how they are started; asked once
  Supervisor(
      String run,
      String session,
      String outerMarks,
      LongSupplier nanos,
      Supplier<Containment> choice,
      Supplier<Launcher> launching) {
    this.run = run;
    this.session = session;
    this.outerMarks = outerMarks;
    this.nanos = nanos;
    this.choice = choice;
    this.launching = launching;
  }

  /// Starts a command whose output is appended to the file `log`, which is kept within a bound (see
  /// [BoundedLog]).
  ///
  /// @param environment the whole of it: nothing is inherited but the mark by which it is found
  public ProcessGroup start(
      List<String> command, Path directory, Map<String, String> environment, Path log)
      throws IOException {
    return start(command, directory, environment, new BoundedLog(log));
  }

  /// Starts a command whose output goes to `output`, which is closed at its end.
  ///
  /// @param environment the whole of it: nothing is inherited but the mark by which it is found
  public ProcessGroup start(
      List<String> command, Path directory, Map<String, String> environment, OutputStream output)
      throws IOException {
    Containment.@Nullable Cell cell = null;
    boolean handedOver = false;
    try {
      Mark mark = new Mark(run, session, started.incrementAndGet());
      Guard watching = watching();
      cell = containment().open(mark);
      Map<String, String> marked = new HashMap<>(environment);
      mark.putInto(marked, outerMarks);
      Launcher.Started first = launcher().start(cell.entering(command), directory, marked);
      ProcessGroup group =
          new ProcessGroup(first, cell, output, nanos, pumps, ended -> forget(ended, watching));
      handedOver = true;
      running.add(group);
      if (!cell.isInPlace()) {
        watching.add(group.pid());
      }
      return group;
    } finally {
      if (!handedOver) {
        output.close();
        if (cell != null) {
          cell.close();
        }
      }
    }
  }

  private void forget(ProcessGroup group, Guard watching) {
    running.remove(group);
    watching.remove(group.pid());
  }

  /// Ends what an earlier session of the run left running, and waits for it. The caller has made
  /// sure that no other session goes on.
  ///
  /// @return how many processes there were
  public int endLeftovers() throws InterruptedException {
    Containment.Earlier earlier = new Containment.Earlier(run, session);
    Containment by = containment();
    Ending ending = new Ending(() -> withoutOwn(by.leftBy(earlier)), nanos);
    int found = ending.end(GRACE).found();
    by.clearAfter(earlier);
    return found;
  }

  /// Whoever resumes a run from a shell that an agent of it left does not want to end that shell.
  private static List<ProcessHandle> withoutOwn(List<ProcessHandle> processes) {
    List<ProcessHandle> others = new ArrayList<>(processes);
    for (@Nullable ProcessHandle own = ProcessHandle.current();
        own != null;
        own = own.parent().orElse(null)) {
      others.remove(own);
    }
    return others;
  }

  private synchronized Containment containment() {
    Containment chosen = containment;
    if (chosen == null) {
      chosen = choice.get();
      containment = chosen;
    }
    return chosen;
  }

  private synchronized Launcher launcher() {
    Launcher chosen = launcher;
    if (chosen == null) {
      chosen = launching.get();
      launcher = chosen;
    }
    return chosen;
  }

  private synchronized Guard watching() {
    if (closed) {
      throw new IllegalStateException("Commands of " + run + " are started no more.");
    }
    Guard watching = guard;
    if (watching == null) {
      watching = new Guard(Mark.ofSession(run, session), containment().place());
      guard = watching;
    }
    watching.watch();
    return watching;
  }

  /// Kills what still runs. Nothing can be started any more.
  @Override
  public void close() {
    Guard watching;
    Containment by;
    synchronized (this) {
      closed = true;
      watching = guard;
      by = containment;
    }
    running.forEach(ProcessGroup::close);
    if (watching != null) {
      watching.close();
    }
    if (by != null) {
      by.close();
    }
  }
}
