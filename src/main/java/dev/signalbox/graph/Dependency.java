package dev.signalbox.graph;

/// `to` comes after `from`.
///
/// @param from the task that lands first
/// @param to the task that waits for it
/// @param provenance why
/// @param detail what the reason rests on: the output's name, or the path both claims match; else
///   empty
public record Dependency(String from, String to, Provenance provenance, String detail) {}
