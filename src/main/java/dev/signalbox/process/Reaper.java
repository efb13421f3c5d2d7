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
import java.util.OptionalInt;

/// Waits for children that Java does not know of, all in one thread, which sleeps while there are
/// none. Each is waited for by its own id, so that Java's own children are left to Java.
///
/// See pidfd_open(2).
final class Reaper {
  private static final int DO_NOT_WAIT = 1;
  private static final int BY_ID = 1;
  private static final int ENDED = 4;
  private static final int LEAVE_IT = 0x1000000;
  private static final long SIGNAL_INFORMATION = 128;

  private static final Optional<MethodHandle> PIDFD_OPEN =
      CLibrary.bind("pidfd_open", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final Optional<MethodHandle> WAITPID =
      CLibrary.bind("waitpid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final Optional<MethodHandle> WAITID =
      CLibrary.bind(
          "waitid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));

  private final Epoll ends;
  private final Map<Integer, SpawnedProcess> children = new HashMap<>();
  private boolean working;

  private Reaper(Epoll ends) {
    this.ends = ends;
  }

  /// One, where the system has what it takes and lets us: that is tried on this process.
  static Optional<Reaper> open() {
    if (PIDFD_OPEN.isEmpty() || WAITPID.isEmpty() || WAITID.isEmpty()) {
      return Optional.empty();
    }
    int self = descriptorOf((int) ProcessHandle.current().pid());
    if (self < 0) {
      return Optional.empty();
    }
    OutputPipe.close(self);
    return Epoll.open().map(Reaper::new);
  }

  /// Waits for the child `pid` from now on.
  synchronized Process watch(int pid) {
    SpawnedProcess child = new SpawnedProcess(pid);
    int descriptor = descriptorOf(pid);
    if (descriptor < 0 || !ends.add(descriptor, descriptor)) {
      // Too many files are open: a thread of its own does as well.
      Thread.ofPlatform().daemon().name("end of " + pid).start(() -> await(child));
      return child;
    }
    children.put(descriptor, child);
    if (!working) {
      working = true;
      Thread.ofPlatform().daemon().name("ends of programs").start(this::work);
    }
    return child;
  }

  private void work() {
    boolean more;
    do {
      more = ends.await(this::ended);
    } while (more);
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

  private synchronized void ended(int descriptor) {
    SpawnedProcess child = children.get(descriptor);
    if (child != null && reap(child)) {
      children.remove(descriptor);
      // A child that is being started has it too for a moment, and it would be told on and on.
      ends.remove(descriptor);
      OutputPipe.close(descriptor);
    }
  }

  // It stays a zombie until then, so that its id can be used by whoever ends it.
  private static void await(SpawnedProcess child) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment told = arena.allocate(SIGNAL_INFORMATION, Long.BYTES);
      while (!reap(child)) {
        int pid = (int) child.pid();
        int ignored =
            call(
                "waitid(2)",
                () -> (int) WAITID.orElseThrow().invokeExact(BY_ID, pid, told, ENDED | LEAVE_IT));
      }
    }
  }

  private static boolean reap(SpawnedProcess child) {
    return child.reap(() -> wait((int) child.pid()));
  }

  private static OptionalInt wait(int pid) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment status = arena.allocate(JAVA_INT);
      int got =
          call(
              "waitpid(2)",
              () -> (int) WAITPID.orElseThrow().invokeExact(pid, status, DO_NOT_WAIT));
      return got == pid ? OptionalInt.of(exit(status.get(JAVA_INT, 0))) : OptionalInt.empty();
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
}
