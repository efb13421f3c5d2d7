package dev.signalbox.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.signalbox.BenchmarkTable;
import dev.signalbox.app.check.CheckReport;
import dev.signalbox.plan.PastLengths;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.PlanReader;
import dev.signalbox.plan.Task;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a plan costs from its text to the report, at three sizes and in five shapes: milliseconds
/// of processor time each step takes, one after the other in one process, and the bytes a task that
/// a graph keeps beyond the tasks themselves.
@Tag("benchmark")
class PlanScaleBenchmarkTest {
  /// What stands in a task besides its id and command.
  private enum Shape {
    WIDE {
      @Override
      void write(int i, int size, Random random, Writer task) {}
    },
    DEEP {
      @Override
      void write(int i, int size, Random random, Writer task) {
        if (i > 0) {
          task.list("depends_on", "t" + (i - 1));
        }
      }
    },
    /// Layers of a hundredth of the tasks, each task after two of the layer before.
    RANDOM {
      @Override
      void write(int i, int size, Random random, Writer task) {
        int layer = Math.max(2, size / 100);
        int first = (i / layer - 1) * layer;
        if (first >= 0) {
          int one = random.nextInt(layer);
          int other = (one + 1 + random.nextInt(layer - 1)) % layer;
          task.list("depends_on", "t" + (first + one), "t" + (first + other));
        }
      }
    },
    /// One task, two after it, one after both, and so on.
    DIAMOND {
      @Override
      void write(int i, int size, Random random, Writer task) {
        if (i % 3 == 0 && i > 0) {
          task.list("depends_on", "t" + (i - 2), "t" + (i - 1));
        } else if (i > 0) {
          task.list("depends_on", "t" + (i / 3 * 3));
        }
      }
    },
    /// A folder each; one in a hundred also writes its neighbour's, one in ten reads an earlier
    /// one.
    CLAIMS {
      @Override
      void write(int i, int size, Random random, Writer task) {
        String own = "src/t" + i + "/**";
        if (i % 100 == 99) {
          task.list("writes", own, "src/t" + (i - 1) + "/*.java");
        } else {
          task.list("writes", own);
        }
        if (i % 10 == 5) {
          task.list("reads", "src/t" + random.nextInt(i) + "/**");
        }
      }
    };

    abstract void write(int i, int size, Random random, Writer task);
  }

  /// Writes a plan, as YAML in blocks or as JSON.
  private static final class Writer {
    private final StringBuilder text = new StringBuilder();
    private final boolean json;

    Writer(boolean json) {
      this.json = json;
      text.append(
          json
              ? "{\"name\": \"scale\", \"check\": \"true\", \"agents\": {\"a\": {\"kind\": \"shell\", \"capacity\": 4}},\n\"tasks\": [\n"
              : "name: scale\ncheck: 'true'\nagents:\n  a: { kind: shell, capacity: 4 }\ntasks:\n");
    }

    static String plan(Shape shape, int size, boolean json) {
      Random random = new Random(1);
      Writer writer = new Writer(json);
      for (int i = 0; i < size; i++) {
        writer.begin(i);
        shape.write(i, size, random, writer);
        writer.end(i == size - 1);
      }
      return writer.text.append(json ? "]}\n" : "").toString();
    }

    private void begin(int i) {
      text.append(json ? "{\"id\": \"t" : "  - id: t").append(i);
      text.append(json ? "\", \"run\": \"make t" : "\n    run: make t").append(i);
      text.append(json ? "\"" : "\n");
    }

    void list(String key, String... values) {
      text.append(json ? ", \"" + key + "\": [\"" : "    " + key + ": ['");
      text.append(String.join(json ? "\", \"" : "', '", values));
      text.append(json ? "\"]" : "']\n");
    }

    private void end(boolean last) {
      text.append(json ? last ? "}\n" : "},\n" : "");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 10_000, 100_000})
  void aPlanOf(int size) throws IOException {
    BenchmarkTable table =
        new BenchmarkTable(
            "A plan of %,d tasks: milliseconds of processor time, and by the clock; bytes a task of the graph"
                .formatted(size));
    for (Shape shape : Shape.values()) {
      row(table, shape, size);
    }
    table.write("plan-" + size);
  }

  private static void row(BenchmarkTable table, Shape shape, int size) {
    String yaml = Writer.plan(shape, size, false);
    String json = Writer.plan(shape, size, true);
    Timed<PlanFile> read = Timed.of(() -> new PlanReader().parse(Path.of("p.yaml"), yaml));
    Timed<PlanFile> readJson = Timed.of(() -> new PlanReader().parse(Path.of("p.json"), json));
    assertThat(read.result.problems()).isEmpty();
    assertThat(readJson.result.problems()).isEmpty();
    Plan plan = Objects.requireNonNull(read.result.plan());
    assertThat(readJson.result.plan()).isEqualTo(plan);
    long without = heap();
    Timed<TaskGraph> graph = Timed.of(() -> graph(plan));
    long bytes = heap() - without;
    Timed<?> ranks = Timed.of(() -> graph.result.remaining(task -> Duration.ofSeconds(1)));
    Timed<?> append =
        Timed.of(() -> graph.result.with(new Task("last", "a", "", Map.of()).after("t0")));
    Timed<CheckReport> check =
        Timed.of(() -> CheckReport.of(read.result, PastLengths.NONE, path -> false));
    Timed<String> text = Timed.of(() -> check.result.text(false));
    assertThat(text.result).contains("no errors");
    table.row(
        "shape", shape.name().toLowerCase(Locale.ROOT),
        "YAML", read.millis,
        "JSON", readJson.millis,
        "graph", graph.millis,
        "ranks", ranks.millis,
        "check", check.millis,
        "text", text.millis,
        "append", append.millis,
        "YAML and check, by the clock", read.clock + check.clock,
        "B/task", bytes / size);
  }

  private static TaskGraph graph(Plan plan) {
    return new DependencyResolver(plan.undeclared()).addAll(plan.tasks()).graph();
  }

  /// Bytes in use once nothing is left to collect.
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static final class Timed<T> {
    final double millis;
    final double clock;
    final T result;

    private Timed(double millis, double clock, T result) {
      this.millis = millis;
      this.clock = clock;
      this.result = result;
    }

    /// Of all threads, compiler and collector too: at most this long it takes where nothing else
    /// runs.
    private static long processorTime() {
      return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
          .getProcessCpuTime();
    }

    static <T> Timed<T> of(Supplier<T> step) {
      long start = processorTime();
      long began = System.nanoTime();
      T result = step.get();
      double clock = (System.nanoTime() - began) / 1e6;
      return new Timed<>((processorTime() - start) / 1e6, clock, result);
    }
  }
}
