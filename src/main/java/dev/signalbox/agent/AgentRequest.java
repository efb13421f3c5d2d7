package dev.signalbox.agent;

import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Task;
import java.nio.file.Path;
import java.util.Map;

/// One attempt at a task, as its agent sees it.
///
/// @param run the run's id
/// @param task what to do
/// @param agent who does it
/// @param attempt from 1
/// @param directory the work tree
/// @param scratch a folder outside the work tree for files of this attempt; it is there once
///   somebody makes it, and what begins with its name beside it is the attempt's too
/// @param log the file that everything printed goes to
/// @param values what `${input.KEY}` and `${tasks.ID.output.KEY}` stand for, by that text without
///   `${` and `}`; inputs are resolved already
/// @param environment what is added to the environment
public record AgentRequest(
    String run,
    Task task,
    Agent agent,
    int attempt,
    Path directory,
    Path scratch,
    Path log,
    Map<String, Object> values,
    Map<String, String> environment) {}
