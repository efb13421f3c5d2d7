package dev.signalbox.app.check;

import java.time.Duration;

/// How long a run would take.
///
/// @param parallel with how many slots
/// @param makespan by list scheduling
/// @param bound what no schedule with so many slots can beat
public record Prediction(int parallel, Duration makespan, Duration bound) {}
