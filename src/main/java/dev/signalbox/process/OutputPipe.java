package dev.signalbox.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// What a command and all that it starts write to. [Process#getInputStream] would not do: Java
/// closes that when the command ends, and what its children still write is lost, and they with it.
final class OutputPipe implements AutoCloseable {
  private static final int CLOSE_ON_EXEC = 0x80000;
  private static final int NONE = -1;

  private static final Optional<MethodHandle> PIPE2 =
      CLibrary.bind(
          "pipe2",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final Optional<MethodHandle> PIPE =
      CLibrary.bind("pipe", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
  private static final Optional<MethodHandle> CLOSE =
      CLibrary.bind("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private final InputStream reader;
  private int writer;

  private OutputPipe(InputStream reader, int writer) {
    this.reader = reader;
    this.writer = writer;
  }

  /// Whether this machine has them: Windows has not.
  static boolean isThere() {
    return PIPE.isPresent() && CLOSE.isPresent() && new File("/dev/fd").isDirectory();
  }

  static OutputPipe open() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ends = arena.allocate(ValueLayout.JAVA_INT, 2);
      if (pipe(ends) != 0) {
        throw new IOException("No pipe could be made; too many files may be open.");
      }
      int reader = ends.getAtIndex(ValueLayout.JAVA_INT, 0);
      int writer = ends.getAtIndex(ValueLayout.JAVA_INT, 1);
      try {
        return new OutputPipe(new FileInputStream(file(reader)), writer);
      } catch (IOException e) {
        close(writer);
        throw e;
      } finally {
        close(reader);
      }
    }
  }

  // The one that macOS lacks keeps it from programs that somebody else starts meanwhile.
  private static int pipe(MemorySegment ends) {
    try {
      return PIPE2.isPresent()
          ? (int) PIPE2.get().invokeExact(ends, CLOSE_ON_EXEC)
          : (int) PIPE.orElseThrow().invokeExact(ends);
    } catch (Throwable t) {
      throw new IllegalStateException("pipe(2) could not be called.", t);
    }
  }

  static void close(int descriptor) {
    try {
      int done = (int) CLOSE.orElseThrow().invokeExact(descriptor);
    } catch (Throwable t) {
      throw new IllegalStateException("close(2) could not be called.", t);
    }
  }

  /// What is written; it ends when nobody has the write end any more.
  InputStream reader() {
    return reader;
  }

  /// The write end, to be opened.
  File writer() {
    return file(writer);
  }

  private static File file(int descriptor) {
    return new File("/dev/fd/" + descriptor);
  }

  /// The number of the write end.
  int descriptor() {
    return writer;
  }

  /// Gives the write end up, once the command has it.
  void handedOver() {
    if (writer != NONE) {
      close(writer);
      writer = NONE;
    }
  }

  /// Gives both ends up.
  @Override
  public void close() throws IOException {
    handedOver();
    reader.close();
  }
}
