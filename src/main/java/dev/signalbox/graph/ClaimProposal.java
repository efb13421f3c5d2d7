package dev.signalbox.graph;

/// A glob that a task without declared writes might declare.
///
/// @param task the task's id
/// @param glob what it would write
/// @param reason why, to be read after the glob: "its command names it"
public record ClaimProposal(String task, String glob, String reason) {}
