package dev.signalbox.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Much at once: nothing is lost, or it is said.
@EnabledOnOs(OS.LINUX)
class ManyFilesTest {
  @TempDir Path folder;

  private static void fill(WatchedFolder tree, int folders, int files) throws Exception {
    for (int i = 0; i < folders; i++) {
      Path in = Files.createDirectories(tree.root.resolve("f" + i));
      for (int j = 0; j < files; j++) {
        Files.writeString(in.resolve("g" + j), "x\n");
      }
    }
  }

  @Test
  void twentyThousandFilesAreReadOrItIsSaidThatItIsUncertain() throws Exception {
    try (WatchedFolder tree = WatchedFolder.in(folder)) {
      fill(tree, 200, 100);
      tree.watched();
      Reads reads = tree.after("grep -r nothing . || true");
      if (reads.everything()) {
        assertThat(reads.why()).contains("max_queued_events");
      } else {
        assertThat(reads.subtrees()).containsExactly("");
      }
      assertThat(reads.mayHaveRead("f7/g7")).isTrue();
    }
  }

  @Test
  void whereTheQueueOverflowsEverythingCountsAsReadAndNothingWrittenIsMissedFromThenOn()
      throws Exception {
    try (WatchedFolder tree = WatchedFolder.in(folder)) {
      fill(tree, 6, 1000);
      tree.watched();
      // As if nobody had the time to look.
      synchronized (tree.watch) {
        tree.run("cat f*/* > /dev/null; mkdir -p new/below; mv f3 new; echo x > new/below/file");
      }
      Reads reads = tree.watch.reads();
      assertThat(reads.everything()).isTrue();
      assertThat(reads.why()).contains("max_queued_events");
      assertThat(tree.watch.takeChanged().everything()).isTrue();
      tree.run("echo y > new/below/file; echo y > new/f3/g1");
      assertThat(tree.watch.takeChanged())
          .isEqualTo(new Changed(false, List.of("new/below/file", "new/f3/g1")));
    }
  }

  @Test
  void sixteenTreesAtOnceAreToldApart() throws Exception {
    List<WatchedFolder> trees = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      WatchedFolder tree = WatchedFolder.in(Files.createDirectory(folder.resolve("t" + i)));
      fill(tree, 20, 10);
      trees.add(tree.watched());
    }
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < trees.size(); i++) {
      processes.add(
          trees.get(i).start("cat f%d/g1 f%d/g2; mv f%d m; echo x > m/new".formatted(i, i, i)));
    }
    for (Process process : processes) {
      WatchedFolder.finish(process);
    }
    for (int i = 0; i < trees.size(); i++) {
      TreeWatch watch = trees.get(i).watch;
      assertThat(watch.reads().files()).containsExactly("f" + i + "/g1", "f" + i + "/g2");
      assertThat(watch.takeChanged().paths()).containsExactly("f" + i, "m", "m/new");
      trees.get(i).close();
    }
  }

  @Test
  void whatIsClosedIsGivenBack() throws Exception {
    try (WatchedFolder tree = WatchedFolder.in(folder);
        TreeWatches watches = TreeWatches.open()) {
      fill(tree, 3, 1);
      // More than a user may have at once.
      for (int i = 0; i < 300; i++) {
        TreeWatch watch = watches.begin(tree.root, Unwatched.NOTHING, () -> {});
        assertThat(watch.reads().isExact()).isTrue();
        watch.close();
      }
    }
  }

  @Test
  void theThreadEndsWithTheWatches() throws Exception {
    TreeWatches watches = TreeWatches.open();
    List<Thread> before = watching();
    watches.begin(folder, Unwatched.NOTHING, () -> {});
    List<Thread> now = watching();
    now.removeAll(before);
    assertThat(now).hasSize(1);
    watches.close();
    now.getFirst().join(60_000);
    assertThat(now.getFirst().isAlive()).isFalse();
    assertThat(watches.begin(folder, Unwatched.NOTHING, () -> {}).reads().isExact()).isFalse();
  }

  private static List<Thread> watching() {
    return new ArrayList<>(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().equals("watch on work trees"))
            .toList());
  }
}
