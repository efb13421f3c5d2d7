package dev.signalbox.engine;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// All that is left to chance in one simulation, from one seed: which faults it knows at all, how
/// often each happens, and how long everything takes. Most simulations leave most faults out, since
/// a run in which everything fails never gets far (swarm testing, Groce et al. 2012).
final class Chance {

  /// What can go wrong.
  enum Fault {
    AGENT_FAILS(0.5),
    AGENT_FLAPS(0.5),
    AGENT_HANGS(0.3),
    AGENT_IDLES(0.5),
    AGENT_STRAYS(0.5),
    AGENT_BABBLES(0.5),
    AGENT_CANNOT_START(0.2),
    AGENT_THROWS(0.2),
    AGENT_FINISHES_ALL_THE_SAME(0.5),
    AGENT_LIMITED(0.3),
    AGENT_SILENT(0.3),
    MACHINE_EXHAUSTED(0.2),
    MACHINE_SHORT(0.3),
    DISK_SHORT(0.2),
    OPEN_REFUSED(0.5),
    PREPARE_REFUSED(0.2),
    SEAL_REFUSED(0.1),
    PARK_REFUSED(0.2),
    ABANDON_REFUSED(0.3),
    RELEASE_REFUSED(0.2),
    MERGE_REFUSED(0.1),
    RESOLVE_REFUSED(0.3),
    RUNG_HOLDS(0.5),
    RUNG_FAILS(0.5),
    CHECK_REFUSED(0.1),
    COMMIT_REFUSED(0.1),
    SIGNING_REFUSED(0.2),
    HOOK_REFUSED(0.2),
    AFTER_LANDING_REFUSED(0.3),
    LAND_REFUSED(0.2),
    LAND_DONE_BUT_THROWS(0.2),
    HEAD_REFUSED(0.3),
    ANCESTRY_REFUSED(0.3),
    CHECK_RED(0.4),
    BASE_RED(0.3),
    CONFLICTS_SEEN(0.5),
    SOMEBODY_PUSHES(0.2),
    SOMEBODY_DOES_THE_SAME(0.1),
    BASE_MOVES(0.3),
    JOURNAL_FAILS(0.02),
    JOURNAL_FAILS_BUT_KEEPS(0.02),
    CRASH_BEFORE_APPEND(0.02),
    CRASH_AFTER_APPEND(0.02),
    CRASH_BETWEEN_EFFECTS(0.02),
    CRASH(0.02),
    POWER_CUT(0.5),
    JOURNAL_PUT_BACK(0.8),
    CONSOLE_CLOSED(0.02),
    OPERATOR(0.5);

    private final double often;

    Fault(double often) {
      this.often = often;
    }
  }

  private final SplittableRandom random;
  private final Map<Fault, Double> rates = new EnumMap<>(Fault.class);
  private boolean calm;

  private final Set<Fault> happened;

  /// @param happened faults are noted there as they happen
  Chance(long seed, Set<Fault> happened) {
    this.happened = happened;
    random = new SplittableRandom(seed);
    for (Fault fault : Fault.values()) {
      if (random.nextInt(10) < 4) {
        rates.put(fault, fault.often * pick(List.of(0.1, 0.4, 1.0)));
      }
    }
  }

  SplittableRandom random() {
    return random;
  }

  /// From now on nothing goes wrong any more.
  void calmDown() {
    calm = true;
  }

  boolean isCalm() {
    return calm;
  }

  /// Whether this simulation has it at all.
  boolean knows(Fault fault) {
    return rates.containsKey(fault);
  }

  boolean happens(Fault fault) {
    double rate = calm ? 0 : rates.getOrDefault(fault, 0.0);
    if (rate == 0 || random.nextDouble() >= rate) {
      return false;
    }
    happened.add(fault);
    return true;
  }

  boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  /// From `least` to `most`, both included.
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /// How long a step outside the engine takes, or a report is under way: mostly nothing.
  Duration delay() {
    return switch (random.nextInt(8)) {
      case 0, 1, 2 -> Duration.ZERO;
      case 3, 4, 5 -> Duration.ofMillis(random.nextInt(1, 1_000));
      case 6 -> Duration.ofMillis(random.nextInt(1_000, 20_000));
      default -> Duration.ofSeconds(random.nextInt(20, 120));
    };
  }

  /// How long an agent works.
  Duration work() {
    return Duration.ofMillis(random.nextInt(1, oneIn(4) ? 600_000 : 60_000));
  }

  @Override
  public String toString() {
    return rates.toString();
  }
}
