package dev.signalbox.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Finds processes by the mark in their environment, or by their session. What is missed: a process
/// that left its session and whose environment is another one or hidden (`env -i setsid …`, a
/// program that runs as somebody else).
final class Markers implements Containment {

  /// Process ids are given in a circle. Within this time it cannot come round, so only those given
  /// since the command started are looked at: a handful, where a look at all would cost a short
  /// command more than it does itself.
  private static final long NO_FULL_CIRCLE = 1_000_000_000L;

  private static final int A_HANDFUL = 1_000;

  private final LongSupplier nanos;

  Markers(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public Cell open(Mark mark) {
    return new Marked(mark.text(), nanos.getAsLong());
  }

  @Override
  public List<ProcessHandle> leftBy(Earlier earlier) {
    return handles(ProcFs.all().stream(), pid -> ProcFs.isMarked(pid, earlier::includes));
  }

  @Override
  public void clearAfter(Earlier earlier) {
    // Nothing stays of a process that has ended.
  }

  @Override
  public String place() {
    return "";
  }

  @Override
  public void close() {
    // Nothing was made.
  }

  private static List<ProcessHandle> handles(Stream<Long> pids, Predicate<Long> wanted) {
    List<ProcessHandle> found = new ArrayList<>();
    pids.filter(wanted)
        .map(ProcessHandle::of)
        .flatMap(Optional::stream)
        // Again, as the handle may be of another process that got the same id meanwhile.
        .filter(handle -> wanted.test(handle.pid()))
        .forEach(found::add);
    return found;
  }

  private final class Marked implements Cell {
    private final String mark;
    private final long since;

    Marked(String mark, long since) {
      this.mark = mark;
      this.since = since;
    }

    @Override
    public List<String> entering(List<String> command) {
      return command;
    }

    @Override
    public boolean isInPlace() {
      return false;
    }

    @Override
    public List<ProcessHandle> members(long leader) {
      return handles(candidates(leader), pid -> isMember(pid, leader));
    }

    private boolean isMember(long pid, long leader) {
      return ProcFs.stat(pid)
              .filter(ProcFs.Stat::running)
              .filter(stat -> stat.session() == leader || ProcFs.isMarked(pid, mark::equals))
              .isPresent()
          && ProcFs.isProcess(pid);
    }

    private Stream<Long> candidates(long leader) {
      long last = ProcFs.lastGiven();
      boolean few =
          nanos.getAsLong() - since < NO_FULL_CIRCLE && leader <= last && last - leader < A_HANDFUL;
      return few ? LongStream.rangeClosed(leader, last).boxed() : ProcFs.all().stream();
    }

    @Override
    public void kill() {
      // Each is killed by itself.
    }

    @Override
    public void close() {
      // Nothing was made.
    }
  }
}
