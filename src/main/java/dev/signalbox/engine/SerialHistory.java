package dev.signalbox.engine;

import dev.signalbox.conflict.serial.Footprint;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.conflict.serial.Precedence;
import dev.signalbox.conflict.serial.Reading;
import dev.signalbox.conflict.serial.SerialGraph;
import dev.signalbox.graph.Dependency;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// How the branch came to where it is: who landed after whom, and what each had started from. Says
/// whether a change that is about to land could have come about in some serial order.
final class SerialHistory {
  private static final Reading NOTHING = new Reading.Of(Set.of());
  private static final int MOST_LANDED = 200;

  /// Each of these is looked at anew when the base begins to differ.
  private static final int MOST_BESIDE = 50;

  private final RunState state;

  /// Tasks by their ids, what somebody else pushed by its commit.
  private final List<String> moves = new ArrayList<>();

  /// What was pushed, by its commit.
  private final Map<String, List<String>> pushed = new HashMap<>();

  /// How many had moved the branch when it was at a commit.
  private final Map<String, Integer> places = new HashMap<>();

  SerialHistory(RunState state) {
    this.state = state;
  }

  /// What may be said of a task that is about to land.
  ///
  /// @param isolation the most that may be claimed
  /// @param ring why there is no serial order; empty where there is one
  record Judgement(Isolation isolation, List<Precedence> ring) {}

  void startAt(String head) {
    places.put(head, 0);
  }

  /// Whether the branch is known to have been at `commit`.
  boolean knows(String commit) {
    return places.containsKey(commit);
  }

  /// @param commit empty where nothing was changed
  void landed(String task, String commit) {
    moves.add(task);
    // Where nothing was left to change, whoever starts there finds it done, and has not missed it.
    places.put(commit.isEmpty() ? state.head : commit, moves.size());
  }

  void pushed(String head, List<String> writes) {
    List<String> before = pushed.get(head);
    if (before != null) {
      // Moved away from there, and back.
      Set<String> both = new LinkedHashSet<>(before);
      both.addAll(writes);
      pushed.put(head, List.copyOf(both));
      return;
    }
    moves.add(head);
    pushed.put(head, List.copyOf(writes));
    places.put(head, moves.size());
  }

  /// How many moves of the branch were not its tasks'.
  int foreign() {
    return pushed.size();
  }

  /// Tasks and pushes in the order in which they moved the branch.
  List<String> moves() {
    return moves;
  }

