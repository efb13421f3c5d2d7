package dev.signalbox.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Level;
import java.util.logging.Logger;

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

  @Override
  public void close() {
    while (true) {
      AutoCloseable resource;
      synchronized (resources) {
        resource = resources.poll();
      }
      if (resource == null) {
        return;
      }
      try {
        resource.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "Closing %s failed".formatted(resource), e);
      }
    }
  }
}
