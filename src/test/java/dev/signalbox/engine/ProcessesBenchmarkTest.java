package dev.signalbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.BenchmarkTable;
import dev.signalbox.agent.ShellRunner;
import dev.signalbox.journal.Journal;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import dev.signalbox.process.Supervisor;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A plan of many commands that do nothing, run by the engine with its journal, its shell runner
/// and everything that contains a command, beside build tools that run the same commands in the
/// same order. All in one folder, as theirs are; work trees are OverheadBenchmarkTest's.
@Tag("benchmark")
class ProcessesBenchmarkTest {
  private static final int TASKS = Integer.getInteger("processes.tasks", 3_000);
  private static final int WIDE = 2;
  private static final int ROUNDS = Integer.getInteger("processes.rounds", 3);
  private static final int LAYER = 100;

  @TempDir Path folder;

  private interface Way {
    void run() throws Exception;
  }

  @Test
  void manyCommandsWithoutEdges() throws Exception {
    measure("wide", new int[TASKS][0], true);
  }

  @Test
  void manyCommandsInLayers() throws Exception {
    Random random = new Random(1);
    int[][] before = new int[TASKS][0];
    for (int i = LAYER; i < TASKS; i++) {
      int first = (i / LAYER - 1) * LAYER;
      before[i] = random.ints(2, first, first + LAYER).distinct().toArray();
    }
    measure("layered", before, false);
  }

  private void measure(String shape, int[][] before, boolean independent) throws Exception {
    BenchmarkTable table =
        new BenchmarkTable(
            "%,d × true, %d at once, %s: seconds of each round, and the best beside ninja's best"
                .formatted(TASKS, WIDE, shape));
    Best ninja =
        others(table, "ninja", List.of("ninja", "-j" + WIDE, "-f", ninja(before)), Best.NONE);
    others(table, "make", List.of("make", "-s", "-j" + WIDE, "-f", make(before)), ninja);
    if (independent) {
      others(table, "xargs", List.of("xargs", "-P" + WIDE, "-n1", "true"), ninja);
    }
    // The first round is that of a JVM that has just started.
    row(table, "signalbox", () -> signalbox(before), ninja);
    table.write("processes-" + shape);
  }

  private Best others(BenchmarkTable table, String name, List<String> command, Best ninja)
      throws Exception {
    if (!isThere(name)) {
      System.out.println(name + " is not on this machine, so it does not stand beside.");
      return Best.NONE;
    }
    return row(table, name, () -> run(command), ninja);
  }

  /// The least of several rounds: what other things the machine does only adds.
  ///
  /// @param processor seconds of processor time, of this process and of all that it waited for
  private record Best(double seconds, double processor) {
    static final Best NONE = new Best(Double.NaN, Double.NaN);
  }

  private static Best row(BenchmarkTable table, String name, Way way, Best ninja) throws Exception {
    double first = 0;
    Best best = new Best(Double.MAX_VALUE, Double.MAX_VALUE);
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      double processor = processor();
      way.run();
      double seconds = (System.nanoTime() - start) / 1e9;
      best =
          new Best(
              Math.min(best.seconds, seconds), Math.min(best.processor, processor() - processor));
      first = round == 0 ? seconds : first;
    }
    table.row(
        "what",
        name,
        "first s",
        first,
        "best s",
        best.seconds,
        "by ninja",
        best.seconds / (ninja == Best.NONE ? best : ninja).seconds,
        "ms a task",
        1000 * best.seconds / TASKS,
        "CPU ms a task",
        1000 * best.processor / TASKS,
        "CPU by ninja",
        best.processor / (ninja == Best.NONE ? best : ninja).processor);
    return best;
  }

  /// See proc_pid_stat(5): utime, stime, cutime and cstime, in hundredths of a second.
  private static double processor() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return IntStream.range(11, 15).mapToLong(i -> Long.parseLong(fields[i])).sum() / 100.0;
  }

  private void signalbox(int[][] before) throws Exception {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < before.length; i++) {
      String[] after = new String[before[i].length];
      for (int k = 0; k < after.length; k++) {
        after[k] = "t" + before[i][k];
      }
      tasks.add(new Task("t" + i, "A", "", Map.of()).withRun("true").after(after));
    }
    Plan plan =
        Plan.ofTasks("processes", WIDE, tasks)
            .withAgents(Map.of("A", new Agent("A", "shell", WIDE, "sh", Map.of(), null)));
    Path place = Files.createTempDirectory(folder, "run");
    try (Journal journal = Journal.open(place.resolve("journal.db"));
        EventLog log = journal.logOf("run");
        EngineClock clock = EngineClock.system();
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        Supervisor processes = new Supervisor("run", new Random());
        var executor =
            new ParallelExecutor(
                new RunSetup(
                    "run",
                    plan,
                    "",
                    place,
                    new NoWorkspace(place),
                    Map.of("A", new ShellRunner(processes)),
                    log,
                    clock,
                    new Random(1),
                    threads,
                    List.of()))) {
      assertThat(executor.run().outcome()).isEqualTo(RunOutcome.SUCCEEDED);
    }
  }

  private void run(List<String> command) throws Exception {
    Path input = Files.writeString(folder.resolve("input"), "1\n".repeat(TASKS));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(input.toFile())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private String ninja(int[][] before) throws IOException {
    StringBuilder text = new StringBuilder("rule run\n  command = true\n");
    for (int i = 0; i < before.length; i++) {
      text.append("build t").append(i).append(": run");
      for (int b : before[i]) {
        text.append(" t").append(b);
      }
      text.append('\n');
    }
    return Files.writeString(folder.resolve("build.ninja"), text).toString();
  }

  private String make(int[][] before) throws IOException {
    StringBuilder all = new StringBuilder("all:");
    StringBuilder rules = new StringBuilder();
    for (int i = 0; i < before.length; i++) {
      all.append(" t").append(i);
      rules.append("t").append(i).append(":");
      for (int b : before[i]) {
        rules.append(" t").append(b);
      }
      rules.append("\n\ttrue\n");
    }
    String text = all + "\n.PHONY: " + all.substring(4) + "\n" + rules;
    return Files.writeString(folder.resolve("Makefile"), text).toString();
  }

  private static boolean isThere(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
  }
}
