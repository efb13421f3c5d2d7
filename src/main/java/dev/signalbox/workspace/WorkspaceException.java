package dev.signalbox.workspace;

import org.jspecify.annotations.Nullable;

/// Something the workspace could not do. The message is a sentence for people, with the remedy
/// where there is one.
public final class WorkspaceException extends Exception {
  private static final long serialVersionUID = 1L;

  private final @Nullable String planKey;

  public WorkspaceException(String message) {
    super(message);
    this.planKey = null;
  }

  public WorkspaceException(String message, Throwable cause) {
    super(message, cause);
    this.planKey = null;
  }

  private WorkspaceException(String planKey, String message) {
    super(message);
    this.planKey = planKey;
  }

  /// A problem with what the plan says under `planKey`.
  public static WorkspaceException at(String planKey, String message) {
    return new WorkspaceException(planKey, message);
  }

  /// The key of the plan that is at fault (`repository`, `base`, `into`, `workspace`, `commit`), or
  /// null.
  public @Nullable String planKey() {
    return planKey;
  }

  /// The sentence.
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
