package dev.signalbox.app;

import java.nio.file.Path;

/// What the console is opened on.
public sealed interface Opening {

  /// The start, where a person chooses.
  record Nothing() implements Opening {}

  /// @param start whether it is run at once
  record OfPlan(Path plan, boolean start) implements Opening {}

  /// A run that another process has open.
  ///
  /// @param run its id or the beginning of it
  record OfRun(String run) implements Opening {}
}
