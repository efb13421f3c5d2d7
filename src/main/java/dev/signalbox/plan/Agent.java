package dev.signalbox.plan;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who does tasks.
///
/// @param id the name tasks use
/// @param kind how it is driven; this version knows `shell`
/// @param capacity how many of its commands may run at once, at least 1
/// @param shell which shell runs a command: `sh` unless the plan says another
/// @param env what is added to the environment of its commands
/// @param description for people, or null
public record Agent(
    String id,
    String kind,
    int capacity,
    String shell,
    Map<String, String> env,
    @Nullable String description) {

  public Agent {
    env = Map.copyOf(env);
  }

  /// A shell agent with room for one command.
  public static Agent shell(String id) {
    return new Agent(id, "shell", 1, "sh", Map.of(), null);
  }
}
