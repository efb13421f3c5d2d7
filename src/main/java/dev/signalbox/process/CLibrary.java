package dev.signalbox.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// Functions of the C library, where the system has them.
public final class CLibrary {
  /// Where a function bound by [#bindWithError] leaves the number of its error; it gets one as its
  /// first argument.
  public static final StructLayout ERROR = Linker.Option.captureStateLayout();

  private static final Linker.Option ERROR_NUMBER = Linker.Option.captureCallState("errno");

  private static final long ERROR_OFFSET =
      ERROR.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  private CLibrary() {}

  public static Optional<MethodHandle> bind(
      String name, FunctionDescriptor signature, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker
        .defaultLookup()
        .find(name)
        .map(address -> linker.downcallHandle(address, signature, options));
  }

  /// A function that says by errno(3) why it failed.
  public static Optional<MethodHandle> bindWithError(String name, FunctionDescriptor signature) {
    return bind(name, signature, ERROR_NUMBER);
  }

  /// The number of the last error, as errno(3) numbers them.
  public static int errorIn(MemorySegment state) {
    return state.get(JAVA_INT, ERROR_OFFSET);
  }
}
