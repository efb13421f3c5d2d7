package dev.signalbox.workspace;

/// Something the workspace could not do. The message is a sentence for people, with the remedy
/// where there is one.
public final class WorkspaceException extends Exception {
  private static final long serialVersionUID = 1L;

  public WorkspaceException(String message) {
    super(message);
  }

  public WorkspaceException(String message, Throwable cause) {
    super(message, cause);
  }
}
