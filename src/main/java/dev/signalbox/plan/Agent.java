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
/// @param fallback the agent that does its tasks while it cannot, or null
/// @param breaker when it is left alone because it keeps failing
/// @param account what its usage is counted on: agents of one account reach a limit together
/// @param limit how it says that the account's usage limit is reached
public record Agent(
    String id,
    String kind,
    int capacity,
    String shell,
    Map<String, String> env,
    @Nullable String description,
    @Nullable String fallback,
    Breaker breaker,
    String account,
    UsageLimit limit) {

  public Agent {
    env = Map.copyOf(env);
  }

  /// A shell agent with room for one command.
  public static Agent shell(String id) {
    return new Agent(id, "shell", 1, "sh", Map.of(), null);
  }

  /// An agent that never falls back, has no breaker, and an account of its own without a limit.
  public Agent(
      String id,
      String kind,
      int capacity,
      String shell,
      Map<String, String> env,
      @Nullable String description) {
    this(id, kind, capacity, shell, env, description, null, Breaker.NONE, id, UsageLimit.NONE);
  }

  public Agent withCapacity(int atOnce) {
    return new Agent(id, kind, atOnce, shell, env, description, fallback, breaker, account, limit);
  }

  public Agent withEnv(Map<String, String> variables) {
    return new Agent(
        id, kind, capacity, shell, variables, description, fallback, breaker, account, limit);
  }

  public Agent withFallback(@Nullable String other) {
    return new Agent(id, kind, capacity, shell, env, description, other, breaker, account, limit);
  }

  public Agent withBreaker(Breaker other) {
    return new Agent(id, kind, capacity, shell, env, description, fallback, other, account, limit);
  }

  public Agent withAccount(String name) {
    return new Agent(id, kind, capacity, shell, env, description, fallback, breaker, name, limit);
  }
}
