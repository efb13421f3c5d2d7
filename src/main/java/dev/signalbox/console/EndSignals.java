package dev.signalbox.console;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import sun.misc.Signal;

/// Ctrl-C and its like as a wish to close the window. Without it the desktop's library would end in
/// the middle of a picture, and a run as if its process had been killed. A second one ends the
/// process at once.
final class EndSignals {
  private static final Logger LOG = Logger.getLogger(EndSignals.class.getName());
  private static final List<String> NAMES = List.of("INT", "TERM", "HUP");
  private static final int EXIT_BASE = 128;

  private final AtomicInteger received = new AtomicInteger();

  /// Calls `close` on the first one. Once in a process.
  void listen(Runnable close) {
    for (String name : NAMES) {
      try {
        Signal.handle(new Signal(name), signal -> arrived(signal, close));
      } catch (IllegalArgumentException e) {
        // Not on this system, or the Java machine was told to keep it for itself.
        LOG.log(Level.FINE, "No word of " + name, e);
      }
    }
  }

  private void arrived(Signal signal, Runnable close) {
    if (received.compareAndSet(0, signal.getNumber())) {
      close.run();
    } else {
      Runtime.getRuntime().halt(exitCode());
    }
  }

  /// As shells count: 128 and the number of the signal; 0 where there was none.
  int exitCode() {
    int number = received.get();
    return number == 0 ? 0 : EXIT_BASE + number;
  }
}
