package dev.signalbox.engine;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.plan.Undeclared;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The ready tasks that nobody holds back, in their order, kept so by the fold as they come and go.
///
/// Tasks that can only wait for the same things (agent, claims, resources) stand in one line: where
/// its first cannot start, none of it can, so who looks for tasks to start looks at the first of
/// each line and not at all tasks. A state that nobody asks never sorts anything.
final class ReadyQueue {
  private final RunState state;

  /// The first of each line.
  private final TreeSet<Place> heads = new TreeSet<>();

  private final Map<Line, TreeSet<Place>> lines = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Integer> operatorRank = new HashMap<>();

  /// How many times somebody came to go first.
  private int turns;

  /// Whether the lines are kept at this moment.
  private boolean current;

  ReadyQueue(RunState state) {
    this.state = state;
  }

  /// What the tasks of one line wait for.
  private record Line(
      String agent,
      boolean declaresWrites,
      List<Glob> writes,
      List<String> uses,
      boolean holdsClaims) {}

  /// Where a task stands: the operator's order first, then who has been overtaken often enough, the
  /// oldest first, then priority, then the longest remaining path, then the order of the plan.
  record Place(int operator, int turn, int priority, long remaining, int index, TaskStatus status)
      implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparingInt(Place::operator)
            .thenComparingInt(Place::turn)
            .thenComparing(Place::priority, Comparator.reverseOrder())
            .thenComparing(Place::remaining, Comparator.reverseOrder())
            .thenComparingInt(Place::index);

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }

  /// Where `status` stands, or would if it were ready.
  Place place(TaskStatus status) {
    refresh();
    return placeNow(status);
  }

  /// The first of the lines that stands behind `place`, or at the very front.
  @Nullable Place next(@Nullable Place place) {
    refresh();
    if (place == null) {
      return heads.isEmpty() ? null : heads.getFirst();
    }
    return heads.higher(place);
  }

  /// Whether `status` is the first of its line.
  boolean leads(TaskStatus status) {
    refresh();
    TreeSet<Place> line = lines.get(line(status));
    return line != null && !line.isEmpty() && line.getFirst().status() == status;
  }

  void add(TaskStatus status) {
    if (current && status.state() == TaskState.READY && !status.isHeldBack()) {
      Place place = placeNow(status);
      places.put(status.id(), place);
      TreeSet<Place> line = lines.computeIfAbsent(line(status), l -> new TreeSet<>());
      if (line.isEmpty()) {
        heads.add(place);
      } else if (place.compareTo(line.getFirst()) < 0) {
        heads.remove(line.getFirst());
        heads.add(place);
      }
      line.add(place);
    }
  }

  /// Counts one more overtake of `status`; with the last it has to give, it comes to another place.
  void overtake(TaskStatus status) {
    remove(status);
    boolean first = status.goesFirst();
    status.overtaken++;
    add(status);
    if (status.goesFirst() != first) {
      turns++;
    }
  }

  /// Grows when somebody comes to go first.
  int turns() {
    return turns;
  }

  /// To be called before anything of `status` changes that its line or place hangs on.
  void remove(TaskStatus status) {
    Place place = places.remove(status.id());
    if (place == null) {
      return;
    }
    Line key = line(status);
    TreeSet<Place> line = lines.get(key);
    if (line == null || !line.remove(place)) {
      throw new IllegalStateException(status.id() + " is not where it stood in the queue");
    }
    if (heads.remove(place) && !line.isEmpty()) {
      heads.add(line.getFirst());
    }
    if (line.isEmpty()) {
      lines.remove(key);
    }
  }

  /// Forgets the order: what it hangs on has changed for many tasks.
  void invalidate() {
    current = false;
    heads.clear();
    lines.clear();
    places.clear();
    operatorRank.clear();
  }

  private void refresh() {
    if (!current) {
      current = true;
      List<String> order = state.order();
      for (int i = 0; i < order.size(); i++) {
        operatorRank.put(order.get(i), i);
      }
      state.inState(TaskState.READY).forEach(id -> add(state.status(id)));
    }
  }

  private Place placeNow(TaskStatus status) {
    return new Place(
        operatorRank.getOrDefault(status.id(), Integer.MAX_VALUE),
        status.goesFirst() ? status.index() : Integer.MAX_VALUE,
        status.task().priority(),
        state.remaining(status.id()).toNanos(),
        status.index(),
        status);
  }

  private Line line(TaskStatus status) {
    Claims claims = status.task().claims();
    return new Line(
        status.task().agent(),
        claims.declaresWrites() || state.plan().undeclared() == Undeclared.OPTIMISTIC,
        claims.knownWrites(),
        status.task().uses(),
        status.holdsClaims());
  }
}
