package dev.signalbox.process;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A child that a [Reaper] waits for. What it prints goes elsewhere.
final class SpawnedProcess extends Process {
  private final long pid;
  private final ProcessHandle handle;
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile int exit;

  /// @param pid of a child that nobody has waited for yet
  SpawnedProcess(int pid) {
    this.pid = pid;
    this.handle = ProcessHandle.of(pid).orElseThrow();
  }

  void ended(int code) {
    exit = code;
    end.countDown();
  }

  @Override
  public long pid() {
    return pid;
  }

  @Override
  public ProcessHandle toHandle() {
    return handle;
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
  public void destroy() {
    boolean sent = handle.destroy();
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
