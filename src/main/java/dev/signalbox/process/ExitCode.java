package dev.signalbox.process;

import java.util.Map;

/// Exit codes as people say them.
public final class ExitCode {
  private static final int BY_SIGNAL = 128;
  private static final int LAST_SIGNAL = 64;

  /// Those that have the same number everywhere.
  private static final Map<Integer, String> SIGNALS =
      Map.ofEntries(
          Map.entry(1, "HUP"),
          Map.entry(2, "INT"),
          Map.entry(3, "QUIT"),
          Map.entry(4, "ILL"),
          Map.entry(5, "TRAP"),
          Map.entry(6, "ABRT"),
          Map.entry(8, "FPE"),
          Map.entry(9, "KILL"),
          Map.entry(11, "SEGV"),
          Map.entry(13, "PIPE"),
          Map.entry(14, "ALRM"),
          Map.entry(15, "TERM"),
          Map.entry(24, "XCPU"),
          Map.entry(25, "XFSZ"));

  private ExitCode() {}

  /// `exit 3`, or `ended by signal 9 (KILL)`: shells and Java alike report a command that a signal
  /// ended as 128 and the signal.
  public static String inWords(int exit) {
    int signal = exit - BY_SIGNAL;
    if (signal <= 0 || signal > LAST_SIGNAL) {
      return "exit " + exit;
    }
    String name = SIGNALS.get(signal);
    return "ended by signal " + signal + (name == null ? "" : " (" + name + ")");
  }
}
