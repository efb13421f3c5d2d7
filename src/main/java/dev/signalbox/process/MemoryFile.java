package dev.signalbox.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// A file that is nowhere but in memory, for a program to read or to print into. A pipe wants a
/// thread at its other end for as long as the program runs, and is held open by whoever else got
/// hold of it; this does not.
///
/// See memfd_create(2).
final class MemoryFile implements AutoCloseable {
  private static final int CLOSE_ON_EXEC = 1;
  private static final int ALLOW_SEALING = 2;
  private static final int ADD_SEALS = 1033;
  private static final int DO_NOT_GROW = 4;
  private static final int FROM_CURRENT = 1;

  /// What fits into the last page, however large pages are, is not written where the rest does not.
  private static final long PAGE = 4 << 20;

  private static final MemorySegment NAME = Arena.global().allocateFrom("signalbox");

  private static final Optional<MethodHandle> CREATE =
      CLibrary.bind("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final Optional<MethodHandle> TRUNCATE =
      CLibrary.bind("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final Optional<MethodHandle> CONTROL =
      CLibrary.bind(
          "fcntl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final Optional<MethodHandle> SEEK =
      CLibrary.bind("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));

  private final int descriptor;

  private MemoryFile(int descriptor) {
    this.descriptor = descriptor;
  }

  /// Whether the system has them and lets us: that is tried.
  static boolean isThere() {
    if (CREATE.isEmpty() || TRUNCATE.isEmpty() || CONTROL.isEmpty() || SEEK.isEmpty()) {
      return false;
    }
    try (MemoryFile file = toPrintInto(1)) {
      return file.printed() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /// One to be read.
  static MemoryFile containing(byte[] bytes) throws IOException {
    MemoryFile file = create();
    boolean done = false;
    // It has a place of its own in the file, so the reader begins at the start.
    try (FileOutputStream out = new FileOutputStream(file.path())) {
      out.write(bytes);
      done = true;
      return file;
    } finally {
      if (!done) {
        file.close();
      }
    }
  }

  /// One that takes `most` bytes, and little more: then writing fails.
  static MemoryFile toPrintInto(int most) throws IOException {
    MemoryFile file = create();
    boolean done = false;
    try {
      done =
          (int) TRUNCATE.orElseThrow().invokeExact(file.descriptor, most + PAGE) == 0
              && (int) CONTROL.orElseThrow().invokeExact(file.descriptor, ADD_SEALS, DO_NOT_GROW)
                  == 0;
    } catch (Throwable t) {
      throw new IllegalStateException("A file in memory could not be bounded.", t);
    } finally {
      if (!done) {
        file.close();
      }
    }
    if (!done) {
      throw new IOException("A file in memory could not be bounded.");
    }
    return file;
  }

  private static MemoryFile create() throws IOException {
    try {
      int created = (int) CREATE.orElseThrow().invokeExact(NAME, CLOSE_ON_EXEC | ALLOW_SEALING);
      if (created >= 0) {
        return new MemoryFile(created);
      }
    } catch (Throwable t) {
      throw new IllegalStateException("memfd_create(2) could not be called.", t);
    }
    throw new IOException("No file in memory could be made; too many files may be open.");
  }

  int descriptor() {
    return descriptor;
  }

  /// How many bytes were printed into it.
  long printed() {
    try {
      return (long) SEEK.orElseThrow().invokeExact(descriptor, 0L, FROM_CURRENT);
    } catch (Throwable t) {
      throw new IllegalStateException("lseek(2) could not be called.", t);
    }
  }

  /// The first `most` of the bytes that were printed into it.
  byte[] beginning(int most) throws IOException {
    int length = (int) Math.min(printed(), most);
    if (length == 0) {
      return new byte[0];
    }
    try (FileInputStream in = new FileInputStream(path())) {
      return in.readNBytes(length);
    }
  }

  private String path() {
    return "/dev/fd/" + descriptor;
  }

  @Override
  public void close() {
    OutputPipe.close(descriptor);
  }
}
