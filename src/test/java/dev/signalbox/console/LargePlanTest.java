package dev.signalbox.console;

import static dev.signalbox.console.OpenWindow.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.console.model.Phase;
import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.plan.PlanReader;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.framework.junit5.ApplicationExtension;

/// A plan of 5,000 tasks in the window.
@ExtendWith(ApplicationExtension.class)
class LargePlanTest {
  @TempDir Path folder;

  @Test
  void theWindowsThreadNeitherReadsAPlanNorPutsItsGraphTogether() throws Exception {
    try (OpenWindow window = OpenWindow.on(folder)) {
      Path plan = LargePlan.write(folder, 5_000);
      Thread watched = get(Thread::currentThread);
      Set<String> seen = ConcurrentHashMap.newKeySet();
      AtomicBoolean watching = new AtomicBoolean(true);
      // Either takes hundreds of milliseconds, so it cannot be missed.
      Thread watcher =
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (watching.get()) {
                      for (StackTraceElement frame : watched.getStackTrace()) {
                        seen.add(frame.getClassName());
                      }
                      LockSupport.parkNanos(2_000_000);
                    }
                  });
      try {
        OpenWindow.run(() -> window.test.console.workbench.open(plan));
        OpenWindow.until(
            () ->
                window.phase() == Phase.READY && window.test.console.model.rows().size() == 5_000);
      } finally {
        watching.set(false);
        watcher.join();
      }
      assertThat(seen)
          .isNotEmpty()
          .doesNotContain(PlanReader.class.getName(), DependencyResolver.class.getName());
    }
  }
}
