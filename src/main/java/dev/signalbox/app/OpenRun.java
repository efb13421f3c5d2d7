package dev.signalbox.app;

/// A run that another process has open.
///
/// @param run its id
/// @param plan the plan's name
/// @param process which process
public record OpenRun(String run, String plan, long process) {}
