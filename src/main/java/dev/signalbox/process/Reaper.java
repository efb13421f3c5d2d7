package dev.signalbox.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Waits for children that Java does not know of, all in one thread, which is there only while
/// there are any. Each is waited for by its own id, so that Java's own children are left to Java.
///
/// See pidfd_open(2) and epoll(7).
final class Reaper implements AutoCloseable {
  private static final int ADD = 1;
  private static final int READABLE = 1;
  private static final int MOST_AT_ONCE = 32;
  private static final int DO_NOT_WAIT = 1;

  /// `struct epoll_event` has no gap between its fields on x86-64, and one elsewhere.
  private static final int DATA =
      System.getProperty("os.arch").equals("amd64") ? Integer.BYTES : Long.BYTES;

  private static final int EVENT = DATA + Long.BYTES;

  private static final Optional<MethodHandle> PIDFD_OPEN = bind("pidfd_open", 2);
  private static final Optional<MethodHandle> EPOLL_CREATE = bind("epoll_create1", 1);
  private static final Optional<MethodHandle> EPOLL_CTL =
      Signals.bind(
          "epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final Optional<MethodHandle> EPOLL_WAIT =
      Signals.bind(
          "epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final Optional<MethodHandle> WAITPID =
      Signals.bind("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  private static final int CLOSE_ON_EXEC = 0x80000;

  private final int events;
  private final Map<Integer, SpawnedProcess> children = new HashMap<>();
  private @Nullable Thread thread;
  private boolean closed;

  private Reaper(int events) {
    this.events = events;
  }

  /// One, where the system has what it takes and lets us: that is tried on this process.
  static Optional<Reaper> open() {
    if (PIDFD_OPEN.isEmpty()
        || EPOLL_CREATE.isEmpty()
        || EPOLL_CTL.isEmpty()
        || EPOLL_WAIT.isEmpty()
        || WAITPID.isEmpty()) {
      return Optional.empty();
    }
    int self = descriptorOf((int) ProcessHandle.current().pid());
    if (self < 0) {
      return Optional.empty();
    }
    OutputPipe.close(self);
    try {
      int events = (int) EPOLL_CREATE.get().invokeExact(CLOSE_ON_EXEC);
      return events < 0 ? Optional.empty() : Optional.of(new Reaper(events));
    } catch (Throwable t) {
      throw new IllegalStateException("epoll_create1(2) could not be called.", t);
    }
  }

  /// Waits for the child `pid` from now on.
  synchronized Process watch(int pid) {
    SpawnedProcess child = new SpawnedProcess(pid);
    int descriptor = descriptorOf(pid);
    if (descriptor < 0 || !add(descriptor)) {
      // Too many files are open: a thread of its own does as well.
      Thread.ofPlatform().daemon().name("end of " + pid).start(() -> reap(child, 0));
      return child;
    }
    children.put(descriptor, child);
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("ends of commands").start(this::work);
    }
    return child;
  }

  private boolean add(int descriptor) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(EVENT, Long.BYTES);
      event.set(JAVA_INT, 0, READABLE);
      event.set(JAVA_INT, DATA, descriptor);
      return (int) EPOLL_CTL.orElseThrow().invokeExact(events, ADD, descriptor, event) == 0;
    } catch (Throwable t) {
      throw new IllegalStateException("epoll_ctl(2) could not be called.", t);
    }
  }

  private void work() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment found = arena.allocate((long) EVENT * MOST_AT_ONCE, Long.BYTES);
      boolean more = true;
      while (more) {
        int count = await(found);
        for (int i = 0; i < count; i++) {
          ended(found.get(JAVA_INT, (long) i * EVENT + DATA));
        }
        more = goOn();
      }
    }
  }

  private static int call(String name, Call call) {
    try {
      return call.make();
    } catch (Throwable t) {
      throw new IllegalStateException(name + " could not be called.", t);
    }
  }

  private interface Call {
    int make() throws Throwable;
  }

  private int await(MemorySegment found) {
    return call(
        "epoll_wait(2)",
        () -> (int) EPOLL_WAIT.orElseThrow().invokeExact(events, found, MOST_AT_ONCE, -1));
  }

  private synchronized boolean goOn() {
    if (children.isEmpty()) {
      thread = null;
      if (closed) {
        OutputPipe.close(events);
      }
      return false;
    }
    return true;
  }

  private synchronized void ended(int descriptor) {
    SpawnedProcess child = children.get(descriptor);
    if (child != null && reap(child, DO_NOT_WAIT)) {
      children.remove(descriptor);
      OutputPipe.close(descriptor);
    }
  }

  private static boolean reap(SpawnedProcess child, int options) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      int pid = (int) child.pid();
      int got =
          call("waitpid(2)", () -> (int) WAITPID.orElseThrow().invokeExact(pid, status, options));
      if (got == pid) {
        child.ended(exit(status.get(JAVA_INT, 0)));
      }
      return got == pid;
    }
  }

  // See wait(2), WIFEXITED.
  private static int exit(int status) {
    int signal = status & 0x7f;
    return signal == 0 ? status >> 8 & 0xff : 128 + signal;
  }

  private static int descriptorOf(int pid) {
    return call("pidfd_open(2)", () -> (int) PIDFD_OPEN.orElseThrow().invokeExact(pid, 0));
  }

  private static Optional<MethodHandle> bind(String name, int integers) {
    return Signals.bind(
        name,
        integers == 1
            ? FunctionDescriptor.of(JAVA_INT, JAVA_INT)
            : FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  }

  /// Gives up what it has once the last child has ended. Nothing may be watched any more.
  @Override
  public synchronized void close() {
    if (!closed && thread == null) {
      OutputPipe.close(events);
    }
    closed = true;
  }
}
