package dev.signalbox.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// kill(2), which Java does not offer for a whole process group.
final class Signals {
  static final int TERM = 15;
  static final int KILL = 9;
  private static final int NONE = 0;

  private static final MethodHandle KILL_CALL = bind();

  private Signals() {}

  /// Sends `signal` to every process of the group.
  ///
  /// @return whether there was one
  static boolean sendToGroup(long group, int signal) {
    // 0 and 1 would mean "my own group" and "every process I may signal".
    if (group <= 1) {
      throw new IllegalArgumentException("Not a process group of ours: " + group);
    }
    try {
      return (int) KILL_CALL.invokeExact((int) -group, signal) == 0;
    } catch (Throwable t) {
      throw new IllegalStateException("kill(2) could not be called.", t);
    }
  }

  /// Whether the group still has a process.
  static boolean groupExists(long group) {
    return sendToGroup(group, NONE);
  }

  private static MethodHandle bind() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("kill"),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }
}
