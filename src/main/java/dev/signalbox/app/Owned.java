package dev.signalbox.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What a session has opened; closed in reverse order, all of it, whatever fails.
final class Owned implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Owned.class.getName());

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    resources.push(resource);
    return resource;
  }

  /// Closes everything because the session cannot begin.
  SetupException giveUp(SetupException why) {
    close();
    return why;
  }

  /// Who comes second comes back when all is closed, and not while the first is at it.
  @Override
  public void close() {
    synchronized (resources) {
      @Nullable AutoCloseable resource;
      while ((resource = resources.poll()) != null) {
        try {
          resource.close();
        } catch (Exception e) {
          LOG.log(Level.WARNING, "Closing %s failed".formatted(resource), e);
        }
      }
    }
  }
}
