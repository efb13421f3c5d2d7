package dev.signalbox.app;

import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.ParallelExecutor;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.plan.PlanFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// One run in this process: plan, workspace, runners, journal and executor put together.
public final class RunSession implements AutoCloseable {

  private RunSession() {}

  /// Starts a run of `plan`. Blocks while the repository is looked at; call it off the window's
  /// thread.
  ///
  /// @throws SetupException where it cannot start; the message is a sentence with the remedy
  public static RunSession start(StateFolders folders, PlanFile plan, RunOptions options)
      throws SetupException {
    throw new SetupException("Runs cannot be started yet.");
  }

  /// Goes on with a run that ended before all its tasks did, or whose process died.
  ///
  /// @param run its id
  public static RunSession resume(StateFolders folders, String run, RunOptions options)
      throws SetupException {
    throw new SetupException("Runs cannot be resumed yet.");
  }

  /// The run's id.
  public String run() {
    return "";
  }

  /// Asks the executor for something; the answer says what changed.
  public CompletableFuture<Command.Result> send(Command command) {
    return new CompletableFuture<>();
  }

  /// Sees the whole log, from the run's first entry on; see [ParallelExecutor#subscribe].
  public ParallelExecutor.Subscription subscribe(Consumer<List<Entry>> listener) {
    return () -> {};
  }

  /// Completes when this session of the run has ended.
  public CompletableFuture<RunOutcome> ended() {
    return new CompletableFuture<>();
  }

  /// Writes the report as it stands now.
  ///
  /// @return the HTML file
  public Path writeReport(Path directory) throws java.io.IOException {
    return directory;
  }

  /// Stops what runs, waits for it, and closes the journal. The run can be resumed.
  @Override
  public void close() {}
}
