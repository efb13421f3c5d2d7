package dev.signalbox.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.plan.Task;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What a plan of 2,000 tasks costs, in processor time of one thread.
@Tag("benchmark")
class GraphBenchmarkTest {
  private static final int TASKS = 2_000;

  @Test
  void twoThousandTasksWithThreeGlobsEachWay() {
    Random random = new Random(1);
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < TASKS; i++) {
      List<Glob> reads = new ArrayList<>();
      List<Glob> writes = new ArrayList<>();
      for (int k = 0; k < 3; k++) {
        reads.add(Glob.parse("src/m" + random.nextInt(TASKS) + "/**"));
        writes.add(Glob.parse("src/m" + random.nextInt(TASKS) + "/**/*.java"));
      }
      Task task =
          new Task("t" + i, "A" + i % 5, "", Map.of()).withClaims(new Claims(reads, writes));
      tasks.add(i < 10 ? task : task.after("t" + random.nextInt(i)));
    }
    for (int round = 1; round <= 3; round++) {
      long start = now();
      var resolver = new DependencyResolver().addAll(tasks);
      TaskGraph graph = resolver.graph();
      long built = now();
      int width = graph.width();
      long measured = now();
      graph.makespan(50, task -> Duration.ofMinutes(1), agent -> 20);
      long played = now();
      resolver.executableTasks(Set.of());
      long first = now();
      resolver.executableTasks(Set.of("t0"));
      long asked = now();
      System.out.printf(
          "graph of %d tasks, %d edges, round %d: built %.0f ms, width %d in %.1f ms, makespan %.1f ms,"
              + " executable %.2f ms%n",
          TASKS,
          graph.dependencies().size(),
          round,
          (built - start) / 1e6,
          width,
          (measured - built) / 1e6,
          (played - measured) / 1e6,
          (asked - first) / 1e6);
      assertThat(width).isPositive();
    }
  }

  private static long now() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
