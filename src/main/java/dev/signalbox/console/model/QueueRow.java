package dev.signalbox.console.model;

import dev.signalbox.engine.TaskState;

/// A task in one of the two queues.
///
/// @param task its id
/// @param state its state
/// @param position from 1
/// @param why what it waits for, a sentence
/// @param movable whether the operator can move it now
public record QueueRow(String task, TaskState state, int position, Sentence why, boolean movable) {}
