package dev.signalbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.RandomDags.Dag;
import dev.signalbox.engine.RandomDags.Family;
import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// How near the real engine comes to what no schedule can beat, max(critical path, work / slots),
/// on a virtual clock. It plans by medians of a noisy past and is measured by what the tasks take.
@Tag("benchmark")
class MakespanBenchmarkTest {
  private static final int DAGS = 200;
  private static final int[] SLOTS = {2, 3, 6, 12};
  private static final int ORDERS = 1_000;

  /// From here on the bound counts as missed, and random orders are tried.
  private static final double NEAR = 1.03;

  private static final double MEDIAN = 1.03;
  private static final double P95 = 1.10;

  private static final String HEAD =
      """

      Makespan over max(critical path, work / slots): %d DAGs a family (seeds 1 to %d), slots %s in turn;
      and, where it is over %.2f, over the best of %,d random orders
      family          median    p95    max | DAGs  median    p95
      """
          .formatted(DAGS, DAGS, Arrays.toString(SLOTS), NEAR, ORDERS);

  @TempDir Path folder;

  /// One DAG's result.
  ///
  /// @param bestOverBound the best random order over the bound; null where none was tried
  private record Result(
      long seed, int slots, int tasks, double overBound, @Nullable Double bestOverBound) {
    double overBest() {
      return bestOverBound == null ? 1 : overBound / bestOverBound;
    }
  }

  @Test
  void isNearTheBoundInEachFamily() throws Exception {
    Map<String, Object> report = new LinkedHashMap<>();
    StringBuilder table = new StringBuilder(HEAD);
    for (Family family : Family.values()) {
      List<Result> results = measure(family);
      String name = family.name().toLowerCase(Locale.ROOT).replace('_', '-');
      report.put(name, Map.of("dags", results, "all", row(table, name, results)));
      for (int slots : SLOTS) {
        row(
            table,
            "  %2d slots".formatted(slots),
            results.stream().filter(r -> r.slots() == slots).toList());
      }
      hold(family, results);
    }
    System.out.println(table);
    Path file = Path.of("target", "benchmarks", "makespan.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(report));
  }

  private static void hold(Family family, List<Result> results) {
    assertThat(at(results, Result::overBound, 0.5)).as(family.name()).isLessThan(MEDIAN);
    assertThat(at(results, Result::overBound, 0.95)).as(family.name()).isLessThan(P95);
  }

  private static Map<String, Object> row(StringBuilder table, String name, List<Result> results) {
    List<Result> missed = results.stream().filter(r -> r.bestOverBound() != null).toList();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("median", at(results, Result::overBound, 0.5));
    row.put("p95", at(results, Result::overBound, 0.95));
    row.put("max", at(results, Result::overBound, 1));
    row.put("missed", missed.size());
    row.put("medianOverBestOrder", at(missed, Result::overBest, 0.5));
    row.put("p95OverBestOrder", at(missed, Result::overBest, 0.95));
    table.append(
        "%-14s %7.3f %6.3f %6.3f | %4d %7.3f %6.3f%n"
            .formatted(Stream.concat(Stream.of(name), row.values().stream()).toArray()));
    return row;
  }

  private List<Result> measure(Family family) throws Exception {
    List<Result> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (long seed = 1; seed <= DAGS; seed++) {
        int slots = SLOTS[(int) (seed % SLOTS.length)];
        Dag dag = RandomDags.of(family, slots, seed);
        Plan plan = plan(dag, slots);
        Duration makespan =
            threads.submit(() -> TimedRun.makespan(plan, lengths(dag), folder)).get();
        double bound = dag.bound(slots);
        double overBound = makespan.toMillis() / bound;
        Double best =
            overBound > NEAR
                ? (Double) (ListOrders.best(dag, slots, ORDERS, new Random(seed)) / bound)
                : null;
        results.add(new Result(seed, slots, dag.size(), overBound, best));
      }
    }
    return results;
  }

  private static Plan plan(Dag dag, int slots) {
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < dag.size(); i++) {
      tasks.add(
          new Task("t" + i, "A", "", Map.of())
              .after(Arrays.stream(dag.before()[i]).mapToObj(b -> "t" + b).toArray(String[]::new))
              .withExpect(Duration.ofMillis(dag.expected()[i])));
    }
    return Plan.ofTasks("makespan", slots, tasks)
        .withAgents(Map.of("A", new Agent("A", "code", slots, "sh", Map.of(), null)));
  }

  private static Map<String, Duration> lengths(Dag dag) {
    Map<String, Duration> lengths = new HashMap<>();
    for (int i = 0; i < dag.size(); i++) {
      lengths.put("t" + i, Duration.ofMillis(dag.millis()[i]));
    }
    return lengths;
  }

  /// The smallest value that at least `share` of all do not exceed; 1 where there is none.
  private static double at(List<Result> results, ToDoubleFunction<Result> value, double share) {
    double[] sorted = results.stream().mapToDouble(value).sorted().toArray();
    return sorted.length == 0 ? 1 : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
