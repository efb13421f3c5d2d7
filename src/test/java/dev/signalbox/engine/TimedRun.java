package dev.signalbox.engine;

import dev.signalbox.agent.AgentOutcome;
import dev.signalbox.agent.AgentRequest;
import dev.signalbox.agent.AgentRunner;
import dev.signalbox.plan.Plan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// The engine as it is, on a virtual clock on which nothing takes time but the agents.
final class TimedRun {
  private final VirtualClock clock = new VirtualClock();
  private final ArrayDeque<Signal> mailbox = new ArrayDeque<>();
  private final ArrayDeque<Fiber> ready = new ArrayDeque<>();
  private final Map<String, Duration> lengths;
  private final Engine engine;
  private @Nullable Fiber current;

  private TimedRun(Plan plan, Map<String, Duration> lengths, Path folder) {
    this.lengths = lengths;
    Map<String, AgentRunner> runners = new HashMap<>();
    plan.agents().keySet().forEach(id -> runners.put(id, this::work));
    engine =
        new Engine(
            new RunSetup(
                "timed",
                plan,
                "",
                folder,
                new NoWorkspace(),
                runners,
                EventLog.inMemory(),
                clock,
                new Random(1),
                work -> ready.add(new Fiber(work)),
                List.of()),
            mailbox::add);
  }

  /// How long `plan` takes where its tasks take `lengths`, whatever the plan expects of them. On a
  /// virtual thread, where its threads take turns cheaply.
  static Duration makespan(Plan plan, Map<String, Duration> lengths, Path folder) throws Exception {
    return new TimedRun(plan, lengths, folder).run();
  }

  private Duration run() throws Exception {
    engine.start();
    while (engine.state().outcome().isEmpty()) {
      if (!ready.isEmpty()) {
        Fiber fiber = ready.remove();
        current = fiber;
        fiber.resume();
      } else if (!mailbox.isEmpty()) {
        List<Signal> signals = new ArrayList<>(mailbox);
        mailbox.clear();
        engine.step(signals);
      } else {
        clock.ring();
      }
    }
    RunState state = engine.state();
    if (state.outcome().filter(RunOutcome.SUCCEEDED::equals).isEmpty()) {
      throw new AssertionError("The run ended " + state.outcome() + ": " + state.outcomeReason());
    }
    return Duration.between(
        Objects.requireNonNull(state.started), Objects.requireNonNull(state.ended));
  }

  private AgentOutcome work(AgentRequest request) throws InterruptedException {
    Fiber fiber = Objects.requireNonNull(current);
    Duration length = Objects.requireNonNull(lengths.get(request.task().id()));
    clock.after(length, () -> ready.add(fiber));
    fiber.suspend();
    return AgentOutcome.success();
  }
}
