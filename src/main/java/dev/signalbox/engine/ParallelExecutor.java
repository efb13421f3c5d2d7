package dev.signalbox.engine;

import dev.signalbox.agent.AgentRunner;
import dev.signalbox.plan.Task;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Runs a graph of tasks.
public final class ParallelExecutor implements AutoCloseable {

  public ParallelExecutor(int parallel) {}

  /// Who does the tasks of agent `id`.
  public ParallelExecutor register(String id, AgentRunner runner) {
    return this;
  }

  /// Adds a task, before the run or during it.
  public CompletableFuture<Command.Result> submit(Task task) {
    return new CompletableFuture<>();
  }

  /// Asks for something; the answer says what changed.
  public CompletableFuture<Command.Result> send(Command command) {
    return new CompletableFuture<>();
  }

  /// Sees every entry of the log from the first on, in order, in batches, each once, after it was
  /// kept. `listener` is called on the engine's thread and must not block.
  ///
  /// @return ends the subscription when closed
  public Subscription subscribe(Consumer<List<Entry>> listener) {
    return () -> {};
  }

  /// Ends a subscription.
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  @Override
  public void close() {}
}
