package dev.signalbox.graph;

import java.time.Duration;

/// What a task does in a run played through in thought.
///
/// @param slot which of the slots it takes, from 1
/// @param start since the run's start
/// @param end since the run's start
public record Stint(String task, int slot, Duration start, Duration end) {}
