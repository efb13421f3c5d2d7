package dev.signalbox.engine;

import java.time.Instant;

/// One line of the log.
///
/// @param sequence from 1, without gaps
public record Entry(long sequence, Instant at, Event event) {}
