package dev.signalbox.app;

import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.ParallelExecutor;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.service.Controls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// A run as a window needs it: [RunSession] is one of this process, [RemoteRun] one of another.
public interface LiveRun extends AutoCloseable {

  /// The run's id.
  String run();

  /// Asks the run for something; the answer says what changed.
  CompletableFuture<Command.Result> send(Command command);

  /// Sees the whole log from its first entry on; `listener` is called on another thread.
  ParallelExecutor.Subscription subscribe(Consumer<List<Entry>> listener);

  /// Completes when this session of the run has ended; exceptionally, with a sentence, where it
  /// broke off.
  CompletableFuture<RunOutcome> ended();

  /// Writes the report as it stands now.
  ///
  /// @return the HTML file
  Path writeReport(Path directory) throws IOException;

  /// Whether another process runs it, so that it goes on when this is closed.
  default boolean isElsewhere() {
    return false;
  }

  /// The plan file it was started from, where there is one to be read.
  default Optional<Path> planFile() {
    return Optional.empty();
  }

  /// A person looks at it from here on, and is told who has the controls and who asks for them.
  ///
  /// @param listener is called on another thread and must not block
  default void attend(Consumer<Controls.News> listener) {
    listener.accept(new Controls.News.Held("", true));
  }

  /// Asks for the controls.
  default CompletableFuture<Command.Result> takeControls() {
    return CompletableFuture.completedFuture(new Command.Result(true, "You have the controls."));
  }

  /// Answers whoever asked for the controls.
  default CompletableFuture<Command.Result> answer(boolean agreed) {
    return CompletableFuture.completedFuture(
        new Command.Result(false, "Nobody asks you for the controls."));
  }

  /// Stops what runs and waits for it, or, where another process runs it, only looks away.
  @Override
  void close();
}
