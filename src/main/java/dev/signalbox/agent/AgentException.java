package dev.signalbox.agent;

/// An agent could not be started or spoken to. The message is a sentence for people.
public final class AgentException extends Exception {
  private static final long serialVersionUID = 1L;

  public AgentException(String message) {
    super(message);
  }

  public AgentException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The sentence.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
