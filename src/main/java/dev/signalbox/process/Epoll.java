package dev.signalbox.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.function.IntConsumer;

/// Waits, in one thread, until one of many descriptors can be read; see epoll(7).
public final class Epoll implements AutoCloseable {
  private static final int ADD = 1;
  private static final int REMOVE = 2;
  private static final int READABLE = 1;
  private static final int MOST_AT_ONCE = 32;
  private static final int CLOSE_ON_EXEC = 0x80000;

  /// `struct epoll_event` has no gap between its fields on x86-64, and one elsewhere.
  private static final int DATA =
      System.getProperty("os.arch").equals("amd64") ? Integer.BYTES : Long.BYTES;

  private static final int EVENT = DATA + Long.BYTES;

  private static final Optional<MethodHandle> CREATE =
      CLibrary.bind("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final Optional<MethodHandle> CONTROL =
      CLibrary.bind(
          "epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final Optional<MethodHandle> EVENT_DESCRIPTOR =
      CLibrary.bind("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final Optional<MethodHandle> WAIT =
      CLibrary.bind(
          "epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

  private static final int NONE = -1;

  private final int descriptor;
  private volatile int stop = NONE;
  private final MemorySegment found = Arena.ofAuto().allocate(EVENT * MOST_AT_ONCE, Long.BYTES);

  private Epoll(int descriptor) {
    this.descriptor = descriptor;
  }

  /// One, where the system has such a thing and lets us.
  public static Optional<Epoll> open() {
    if (CREATE.isEmpty() || CONTROL.isEmpty() || EVENT_DESCRIPTOR.isEmpty() || WAIT.isEmpty()) {
      return Optional.empty();
    }
    try {
      int created = (int) CREATE.get().invokeExact(CLOSE_ON_EXEC);
      return created < 0 ? Optional.empty() : Optional.of(new Epoll(created));
    } catch (Throwable t) {
      throw new IllegalStateException("epoll_create1(2) could not be called.", t);
    }
  }

  /// Waits for `watched` too from now on, until that is closed or removed.
  ///
  /// @param token what [#await] tells it by
  /// @return whether that can be done
  public boolean add(int watched, int token) {
    return control(ADD, watched, token);
  }

  public void remove(int watched) {
    control(REMOVE, watched, 0);
  }

  private boolean control(int what, int watched, int token) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment event = arena.allocate(EVENT, Long.BYTES);
      event.set(JAVA_INT, 0, READABLE);
      event.set(JAVA_INT, DATA, token);
      return (int) CONTROL.orElseThrow().invokeExact(descriptor, what, watched, event) == 0;
    } catch (Throwable t) {
      throw new IllegalStateException("epoll_ctl(2) could not be called.", t);
    }
  }

  /// Waits until something can be read. Only one thread may.
  ///
  /// @param ready gets the tokens of what can be read
  /// @return false once it was told to stop
  public boolean await(IntConsumer ready) {
    int count;
    try {
      count = (int) WAIT.orElseThrow().invokeExact(descriptor, found, MOST_AT_ONCE, -1);
    } catch (Throwable t) {
      throw new IllegalStateException("epoll_wait(2) could not be called.", t);
    }
    for (int i = 0; i < count && stop == NONE; i++) {
      ready.accept(found.get(JAVA_INT, (long) i * EVENT + DATA));
    }
    return stop == NONE;
  }

  /// Lets who waits go, for good.
  ///
  /// @return whether that could be done
  public boolean stop() {
    try {
      // Its counter is not 0, so that it can be read as soon as it is there.
      int always = (int) EVENT_DESCRIPTOR.orElseThrow().invokeExact(1, CLOSE_ON_EXEC);
      stop = always;
      return always >= 0 && add(always, 0);
    } catch (Throwable t) {
      throw new IllegalStateException("eventfd(2) could not be called.", t);
    }
  }

  /// Gives it up, once nobody waits.
  @Override
  public void close() {
    if (stop != NONE) {
      OutputPipe.close(stop);
    }
    OutputPipe.close(descriptor);
  }
}
