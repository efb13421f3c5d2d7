package dev.signalbox.workspace;

/// Which attempt at which task of which run.
///
/// @param number from 1
public record AttemptKey(String run, String task, int number) {}
