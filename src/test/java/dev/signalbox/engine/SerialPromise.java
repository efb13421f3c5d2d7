package dev.signalbox.engine;

import dev.signalbox.claim.Claims;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.plan.StaleReads;
import dev.signalbox.watch.Reads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Whether what is called serializable is: told from the entries alone, pair by pair.
final class SerialPromise {
  /// @param saw how many had moved the branch when it started
  private record Move(String name, int saw, Predicate<String> reads, Set<String> writes) {}

  private final List<Move> moves = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private String head = "";
  private final Map<String, String> bases = new HashMap<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private final Map<String, Reads> reads = new HashMap<>();
  private final Map<String, List<String>> writes = new HashMap<>();

  /// Takes an entry in.
  ///
  /// @param state after it
  /// @return what is wrong with it
  Optional<String> apply(Event event, RunState state) {
    switch (event) {
      case Event.RunStarted e -> {
        head = e.head();
        places.put(head, 0);
      }
      case Event.RunResumed e -> head = e.head();
      case Event.AttemptStarted e -> {
        attempts.put(e.task(), e.attempt());
        writes.remove(e.task());
        reads.remove(e.task());
      }
      case Event.AttemptPrepared e -> bases.put(e.task(), e.base());
      case Event.AttemptSealed e -> {
        // One that was called off may be kept after the next has begun.
        if (e.attempt() == attempts.getOrDefault(e.task(), 0)) {
          reads.put(e.task(), e.sealed().reads());
        }
      }
      case Event.Merged e -> writes.put(e.task(), e.writes());
      case Event.HeadMoved e -> move(e.head(), e.head(), key -> false, e.writes());
      case Event.BaseMerged e -> move(e.commit(), e.commit(), key -> false, e.writes());
      case Event.LandingFound e -> move(e.task(), e.commit(), key -> false, e.writes());
      case Event.Landed e -> {
        return landed(e, state);
      }
      default -> {}
    }
    return Optional.empty();
  }

  private void move(String name, String commit, Predicate<String> reading, List<String> changed) {
    moves.add(new Move(name, moves.size(), reading, new HashSet<>(changed)));
    head = commit;
    places.put(commit, moves.size());
  }

  private Optional<String> landed(Event.Landed e, RunState state) {
    int saw = places.getOrDefault(bases.getOrDefault(e.task(), ""), 0);
    List<String> changed = writes.getOrDefault(e.task(), List.of());
    Reads seen = reads.getOrDefault(e.task(), Reads.UNKNOWN);
    Claims claims = state.status(e.task()).task().claims();
    boolean known =
        (seen.source() == Reads.Source.WATCHED || claims.reads() != null)
            && places.containsKey(bases.getOrDefault(e.task(), ""));
    boolean alone = moves.subList(saw, moves.size()).stream().allMatch(m -> m.writes().isEmpty());
    Predicate<String> reading =
        !e.isolation().isClaimed()
            ? key -> false
            : seen.source() != Reads.Source.WATCHED && claims.reads() == null
                ? key -> true
                : seen.source() == Reads.Source.WATCHED
                    ? seen::mayHaveRead
                    : key ->
                        claims.knownReads().stream().anyMatch(glob -> glob.matches(key))
                            || claims.knownWrites().stream().anyMatch(glob -> glob.matches(key));
    moves.add(new Move(e.task(), saw, reading, new HashSet<>(changed)));
    if (!e.commit().isEmpty()) {
      head = e.commit();
    }
    places.put(head, moves.size());
    if (!e.isolation().isClaimed()) {
      return e.isolation() == Isolation.NOT_SERIAL
              && !e.commit().isEmpty()
              && state.plan().staleReads() == StaleReads.RERUN
          ? Optional.of(e.task() + " lands as not serial, and was to run again")
          : Optional.empty();
    }
    if (!alone && !known) {
      return Optional.of(e.task() + " is called serializable, and nobody knows what it read");
    }
    return isInRing(moves.size() - 1)
        ? Optional.of(e.task() + " is called serializable and is in a ring")
        : Optional.empty();
  }

  private boolean isInRing(int start) {
    Set<Integer> reached = new HashSet<>();
    List<Integer> next = new ArrayList<>(List.of(start));
    while (!next.isEmpty()) {
      int from = next.removeLast();
      for (int to = 0; to < moves.size(); to++) {
        if (to != from && isBefore(from, to)) {
          if (to == start) {
            return true;
          }
          if (reached.add(to)) {
            next.add(to);
          }
        }
      }
    }
    return false;
  }

  /// Whether `one` has to come before `other` in a serial run.
  private boolean isBefore(int one, int other) {
    Move a = moves.get(one);
    Move b = moves.get(other);
    if (one < other) {
      return a.writes().stream().anyMatch(b.writes()::contains)
          || b.writes().stream().anyMatch(a.reads())
          || b.saw() > one && a.writes().stream().anyMatch(b.reads());
    }
    return a.saw() <= other && b.writes().stream().anyMatch(a.reads());
  }
}
