package dev.signalbox.engine;

import java.time.Instant;

/// A usage limit that was reached.
///
/// @param account whose
/// @param agent whose attempt met it
/// @param until when it is over
/// @param detail what the agent said, one line
public record Limit(String account, String agent, Instant until, String detail) {}