  /// The first that read what `task` is going to change and runs again because what it had read was
  /// changed under it. Who lets another land first holds nobody up: the two would wait in a ring.
  Optional<String> inTheWayOf(TaskStatus task) {
    for (String other : state.rerunning) {
      if (other.equals(task.id())) {
        return Optional.empty();
      }
      TaskStatus reader = state.status(other);
      if (reader.yieldsTo.isEmpty() && (reader.state().holdsSlot() || isOnItsWay(reader))) {
        Reading reading = Readings.of(reader, state.plan());
        if (task.lastAttempt()
            .map(Attempt::sealed)
            .filter(s -> s.changes().stream().anyMatch(c -> reading.reads(c.path())))
            .isPresent()) {
          return Optional.of(other);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isOnItsWay(TaskStatus reader) {
    return switch (reader.state()) {
      case SEALING, QUEUED, MERGING, CHECKING, LANDING -> true;
      default -> false;
    };
  }

  /// Whether a task that has landed is not in what another started from.
  boolean hasLandedSince(String landed, TaskStatus other) {
    return moves.lastIndexOf(landed) >= startedAfter(other);
  }

  /// The tasks that have landed and are not in what all of `others` started from; of very many the
  /// last.
  List<String> landedSinceAny(Collection<TaskStatus> others) {
    int first = others.stream().mapToInt(this::startedAfter).min().orElse(moves.size());
    return landedFrom(first, MOST_LANDED);
  }

  private List<String> landedFrom(int first, int most) {
    int from = Math.min(Math.max(first, moves.size() - most), moves.size());
    return moves.subList(from, moves.size()).stream()
        .filter(move -> !pushed.containsKey(move))
        .toList();
  }

  /// What is claimed of a task that lands now.
  Isolation isolationOf(TaskStatus task) {
    return isolationOf(task, List.of());
  }

  /// What is claimed of a task that lands once `ahead` have, in that order.
  Isolation isolationOf(TaskStatus task, List<Ahead> ahead) {
    if (task.isDecidedByAPerson()) {
      return Isolation.OPERATOR_DECIDED;
    }
    Judgement judgement = judge(task, task.mergedWrites(), ahead);
    if (!judgement.ring().isEmpty()) {
      return Isolation.NOT_SERIAL;
    }
    // What a resolver put together nobody has seen come about in a serial run.
    return task.settlement().isPresent() ? Isolation.NOT_VALIDATED : judgement.isolation();
  }

  /// Who lands right before another, together with it.
  ///
  /// @param isolation what will be said of it
  record Ahead(String task, Isolation isolation) {}

  Judgement judge(TaskStatus task, List<String> writes) {
    return judge(task, writes, List.of());
  }

  /// The same once `ahead` have landed, in that order.
  Judgement judge(TaskStatus task, List<String> writes, List<Ahead> ahead) {
    int saw = startedAfter(task);
    List<String> meanwhile =
        Stream.concat(moves.subList(saw, moves.size()).stream(), ahead.stream().map(Ahead::task))
            .filter(m -> !writesOf(m).isEmpty())
            .toList();
    if (meanwhile.isEmpty()) {
      return new Judgement(Isolation.SERIALIZABLE, List.of());
    }
    boolean known = Readings.isKnown(task) && places.containsKey(baseOf(task));
    Set<String> files = new HashSet<>(writes);
    files.removeIf(key -> key.endsWith("/"));
    boolean shared =
        meanwhile.stream().anyMatch(m -> writesOf(m).stream().anyMatch(files::contains));
    Isolation most = Isolation.atMost(false, known, shared);
    if (!known) {
      return new Judgement(most, List.of());
    }
    Reading reading = Readings.of(task, state.plan());
    boolean stale = meanwhile.stream().anyMatch(m -> writesOf(m).stream().anyMatch(reading::reads));
    if (!stale) {
      return new Judgement(most, List.of());
    }
    List<Footprint> footprints = footprints();
    for (Ahead other : ahead) {
      footprints.add(footprint(state.status(other.task()), other.isolation(), footprints.size()));
    }
    footprints.add(new Footprint(task.id(), saw, reading, Set.copyOf(writes), after(task)));
    return new Judgement(
        most, new SerialGraph(footprints).ringThrough(task.id()).orElse(List.of()));
  }

  /// One for each move so far, in their order. Of a task that claims no place in a serial order
  /// only what it changed counts. One that landed with nothing in between claims one also where
  /// nobody knows what it read: then it may have read everything.
  List<Footprint> footprints() {
    List<Footprint> footprints = new ArrayList<>();
    for (String move : moves) {
      Optional<TaskStatus> task = pushed.containsKey(move) ? Optional.empty() : state.task(move);
      int place = footprints.size();
      footprints.add(
          task.map(t -> footprint(t, t.isolation(), place))
              .orElseGet(
                  () ->
                      new Footprint(move, place, NOTHING, Set.copyOf(writesOf(move)), List.of())));
    }
    return footprints;
  }

  private Footprint footprint(TaskStatus task, Isolation isolation, int place) {
    return new Footprint(
        task.id(),
        Math.min(startedAfter(task), place),
        isolation.isClaimed() ? Readings.of(task, state.plan()) : NOTHING,
        Set.copyOf(task.mergedWrites()),
        after(task));
  }

  int startedAfter(TaskStatus task) {
    return place(baseOf(task));
  }

  /// How many had moved the branch when it was at `commit`; none where it is not known to have been
  /// there, as it never was at the base's own commits.
  int place(String commit) {
    return places.getOrDefault(commit, 0);
  }

  /// The tasks that have landed and are not in `fork`, from which the base went its own way; of
  /// many the last.
  List<String> landedBeside(String fork) {
    return landedFrom(place(fork), MOST_BESIDE);
  }

  private static String baseOf(TaskStatus task) {
    return task.lastAttempt().map(Attempt::base).orElse("");
  }

  private List<String> writesOf(String move) {
    List<String> foreign = pushed.get(move);
    return foreign != null
        ? foreign
        : state.task(move).map(TaskStatus::mergedWrites).orElse(List.of());
  }

  private List<String> after(TaskStatus task) {
    return state.graph().into(task.id()).stream().map(Dependency::from).toList();
  }
}
