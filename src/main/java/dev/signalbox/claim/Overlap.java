package dev.signalbox.claim;

/// Two globs that can meet, and the proof.
///
/// @param left the glob of the one side
/// @param right the glob of the other
/// @param witness a shortest path that both match
public record Overlap(Glob left, Glob right, String witness) {}
