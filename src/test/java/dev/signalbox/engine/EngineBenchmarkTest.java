package dev.signalbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.signalbox.BenchmarkTable;
import dev.signalbox.agent.AgentOutcome;
import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.graph.TaskGraph;
import dev.signalbox.journal.Journal;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the engine itself costs: agents that return at once, a workspace that does nothing, with a
/// journal and without. `-Dtest.jvm.args="-Dengine.tasks=1000 -Dengine.shapes=wide"` for less of
/// it.
@Tag("benchmark")
class EngineBenchmarkTest {
  private static final int SLOTS = 8;
  private static final int[] SIZES =
      Arrays.stream(System.getProperty("engine.tasks", "1000,10000,100000").split(","))
          .mapToInt(Integer::parseInt)
          .toArray();
  private static final List<Shape> SHAPES =
      Arrays.stream(System.getProperty("engine.shapes", "wide,deep,random,diamond").split(","))
          .map(name -> Shape.valueOf(name.toUpperCase(Locale.ROOT)))
          .toList();

  @TempDir Path folder;
  private BenchmarkTable table = new BenchmarkTable("");

  private enum Shape {
    /// No edges.
    WIDE,
    /// One chain.
    DEEP,
    /// Up to three of the hundred before each.
    RANDOM,
    /// One, then all others but the last, then the last.
    DIAMOND
  }

  @Test
  void measuresTheEngineAlone() throws Exception {
    for (Shape shape : SHAPES) {
      run(shape, SIZES[0], false);
      run(shape, SIZES[0], true);
    }
    // What came before was the warm-up.
    table =
        new BenchmarkTable(
            "The engine alone, %d slots; bytes a task are what stays after a collection"
                .formatted(SLOTS));
    for (int size : SIZES) {
      for (Shape shape : SHAPES) {
        run(shape, size, false);
        run(shape, size, true);
      }
    }
    table.write("engine");
  }

  private void run(Shape shape, int size, boolean kept) throws Exception {
    long before = used();
    Plan plan =
        Plan.ofTasks("bench", SLOTS, tasks(shape, size))
            .withAgents(Map.of("A", new Agent("A", "code", SLOTS, "sh", Map.of(), null)));
    long planned = used();
    TaskGraph graph = new DependencyResolver(plan.undeclared()).addAll(plan.tasks()).graph();
    long graphed = used();
    assertThat(graph.tasks()).hasSize(size);
    graph = null;
    Path place = Files.createTempDirectory(folder, "run");
    try (Journal journal = Journal.open(place.resolve("journal.db"));
        EventLog log = kept ? journal.logOf("run") : nothing();
        EngineClock clock = EngineClock.system();
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var executor =
            new ParallelExecutor(
                new RunSetup(
                    "run",
                    plan,
                    "",
                    place,
                    new NoWorkspace(),
                    Map.of("A", request -> AgentOutcome.success()),
                    log,
                    clock,
                    new Random(1),
                    threads,
                    List.of()))) {
      long begin = System.nanoTime();
      executor.start();
      long processor = processor();
      long start = System.nanoTime();
      RunResult result = executor.ended().get();
      double seconds = (System.nanoTime() - start) / 1e9;
      long spent = processor() - processor;
      assertThat(result.outcome()).isEqualTo(RunOutcome.SUCCEEDED);
      long after = used();
      Reference.reachabilityFence(executor);
      long events = 3 + 6L * size;
      table.row(
          "tasks", size,
          "shape", shape.name().toLowerCase(Locale.ROOT),
          "journal", kept ? "sqlite" : "none",
          "events/s", events / seconds,
          "us a task", seconds * 1e6 / size,
          "CPU us a task", spent / 1e3 / size,
          "start ms", (start - begin) / 1e6,
          "run B a task", (after - graphed) / size,
          "plan B", (planned - before) / size,
          "graph B", (graphed - planned) / size);
      Reference.reachabilityFence(plan);
    }
  }

  private static EventLog nothing() {
    return new EventLog() {
      @Override
      public void append(List<Entry> entries) {}

      @Override
      public List<Entry> read() {
        return List.of();
      }

      @Override
      public void close() {}
    };
  }

  private static List<Task> tasks(Shape shape, int size) {
    Random random = new Random(1);
    List<Task> tasks = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      int[] before =
          switch (shape) {
            case WIDE -> new int[0];
            case DEEP -> i == 0 ? new int[0] : new int[] {i - 1};
            case RANDOM ->
                i == 0
                    ? new int[0]
                    : random.ints(random.nextInt(4), Math.max(0, i - 100), i).distinct().toArray();
            case DIAMOND ->
                i == 0
                    ? new int[0]
                    : i < size - 1 ? new int[] {0} : IntStream.range(1, size - 1).toArray();
          };
      tasks.add(
          new Task("t" + i, "A", "", Map.of())
              .after(Arrays.stream(before).mapToObj(b -> "t" + b).toArray(String[]::new)));
    }
    return tasks;
  }

  /// Of all threads, compiler and collector too: it tells more where others use the machine.
  private static long processor() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(20);
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
