package dev.signalbox.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Simulated runs over many seeds. `-Dsimulator.seed=N` runs that one alone, `-Dsimulator.seeds=N`
/// says how many the long form runs, `-Dsimulator.from=N` from which on.
class SimulatorTest {
  private static final Logger EFFECTS = Logger.getLogger(Effects.class.getName());
  private static final long SEEDS = 3_000;
  private static final long MOST_SEEDS = 9_000;

  @TempDir static Path folder;

  @BeforeAll
  static void whatIsThrownOnPurposeIsNotLogged() {
    EFFECTS.setLevel(Level.OFF);
  }

  @AfterAll
  static void logAgain() {
    EFFECTS.setLevel(null);
  }

  @Test
  void everySeedKeepsThePromisesAndTogetherTheyLeaveNothingOut() {
    Long seed = Long.getLong("simulator.seed");
    if (seed != null) {
      simulate(seed, seed + 1, 1);
      return;
    }
    Coverage coverage = simulate(0, SEEDS, 1);
    // What few runs come across may lie a little further.
    for (long from = SEEDS; !coverage.isComplete() && from < MOST_SEEDS; from += 500) {
      coverage.add(simulate(from, from + 500, 1));
    }
    assertThat(coverage.rows())
        .as("rows of the transition table")
        .containsExactlyInAnyOrderElementsOf(Transitions.all());
    assertThat(coverage.events())
        .as("events: something in RandomPlans or a fault has to lead to each")
        .containsAll(Coverage.ALL_EVENTS);
    assertThat(coverage.commands())
        .as("a command needs a habit of SimulatedOperator")
        .isEqualTo(Set.of(Command.class.getPermittedSubclasses()));
    assertThat(coverage.faults()).containsExactly(Chance.Fault.values());
  }

  @Test
  void theSameSeedIsTheSameRun() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(log(seed)).as("seed %d", seed).isEqualTo(log(seed));
    }
  }

  @Test
  @Tag("long")
  void aHundredThousandSeeds() {
    long from = Long.getLong("simulator.from", 0);
    simulate(from, from + Long.getLong("simulator.seeds", 100_000), 2);
  }

  private static List<Entry> log(long seed) {
    Simulator simulator = new Simulator(seed, folder);
    onVirtualThreads(1, simulator::run);
    return simulator.log();
  }

  /// Simulates every seed from `from` to before `to`.
  private static Coverage simulate(long from, long to, int threads) {
    AtomicLong next = new AtomicLong(from);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Coverage coverage = new Coverage();
    onVirtualThreads(
        threads,
        () -> {
          long seed;
          while (failure.get() == null && (seed = next.getAndIncrement()) < to) {
            Simulator simulator = new Simulator(seed, folder);
            try {
              simulator.run();
            } catch (AssertionError e) {
              failure.compareAndSet(null, e);
            }
            synchronized (coverage) {
              coverage.add(simulator.coverage());
            }
          }
        });
    if (failure.get() instanceof AssertionError broken) {
      throw broken;
    }
    return coverage;
  }

  /// Where the threads of a simulation take turns cheaply.
  private static void onVirtualThreads(int threads, Runnable work) {
    List<Thread> workers = new ArrayList<>();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    for (int i = 0; i < threads; i++) {
      workers.add(
          Thread.ofVirtual().uncaughtExceptionHandler((t, e) -> failure.set(e)).start(work));
    }
    try {
      for (Thread worker : workers) {
        worker.join();
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }
}
