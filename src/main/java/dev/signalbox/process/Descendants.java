package dev.signalbox.process;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Finds processes as children of children, where there is no `/proc`: on macOS and Windows. What
/// is missed: a process that left its group and whose parent has ended (a daemon), and after a
/// crash of Signalbox whatever left its group.
final class Descendants implements Containment {

  @Override
  public Cell open(Mark mark) {
    return new Family();
  }

  @Override
  public List<ProcessHandle> leftBy(Earlier earlier) {
    return List.of();
  }

  @Override
  public void clearAfter(Earlier earlier) {
    // Nothing was made.
  }

  @Override
  public String place() {
    return "";
  }

  @Override
  public void close() {
    // Nothing was made.
  }

  private static final class Family implements Cell {
    private final Set<ProcessHandle> seen = new LinkedHashSet<>();

    @Override
    public List<String> entering(List<String> command) {
      return command;
    }

    @Override
    public boolean isInPlace() {
      return false;
    }

    @Override
    public synchronized List<ProcessHandle> members(long leader) {
      ProcessHandle.of(leader).ifPresent(seen::add);
      seen.removeIf(process -> !process.isAlive());
      seen.addAll(seen.stream().flatMap(this::offspring).toList());
      return List.copyOf(seen);
    }

    private Stream<ProcessHandle> offspring(ProcessHandle process) {
      return process.descendants();
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
