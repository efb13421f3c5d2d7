package dev.signalbox.engine;

import java.util.List;

/// Where events are kept before their effects happen.
public interface EventLog extends AutoCloseable {

  /// Keeps all of `entries` or none.
  ///
  /// @throws EventLogException when they could not be kept; the run must not go on
  void append(List<Entry> entries) throws EventLogException;

  @Override
  void close();

  /// Keeps nothing, for runs that need no resume.
  static EventLog none() {
    return new EventLog() {
      @Override
      public void append(List<Entry> entries) {}

      @Override
      public void close() {}
    };
  }

  /// The log cannot be written. The message is a sentence for people.
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
