package dev.signalbox.engine;

import dev.signalbox.agent.AgentException;
import dev.signalbox.agent.AgentOutcome;
import dev.signalbox.agent.AgentRequest;
import dev.signalbox.agent.AgentRunner;
import dev.signalbox.claim.Claims;
import dev.signalbox.engine.Chance.Fault;
import dev.signalbox.workspace.AttemptKey;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Agents that work, and those that fail, hang, flap and lie.
final class SimulatedAgents implements AgentRunner {
  private final Chance chance;
  private final FakeWorkspace repository;
  private final Promises promises;
  private final Supplier<Instant> now;
  private final Nap nap;

  /// Lets the time of an agent go by.
  interface Nap {
    /// @param hangs until it is interrupted
    void sleep(AttemptKey key, boolean hangs) throws InterruptedException;
  }

  SimulatedAgents(
      Chance chance, FakeWorkspace repository, Promises promises, Supplier<Instant> now, Nap nap) {
    this.chance = chance;
    this.repository = repository;
    this.promises = promises;
    this.now = now;
    this.nap = nap;
  }

  @Override
  public AgentOutcome run(AgentRequest request) throws InterruptedException, AgentException {
    AttemptKey key = new AttemptKey(request.run(), request.task().id(), request.attempt());
    promises.happens("run", key.task(), key.number());
    if (chance.happens(Fault.AGENT_CANNOT_START)) {
      throw new AgentException("There is no such programme.");
    }
    if (chance.happens(Fault.MACHINE_EXHAUSTED)) {
      throw new AgentException(
          "It could not be started.",
          new IOException("error=11, Resource temporarily unavailable"));
    }
    if (chance.happens(Fault.AGENT_THROWS)) {
      throw new IllegalStateException("A runner with a bug");
    }
    try {
      nap.sleep(key, chance.happens(Fault.AGENT_HANGS));
    } catch (InterruptedException e) {
      write(request, key);
      if (!chance.happens(Fault.AGENT_FINISHES_ALL_THE_SAME)) {
        throw e;
      }
    }
    if (!chance.happens(Fault.AGENT_IDLES)) {
      write(request, key);
    }
    if (chance.happens(Fault.AGENT_LIMITED)) {
      return AgentOutcome.limited(1, "that was all for now", end());
    }
    if (request.task().silence() != null && chance.happens(Fault.AGENT_SILENT)) {
      return AgentOutcome.silent("");
    }
    boolean flaps = key.number() % 2 == 1 && chance.happens(Fault.AGENT_FLAPS);
    if (flaps || chance.happens(Fault.AGENT_FAILS)) {
      return AgentOutcome.failure(chance.between(1, 255), "not this time");
    }
    return AgentOutcome.success(
        chance.happens(Fault.AGENT_BABBLES) ? babble() : Map.of("result", key.task()));
  }

  /// When a usage limit is over: unknown, past already, or soon.
  private @Nullable Instant end() {
    return chance.oneIn(3) ? null : now.get().plusSeconds(chance.between(-60, 600));
  }

  private void write(AgentRequest request, AttemptKey key) {
    Claims claims = request.task().claims();
    boolean anywhere = !claims.declaresWrites() || chance.happens(Fault.AGENT_STRAYS);
    // An agent that does the same each time leaves nothing to land where it has landed before.
    String line = chance.oneIn(3) ? key.task() : key.task() + "#" + key.number();
    Map<String, String> files = new TreeMap<>();
    for (String path : RandomPlans.PATHS) {
      if (chance.oneIn(3)
          && (anywhere || claims.knownWrites().stream().anyMatch(glob -> glob.matches(path)))) {
        files.put(path, line);
      }
    }
    repository.contents.put(key, files);
    // A work tree whose reads nobody watched, now and then.
    if (repository.reads.containsKey(key) || !chance.oneIn(5)) {
      Set<String> reads = repository.reads.computeIfAbsent(key, k -> new TreeSet<>());
      RandomPlans.PATHS.stream().filter(path -> chance.oneIn(5)).forEach(reads::add);
      files.keySet().stream().filter(path -> chance.oneIn(2)).forEach(reads::add);
    }
  }

  private Map<String, Object> babble() {
    Map<String, Object> outputs = new LinkedHashMap<>();
    outputs.put("", List.of(Map.of("x", Double.NaN), ""));
    outputs.put("${tasks.t0.output.result}", "${tasks.t0.output.result}");
    if (chance.oneIn(2)) {
      outputs.put("result", List.of("\0", Map.of()));
    }
    return outputs;
  }
}
