package dev.signalbox.console.model;

import dev.signalbox.app.RunSession;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.ParallelExecutor;
import dev.signalbox.engine.RunOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A run as the window needs it; [RunSession] is the real one.
public interface LiveRun extends AutoCloseable {

  /// The run's id.
  String run();

  CompletableFuture<Command.Result> send(Command command);

  /// Sees the whole log from its first entry on; `listener` is called on another thread.
  ParallelExecutor.Subscription subscribe(Consumer<List<Entry>> listener);

  CompletableFuture<RunOutcome> ended();

  /// @return the HTML file
  Path writeReport(Path directory) throws IOException;

  /// Stops what runs and waits for it.
  @Override
  void close();

  static LiveRun of(RunSession session) {
    return new LiveRun() {
      @Override
      public String run() {
        return session.run();
      }

      @Override
      public CompletableFuture<Command.Result> send(Command command) {
        return session.send(command);
      }

      @Override
      public ParallelExecutor.Subscription subscribe(Consumer<List<Entry>> listener) {
        return session.subscribe(listener);
      }

      @Override
      public CompletableFuture<RunOutcome> ended() {
        return session.ended();
      }

      @Override
      public Path writeReport(Path directory) throws IOException {
        return session.writeReport(directory);
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }
}
