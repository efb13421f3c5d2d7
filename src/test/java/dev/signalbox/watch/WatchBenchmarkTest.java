package dev.signalbox.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What watching costs.
@Tag("benchmark")
@EnabledOnOs(OS.LINUX)
class WatchBenchmarkTest {
  private static final int ROUNDS = 15;

  @TempDir Path folder;

  private static WatchedFolder tree(Path folder, int folders, int filesInAll) throws Exception {
    WatchedFolder tree = WatchedFolder.in(Files.createDirectories(folder));
    for (int i = 0; i < filesInAll; i++) {
      tree.write("m%d/n%d/f%d".formatted(i % folders / 10, i % folders, i), "x\n".repeat(500));
    }
    return tree;
  }

  private interface Step {
    void run() throws Exception;
  }

  private static double millis(Step step) throws Exception {
    long start = System.nanoTime();
    step.run();
    return (System.nanoTime() - start) / 1e6;
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  @Test
  void beginningAndEnding() throws Exception {
    WatchedFolder tree = tree(folder, 272, 2_000);
    long folders;
    try (var all = Files.walk(tree.root)) {
      folders = all.filter(Files::isDirectory).count();
    }
    double[] begin = new double[ROUNDS];
    double[] end = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      begin[i] = millis(tree::watched);
      end[i] = millis(tree::close);
    }
    System.out.printf(
        "%nWatching 2000 files in %d folders: first begin %.1f ms, median begin %.1f ms, end %.1f ms%n",
        folders, begin[0], median(begin), median(end));
  }

  @Test
  void idle() throws Exception {
    List<WatchedFolder> trees = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      trees.add(tree(folder.resolve("t" + i), 30, 300).watched());
    }
    Thread watching =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("watch on work trees"))
            .findFirst()
            .orElseThrow();
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getThreadCpuTime(watching.threadId());
    double elapsed = millis(() -> Thread.sleep(5_000));
    double used = (threads.getThreadCpuTime(watching.threadId()) - before) / 1e6;
    System.out.printf("%n16 idle trees: %.3f %% of a processor%n", 100 * used / elapsed);
    assertThat(used / elapsed).isLessThan(0.01);
    trees.forEach(WatchedFolder::close);
  }

  @Test
  void reading() throws Exception {
    WatchedFolder tree = tree(folder, 200, 20_000);
    String script = "for i in 1 2 3; do grep -r nothing . || true; done";
    double[] without = new double[ROUNDS];
    double[] with = new double[ROUNDS];
    int uncertain = 0;
    long used = 0;
    var threads = ManagementFactory.getThreadMXBean();
    for (int i = 0; i < ROUNDS; i++) {
      without[i] = millis(() -> tree.run(script));
      tree.watched();
      Thread watching =
          Thread.getAllStackTraces().keySet().stream()
              .filter(thread -> thread.getName().equals("watch on work trees"))
              .findFirst()
              .orElseThrow();
      long before = threads.getThreadCpuTime(watching.threadId());
      with[i] = millis(() -> tree.run(script));
      Reads reads = tree.watch.reads();
      used += threads.getThreadCpuTime(watching.threadId()) - before;
      if (!reads.isExact()) {
        uncertain++;
      } else {
        assertThat(reads.subtrees()).containsExactly("");
      }
      tree.close();
    }
    double events = 3 * 20_000 * 3;
    System.out.printf(
        "%n20000 files read three times: %.0f ms, watched %.0f ms (%.0f events/s); the watch used"
            + " %.2f us an event; %d of %d uncertain%n",
        median(without),
        median(with),
        events / median(with) * 1000,
        used / 1e3 / ROUNDS / events,
        uncertain,
        ROUNDS);
  }
}
