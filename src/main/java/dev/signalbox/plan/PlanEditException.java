package dev.signalbox.plan;

/// A plan file cannot be changed as asked. The message is a sentence for people.
public final class PlanEditException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public PlanEditException(String message) {
    super(message);
  }
}
