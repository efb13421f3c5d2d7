package dev.signalbox.engine;

/// How a run, or one session of it, ended.
public enum RunOutcome {
  /// Every task landed.
  SUCCEEDED(0),
  /// At least one failed, was rejected, skipped or called off.
  FAILED(1),
  /// It was stopped, or cannot go on without a person; `resume` goes on.
  STOPPED(3),
  /// The operator interrupted it.
  INTERRUPTED(130);

  private final int exitCode;

  RunOutcome(int exitCode) {
    this.exitCode = exitCode;
  }

  /// The exit code of the command line's contract.
  public int exitCode() {
    return exitCode;
  }
}
