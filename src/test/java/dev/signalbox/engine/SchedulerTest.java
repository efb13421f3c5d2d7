package dev.signalbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the scheduler starts by looking at few tasks is what it would start by looking at all: over
/// states from the simulator's runs.
class SchedulerTest {
  private static final int SEEDS = 250;
  private static final int LOOKS = 12;

  private static final Logger EFFECTS = Logger.getLogger(Effects.class.getName());

  @TempDir Path folder;
  private int started;

  @BeforeAll
  static void simulatedFailuresAreNoNews() {
    EFFECTS.setLevel(Level.OFF);
  }

  @AfterAll
  static void logAgain() {
    EFFECTS.setLevel(null);
  }

  @Test
  void keepsTheSlotForWhoIsReadyInAMoment() {
    EngineHarness harness =
        new EngineHarness(
            EngineHarness.plan(
                1,
                EngineHarness.task("first").withExpect(Duration.ofMinutes(5)),
                EngineHarness.task("next").withExpect(Duration.ofMinutes(3)).after("first"),
                EngineHarness.task("aside").withExpect(Duration.ofMinutes(2))));
    try (harness) {
      assertThat(harness.start().attempts()).containsExactly("first", "next", "aside");
    }
  }

  @Test
  void startsWhatAFullScanWouldStart() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      Simulator simulator = new Simulator(seed, folder);
      Thread.ofVirtual().start(simulator::run).join();
      List<Entry> log = simulator.log();
      Random random = new Random(seed);
      for (int look = 0; look < LOOKS && log.size() > 1; look++) {
        int end = 1 + random.nextInt(log.size());
        int slots = 1 + random.nextInt(4);
        // From somewhere on the queue is kept up to date, entry by entry.
        int asked = 1 + random.nextInt(end);
        List<String> quick = quick(fold(log, asked, end), slots);
        List<String> full = full(fold(log, end, end), slots);
        started += full.size();
        assertThat(quick)
            .as("seed %d, entries to %d, asked at %d", seed, end, asked)
            .isEqualTo(full);
      }
    }
    assertThat(started).as("tasks started").isGreaterThan(SEEDS);
  }

  private static RunState fold(List<Entry> log, int asked, int end) {
    RunState state = new RunState();
    for (Entry entry : log.subList(0, end)) {
      state.apply(entry);
      if (entry.sequence() == asked) {
        Object ignored = state.ready.next(null);
      }
    }
    return state;
  }

  private static List<String> quick(RunState state, int slots) {
    state.parallel = slots;
    List<String> started = new ArrayList<>();
    Scheduler.run(state, status -> started.add(start(state, status)));
    return started;
  }

  private static List<String> full(RunState state, int slots) {
    state.parallel = slots;
    List<String> started = new ArrayList<>();
    Function<TaskStatus, Boolean> canStart = status -> Scheduler.blockers(state, status).isEmpty();
    while (true) {
      List<TaskStatus> next = Scheduler.queue(state).stream().filter(canStart::apply).toList();
      if (next.isEmpty()) {
        return started;
      }
      started.add(start(state, next.getFirst()));
    }
  }

  private static String start(RunState state, TaskStatus status) {
    String agent = AgentChoice.of(state, status).orElseThrow();
    state.apply(
        new Entry(
            state.sequence() + 1,
            status.since(),
            new Event.AttemptStarted(status.id(), status.attempts().size() + 1, agent, "")));
    return status.id();
  }
}
