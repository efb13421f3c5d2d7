package dev.signalbox.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// A child that a [Reaper] waits for. What it prints goes elsewhere.
final class SpawnedProcess extends Process {
  private final long pid;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile int exit;

  /// @param pid of a child that nobody has waited for yet
  SpawnedProcess(int pid) {
    this.pid = pid;
  }

  /// Waits for it by `wait`, which answers the code it has ended with where it has ended. Its id is
  /// its own until then, and not after.
  synchronized boolean reap(Supplier<OptionalInt> wait) {
    OptionalInt code = wait.get();
    code.ifPresent(
        ended -> {
          exit = ended;
          end.countDown();
        });
    return code.isPresent();
  }

  @Override
  public long pid() {
    return pid;
  }

  /// Not kept from the start: to make one costs much beside a short command.
  ///
  /// @throws IllegalStateException where it has ended: its id may be another's by now
  @Override
  public synchronized ProcessHandle toHandle() {
    return living()
        .orElseThrow(() -> new IllegalStateException("The process %d has ended.".formatted(pid)));
  }

  private synchronized Optional<ProcessHandle> living() {
    return isAlive() ? ProcessHandle.of(pid) : Optional.empty();
  }

  @Override
  public synchronized Stream<ProcessHandle> descendants() {
    return living().stream().flatMap(ProcessHandle::descendants);
  }

  @Override
  public boolean isAlive() {
    return end.getCount() > 0;
  }

  @Override
  public int waitFor() throws InterruptedException {
    end.await();
    return exit;
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    return end.await(timeout, unit);
  }

  @Override
  public int exitValue() {
    if (isAlive()) {
      throw new IllegalThreadStateException("The process has not ended.");
    }
    return exit;
  }

  @Override
  public synchronized void destroy() {
    living().ifPresent(ProcessHandle::destroy);
  }

  @Override
  public synchronized Process destroyForcibly() {
    living().ifPresent(ProcessHandle::destroyForcibly);
    return this;
  }

  @Override
  public OutputStream getOutputStream() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return InputStream.nullInputStream();
  }

  @Override
  public InputStream getErrorStream() {
    return InputStream.nullInputStream();
  }
}
