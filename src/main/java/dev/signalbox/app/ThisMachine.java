package dev.signalbox.app;

import dev.signalbox.engine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What this machine has left of memory and processes, where its system tells: Linux does, in files
/// under `/proc` and `/sys`; elsewhere nothing is known to be short.
final class ThisMachine implements Machine {
  private static final long MEBI = 1024;

  /// Below this, in KiB, or below this share of all memory, nothing more is started.
  private static final long LEAST_MEMORY = 256 * MEBI;

  private static final double LEAST_SHARE = 0.03;

  /// How much of the allowed number of processes may be in use.
  private static final double MOST_PROCESSES = 0.95;

  private static final Pattern KIB = Pattern.compile("(?m)^(\\w+):\\s+(\\d+) kB");

  private final Path root;

  /// @param root what the system's files are looked for under: `/`
  ThisMachine(Path root) {
    this.root = root;
  }

  @Override
  public String shortage() {
    return memory().or(this::processes).orElse("");
  }

  private Optional<String> memory() {
    String text = read("proc/meminfo");
    long all = 0;
    long available = -1;
    Matcher line = KIB.matcher(text);
    while (line.find()) {
      switch (line.group(1)) {
        case "MemTotal" -> all = Long.parseLong(line.group(2));
        case "MemAvailable" -> available = Long.parseLong(line.group(2));
        default -> {}
      }
    }
    long least = Math.max(LEAST_MEMORY, (long) (all * LEAST_SHARE));
    return available >= 0 && available < least
        ? Optional.of("only %d MiB of memory are left".formatted(available / MEBI))
        : Optional.empty();
  }

  private Optional<String> processes() {
    String most = read("sys/fs/cgroup/pids.max").strip();
    String now = read("sys/fs/cgroup/pids.current").strip();
    if (!most.matches("\\d{1,9}") || !now.matches("\\d{1,9}")) {
      return Optional.empty();
    }
    return Integer.parseInt(now) > MOST_PROCESSES * Integer.parseInt(most)
        ? Optional.of("%s of %s processes are in use".formatted(now, most))
        : Optional.empty();
  }

  private String read(String file) {
    try {
      return Files.readString(root.resolve(file));
    } catch (IOException e) {
      // Not that system, or not allowed to look.
      return "";
    }
  }
}
