package dev.signalbox.engine;

import java.util.ArrayList;
import java.util.List;

/// Where events are kept before their effects happen.
public interface EventLog extends AutoCloseable {

  /// Keeps all of `entries` or none.
  ///
  /// @throws EventLogException when they could not be kept; the run must not go on
  void append(List<Entry> entries) throws EventLogException;

  /// Everything kept so far, in order: for who begins to listen late.
  ///
  /// @throws EventLogException when it cannot be read
  List<Entry> read() throws EventLogException;

  @Override
  void close();

  /// Keeps entries in memory, for runs that need no resume.
  static EventLog inMemory() {
    return new EventLog() {
      private final List<Entry> kept = new ArrayList<>();

      @Override
      public void append(List<Entry> entries) {
        kept.addAll(entries);
      }

      @Override
      public List<Entry> read() {
        return List.copyOf(kept);
      }

      @Override
      public void close() {}
    };
  }

  /// The log cannot be written or read. The message is a sentence for people.
  final class EventLogException extends Exception {
    private static final long serialVersionUID = 1L;

    public EventLogException(String message, Throwable cause) {
      super(message, cause);
    }

    /// The sentence.
    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
