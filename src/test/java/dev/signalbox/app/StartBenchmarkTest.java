package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.BenchmarkTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long it takes from the call of the program to its first task, and what a run costs that
/// waits for a person.
@Tag("benchmark")
class StartBenchmarkTest {
  private static final int ROUNDS = 5;
  private static final int IDLE_SECONDS = Integer.getInteger("start.idle", 20);

  /// From sysconf(3), _SC_CLK_TCK, on every Linux there is.
  private static final double TICKS = 100;

  @TempDir Path folder;

  @Test
  void fromTheCallToTheFirstTask() throws Exception {
    BenchmarkTable table =
        new BenchmarkTable("Milliseconds from the call, median of %d".formatted(ROUNDS));
    Scratch scratch = new Scratch(folder);
    Path plan = plan(scratch, "{ id: first, run: 'date +%s%N > \"$BENCH_TIMES\"' }", "");
    table.row("what", "a JVM that does nothing", "ms", median(() -> ended(scratch, "-version")));
    table.row(
        "what",
        "signalbox --version",
        "ms",
        median(() -> ended(scratch, "dev.signalbox.Signalbox", "--version")));
    table.row("what", "the first task's command", "ms", median(() -> firstTask(scratch, plan)));
    table.row(
        "what",
        "the end of a run of one task, landed",
        "ms",
        median(
            () -> ended(scratch, "dev.signalbox.Signalbox", "run", plan.toString(), "--headless")));
    table.write("start");
  }

  @Test
  void whileItWaitsForAPerson() throws Exception {
    Scratch scratch = new Scratch(folder);
    Path plan =
        plan(
            scratch,
            "{ id: first, run: echo a > a.txt }",
            "  - { id: asked, approve: before, depends_on: [first], run: echo b > b.txt }\n");
    Process process =
        start(scratch, "dev.signalbox.Signalbox", "run", plan.toString(), "--headless");
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      String line = said.readLine();
      while (line != null && !line.contains("answer with: signalbox approve")) {
        line = said.readLine();
      }
      assertThat(line).as("it waits").isNotNull();
      // What the start left to do, such as giving a work tree back, is not idling.
      Thread.sleep(3_000);
      Counters before = Counters.of(process.pid());
      Thread.sleep(1_000L * IDLE_SECONDS);
      Counters after = Counters.of(process.pid());
      BenchmarkTable table =
          new BenchmarkTable(
              "A headless run that waits for a person, over %d s".formatted(IDLE_SECONDS));
      table.row(
          "what",
          "signalbox run --headless",
          "CPU %",
          100 * (after.ticks - before.ticks) / TICKS / IDLE_SECONDS,
          "resident MB",
          after.residentKb / 1024.0,
          "faults of children that ended",
          after.faultsOfChildren - before.faultsOfChildren,
          "children",
          process.children().count());
      table.write("idle");
      assertThat(after.faultsOfChildren)
          .as("no program was run")
          .isEqualTo(before.faultsOfChildren);
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  /// What Linux counts of a process; see proc_pid_stat(5).
  ///
  /// @param faultsOfChildren of all children that it has waited for: a program that was run and has
  ///   ended cannot but add some
  private record Counters(long ticks, long residentKb, long faultsOfChildren) {
    static Counters of(long pid) throws IOException {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      long resident =
          Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0);
      return new Counters(
          Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
          resident,
          Long.parseLong(fields[8]));
    }
  }

  private interface Measured {
    double millis() throws Exception;
  }

  private static double median(Measured one) throws Exception {
    List<Double> all = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      all.add(one.millis());
    }
    all.sort(null);
    return all.get(ROUNDS / 2);
  }

  private double ended(Scratch scratch, String... arguments) throws Exception {
    long start = System.nanoTime();
    Process process = start(scratch, arguments);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return (System.nanoTime() - start) / 1e6;
  }

  private double firstTask(Scratch scratch, Path plan) throws Exception {
    Instant start = Instant.now();
    ended(scratch, "dev.signalbox.Signalbox", "run", plan.toString(), "--headless");
    long nanos = Long.parseLong(Files.readString(times(scratch)).strip());
    return nanos / 1e6 - start.getEpochSecond() * 1e3 - start.getNano() / 1e6;
  }

  private static Path times(Scratch scratch) {
    return scratch.root.resolve("times");
  }

  private static Path plan(Scratch scratch, String first, String more) throws IOException {
    return scratch.plan(
        """
        name: start
        into: signalbox/start
        check: 'true'
        agents: { A: { kind: shell } }
        tasks:
          - %s
        %s"""
            .formatted(first.replace("{ ", "{ agent: A, "), more.replace("{ ", "{ agent: A, ")));
  }

  private static Process start(Scratch scratch, String... arguments) throws IOException {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "-classpath",
                    System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))),
                Stream.of(arguments))
            .toList();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().put("XDG_STATE_HOME", scratch.root.resolve("xdg").toString());
    builder.environment().put("XDG_CONFIG_HOME", scratch.root.resolve("xdg-config").toString());
    builder.environment().put("BENCH_TIMES", times(scratch).toString());
    return builder.start();
  }
}
