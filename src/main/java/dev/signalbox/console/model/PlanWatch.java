package dev.signalbox.console.model;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

/// Tells when one file may have changed on disk. Editors replace files as often as they write into
/// them, so the folder is watched.
public final class PlanWatch implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PlanWatch.class.getName());

  private final Path file;
  private final WatchService service;
  private final Runnable changed;

  private PlanWatch(Path file, WatchService service, Runnable changed) {
    this.file = file;
    this.service = service;
    this.changed = changed;
  }

  /// @param changed is called on a thread of the watch's own, possibly once too often
  /// @throws IOException where the file system cannot be watched
  public static PlanWatch of(Path file, Runnable changed) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = Objects.requireNonNull(absolute.getParent(), "a plan is a file in a folder");
    WatchService service = absolute.getFileSystem().newWatchService();
    try {
      folder.register(
          service,
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);
    } catch (IOException e) {
      service.close();
      throw e;
    }
    PlanWatch watch = new PlanWatch(absolute, service, changed);
    Thread.ofVirtual().name("plan-watch").start(watch::watch);
    return watch;
  }

  private void watch() {
    try {
      while (true) {
        WatchKey key = service.take();
        boolean ours =
            key.pollEvents().stream()
                .anyMatch(
                    event ->
                        event.kind() == StandardWatchEventKinds.OVERFLOW
                            || Objects.equals(file.getFileName(), event.context()));
        if (ours) {
          changed.run();
        }
        if (!key.reset()) {
          return; // the folder is gone
        }
      }
    } catch (ClosedWatchServiceException e) {
      LOG.log(Level.FINEST, "The watch of a plan has ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      LOG.log(Level.FINE, "Ending the watch of " + file, e);
    }
  }
}
