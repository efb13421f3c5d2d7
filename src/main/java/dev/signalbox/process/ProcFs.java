package dev.signalbox.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Processes as Linux shows them under `/proc`; see proc(5). A process that ends while it is read,
/// or that belongs to somebody else, is as good as not there.
final class ProcFs {
  private static final Path ROOT = Path.of("/proc");
  private static final byte[] VARIABLE =
      (Mark.VARIABLE + "=").getBytes(StandardCharsets.ISO_8859_1);

  private ProcFs() {}

  /// One process.
  ///
  /// @param running false for a zombie: it has ended and only its parent has not asked yet
  /// @param group its process group
  /// @param session its session
  /// @param start when it started, in ticks since the machine did; with the id it is unique
  record Stat(boolean running, long group, long session, long start) {}

  static boolean isThere() {
    return Files.isReadable(ROOT.resolve("self/environ"));
  }

  static Optional<Stat> stat(long pid) {
    String text = read(file(pid, "stat"));
    // The name in parentheses may hold anything, also spaces and parentheses.
    int end = text.lastIndexOf(')');
    if (end < 0) {
      return Optional.empty();
    }
    String[] fields = text.substring(end + 2).split(" ", 21);
    if (fields.length < 20) {
      return Optional.empty();
    }
    return Optional.of(
        new Stat(
            !fields[0].equals("Z") && !fields[0].equals("X"),
            Long.parseLong(fields[2]),
            Long.parseLong(fields[3]),
            Long.parseLong(fields[19])));
  }

  static boolean isZombie(long pid) {
    return stat(pid).map(stat -> !stat.running()).orElse(false);
  }

  /// False for the id of a thread that is not its process's first: `/proc` hides them from a
  /// listing, but knows them.
  static boolean isProcess(long pid) {
    return read(file(pid, "status")).contains("\nTgid:\t" + pid + "\n");
  }

  /// Whether a process has a mark that `wanted` holds for.
  static boolean isMarked(long pid, Predicate<String> wanted) {
    byte[] environment;
    try {
      environment = Files.readAllBytes(file(pid, "environ"));
    } catch (IOException e) {
      return false;
    }
    for (int from = 0; from < environment.length; ) {
      int to = from;
      while (to < environment.length && environment[to] != 0) {
        to++;
      }
      if (startsWithVariable(environment, from, to)) {
        int value = from + VARIABLE.length;
        String marks = new String(environment, value, to - value, StandardCharsets.ISO_8859_1);
        return List.of(marks.split(" ")).stream().anyMatch(wanted);
      }
      from = to + 1;
    }
    return false;
  }

  private static boolean startsWithVariable(byte[] environment, int from, int to) {
    if (to - from < VARIABLE.length) {
      return false;
    }
    for (int i = 0; i < VARIABLE.length; i++) {
      if (environment[from + i] != VARIABLE[i]) {
        return false;
      }
    }
    return true;
  }

  /// The ids of all processes.
  static List<Long> all() {
    List<Long> pids = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(ROOT, "[0-9]*")) {
      for (Path entry : entries) {
        pids.add(Long.parseLong(String.valueOf(entry.getFileName())));
      }
    } catch (IOException | NumberFormatException e) {
      throw new IllegalStateException("/proc could be read a moment ago.", e);
    }
    return pids;
  }

  /// The process id that was given last on this machine; 0 where that is not told.
  static long lastGiven() {
    String text = read(ROOT.resolve("loadavg")).strip();
    try {
      return Long.parseLong(text.substring(text.lastIndexOf(' ') + 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /// A small file as text; empty where it cannot be read.
  static String read(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static Path file(long pid, String name) {
    return Path.of("/proc/" + pid + "/" + name);
  }
}
