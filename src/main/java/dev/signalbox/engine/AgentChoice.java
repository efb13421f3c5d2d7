package dev.signalbox.engine;

import dev.signalbox.plan.Agent;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who does a task next: its own agent, or the first of its fallbacks, while the ones before are
/// left alone by their circuit breaker or have reached a usage limit. An agent that is merely busy
/// is waited for.
final class AgentChoice {
  private AgentChoice() {}

  /// The agent, or nothing where none can be had.
  static Optional<String> of(RunState state, TaskStatus status) {
    return candidates(state, status).stream().filter(id -> isUsable(state, id)).findFirst();
  }

  /// Why none can be had: what its own agent waits for.
  static Blocker blocker(RunState state, TaskStatus status) {
    String own = status.task().agent();
    Limit limit = state.limits().get(state.account(own));
    if (limit != null) {
      return new Blocker.OnLimit(limit.account(), limit.until());
    }
    AgentStatus agent = state.agent(own);
    return agent
        .openUntil()
        .<Blocker>map(until -> new Blocker.OnBreaker(own, agent.failures(), until))
        .orElseGet(() -> new Blocker.OnAgent(own, 1));
  }

  private static boolean isUsable(RunState state, String id) {
    return !state.limits().containsKey(state.account(id)) && state.agent(id).lets();
  }

  private static Set<String> candidates(RunState state, TaskStatus status) {
    Set<String> candidates = new LinkedHashSet<>();
    @Nullable String id = status.task().agent();
    while (id != null && candidates.add(id)) {
      Agent agent = state.plan().agents().get(id);
      id = agent == null ? null : agent.fallback();
    }
    return candidates;
  }
}
