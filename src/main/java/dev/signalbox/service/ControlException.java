package dev.signalbox.service;

import java.io.IOException;

/// A run in another process cannot be reached, or does not answer. The message is a sentence for
/// people, with the remedy.
public final class ControlException extends IOException {
  private static final long serialVersionUID = 1L;

  public ControlException(String message) {
    super(message);
  }

  public ControlException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The sentence.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
