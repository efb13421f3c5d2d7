package dev.signalbox.plan;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// How long attempts took in earlier runs.
///
/// @param tasks by task
/// @param agents by agent, whatever the task was
public record PastLengths(Map<String, Duration> tasks, Map<String, Duration> agents) {
  public static final PastLengths NONE = new PastLengths(Map.of(), Map.of());

  public Optional<Duration> ofTask(String id) {
    return Optional.ofNullable(tasks.get(id));
  }

  public Optional<Duration> ofAgent(String id) {
    return Optional.ofNullable(agents.get(id));
  }
}
