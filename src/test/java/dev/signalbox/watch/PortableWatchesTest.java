package dev.signalbox.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is left where there is no inotify.
class PortableWatchesTest {
  @TempDir Path folder;

  @Test
  void writesAreToldAndReadsAreUnknown() throws Exception {
    LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    WatchedFolder tree = WatchedFolder.small(folder);
    try (TreeWatches watches = new PortableWatches()) {
      assertThat(watches.shortcoming()).isPresent();
      TreeWatch watch = watches.begin(tree.root, Unwatched.NOTHING, () -> told.add("written"));
      tree.write("src/deep/d", "other");
      tree.write("n/o/p", "new");
      Set<String> seen = new TreeSet<>();
      while (!seen.containsAll(Set.of("src/deep/d", "n/o/p"))) {
        assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("written");
        seen.addAll(watch.takeChanged().paths());
      }
      assertThat(watch.reads().source()).isEqualTo(Reads.Source.UNKNOWN);
      assertThat(watch.reads().why()).isNotEmpty();
    }
  }
}
