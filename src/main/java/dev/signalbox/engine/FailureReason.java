package dev.signalbox.engine;

import dev.signalbox.conflict.Conflict;

/// Why an attempt did not end in a landing.
public enum FailureReason {
  /// Its command ended with another exit code than 0.
  EXIT,
  /// It took longer than its `timeout`.
  TIMEOUT,
  /// It printed nothing for longer than its `silence`.
  SILENCE,
  /// Its agent or its inputs could not be had.
  START,
  /// Its work tree or its set-up failed.
  WORKSPACE,
  /// The plan's check failed on the merged tree.
  CHECK,
  /// A hook of the repository was against its commit.
  HOOK,
  /// git could not merge its change onto what had landed meanwhile.
  CONFLICT,
  /// It had read what others have changed since, and no serial run gives the same.
  STALE_READ,
  /// The usage limit of its agent's account was reached.
  LIMIT,
  /// The machine had no memory, processes or disk left for it.
  MACHINE,
  /// The console or the machine went away under it.
  LOST,
  /// A person wants it to run again once another has landed.
  SENT_BACK,
  /// A person stopped it.
  STOPPED;

  static FailureReason of(Conflict.Kind kind) {
    return switch (kind) {
      case TEXT, FILE, CLAIM -> CONFLICT;
      case CHECK -> CHECK;
      case STALE_READ -> STALE_READ;
    };
  }

  /// Whether it counts against the agent that did the attempt.
  boolean isOfTheAgent() {
    return switch (this) {
      case EXIT, TIMEOUT, SILENCE, START -> true;
      case WORKSPACE, CHECK, HOOK, CONFLICT, STALE_READ, LIMIT, MACHINE, LOST, SENT_BACK, STOPPED ->
          false;
    };
  }
}
