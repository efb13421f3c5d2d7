package dev.signalbox.conflict.resolve;

/// One try at one path of a conflict.
///
/// @param rung what tried
/// @param path at which path
/// @param resolved whether it put both sides together
/// @param detail what it did, or why it could not; one line
public record Step(Rung rung, String path, boolean resolved, String detail) {}
