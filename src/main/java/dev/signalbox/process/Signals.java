package dev.signalbox.process;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// kill(2) and getpgid(2), which Java does not offer for process groups. Where a system has no such
/// thing (Windows), nothing is ever in a group.
final class Signals {
  static final int TERM = 15;
  static final int KILL = 9;

  private static final Optional<MethodHandle> KILL_CALL =
      CLibrary.bind(
          "kill",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final Optional<MethodHandle> GETPGID =
      CLibrary.bind("getpgid", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private Signals() {}

  /// Sends `signal` to every process of the group.
  ///
  /// @return whether there was one
  static boolean sendToGroup(long group, int signal) {
    // 0 and 1 would mean "my own group" and "every process I may signal".
    if (group <= 1) {
      throw new IllegalArgumentException("Not a process group of ours: " + group);
    }
    if (KILL_CALL.isEmpty()) {
      return false;
    }
    try {
      return (int) KILL_CALL.get().invokeExact((int) -group, signal) == 0;
    } catch (Throwable t) {
      throw new IllegalStateException("kill(2) could not be called.", t);
    }
  }

  /// The group that a process is in; -1 where it has ended.
  static long groupOf(long pid) {
    if (GETPGID.isEmpty()) {
      return -1;
    }
    try {
      return (int) GETPGID.get().invokeExact((int) pid);
    } catch (Throwable t) {
      throw new IllegalStateException("getpgid(2) could not be called.", t);
    }
  }
}
