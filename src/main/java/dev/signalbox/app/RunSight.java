package dev.signalbox.app;

import dev.signalbox.conflict.live.ConflictDetector;
import dev.signalbox.conflict.live.Sight;
import dev.signalbox.engine.ParallelExecutor;
import dev.signalbox.watch.TreeWatches;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// What sees the work trees of a run while its tasks work in them: the watches, and on top of them
/// who finds conflicts.
final class RunSight {
  private final ConflictDetector detector;
  private final TreeWatches watches;
  private final CompletableFuture<ParallelExecutor> run = new CompletableFuture<>();

  private RunSight(Path folder, Path repository, TreeWatches watches) {
    this.detector =
        new ConflictDetector(repository, System.getenv(), folder.resolve("conflicts"), this::tell);
    this.watches = detector.listeningTo(watches);
  }

  /// @param folder the run's
  static RunSight of(Owned owned, Path folder, Path repository) {
    RunSight sight = new RunSight(folder, repository, owned.add(TreeWatches.open()));
    owned.add(sight.detector);
    return sight;
  }

  TreeWatches watches() {
    return watches;
  }

  /// Nothing is told before there is somebody to tell.
  private void tell(List<Sight> sights) {
    run.thenAccept(executor -> executor.observe(sights));
  }

  /// From now on `executor` is told.
  void begin(ParallelExecutor executor) {
    run.complete(executor);
    executor.subscribe(new LiveConflicts(detector));
  }
}
