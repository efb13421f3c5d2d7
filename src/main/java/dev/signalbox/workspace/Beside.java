package dev.signalbox.workspace;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Something that is done while its caller does something else, and waited for where it is needed.
final class Beside<T> {
  private final FutureTask<T> task;

  private Beside(FutureTask<T> task) {
    this.task = task;
  }

  /// What git and files may refuse.
  interface Work<T> {
    T done() throws WorkspaceException, InterruptedException;
  }

  static <T> Beside<T> of(Work<T> work) {
    FutureTask<T> task = new FutureTask<>(work::done);
    Thread.startVirtualThread(task);
    return new Beside<>(task);
  }

  T get() throws WorkspaceException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WorkspaceException refused) {
        throw refused;
      }
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
