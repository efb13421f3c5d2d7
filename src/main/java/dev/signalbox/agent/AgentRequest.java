package dev.signalbox.agent;

import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One attempt at a task, as its agent sees it.
///
/// @param run the run's id
/// @param task what to do
/// @param agent who does it
/// @param attempt from 1
/// @param directory the work tree
/// @param scratch a folder outside the work tree for files of this attempt: outputs, temporary
///   files
/// @param log the file that everything printed goes to
/// @param values what `${input.KEY}` and `${tasks.ID.output.KEY}` stand for, by that text without
///   `${` and `}`; inputs are resolved already
/// @param environment what is added to the environment
/// @param silence for how long it may print nothing before it is ended; null for ever
public record AgentRequest(
    String run,
    Task task,
    Agent agent,
    int attempt,
    Path directory,
    Path scratch,
    Path log,
    Map<String, Object> values,
    Map<String, String> environment,
    @Nullable Duration silence) {

  /// An attempt that may be silent for as long as it likes.
  public AgentRequest(
      String run,
      Task task,
      Agent agent,
      int attempt,
      Path directory,
      Path scratch,
      Path log,
      Map<String, Object> values,
      Map<String, String> environment) {
    this(run, task, agent, attempt, directory, scratch, log, values, environment, null);
  }
}
