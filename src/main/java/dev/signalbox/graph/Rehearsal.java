package dev.signalbox.graph;

import dev.signalbox.plan.Task;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One run in thought: whenever something ends, those tasks start that can, the most urgent first.
///
/// To look at all that is ready each time would take the square of a plan's size. So tasks that the
/// same things keep from starting stand in one [Lane], and a lane that a running task is in the way
/// of is not looked at before that task ends. Tasks that run or could run are never ordered, so
/// that their claims alone say which of them exclude each other.
final class Rehearsal {
  private final TaskGraph graph;
  private final IntLists after;
  private final long[] lengths;
  private final int parallel;
  private final Room agents;
  private final Room resources;
  private final int[] missing;

  /// For each task its place among all by urgency, and the other way round.
  private final int[] turn;

  private final int[] byTurn;

  private final Map<LaneKey, Lane> lanes = new HashMap<>();
  private final Map<PoolKey, TreeSet<Lane>> pools = new LinkedHashMap<>();

  /// Lanes by the running task in their way.
  private final Map<Integer, List<Lane>> blocked = new HashMap<>();

  /// By the number of a glob who holds it.
  private final Map<Integer, Integer> holders = new HashMap<>();

  private final BitSet held = new BitSet();
  private final BitSet running = new BitSet();
  private int runningCount;
  private int runningAlone = -1;

  /// Positions by when they end.
  private final PriorityQueue<long[]> ends =
      new PriorityQueue<>(Comparator.comparingLong((long[] e) -> e[0]).thenComparing(e -> e[1]));

  /// Who draws on the same agent and resources.
  private record PoolKey(String agent, List<String> uses) {}

  /// Who also holds the same claims.
  private record LaneKey(PoolKey pool, boolean alone, List<Integer> writes) {}

  /// Tasks that are ready and that the same things keep from starting.
  private static final class Lane {
    final LaneKey key;
    final int[] meets;

    /// Their turns.
    final PriorityQueue<Integer> ready = new PriorityQueue<>();

    boolean isBlocked;

    Lane(LaneKey key, int[] meets) {
      this.key = key;
      this.meets = meets;
    }

    int next() {
      return ready.element();
    }
  }

  Rehearsal(
      TaskGraph graph,
      long[] lengths,
      long[] ranks,
      int parallel,
      ToIntFunction<String> capacityOf,
      ToIntFunction<String> amountOf) {
    this.graph = graph;
    this.after = graph.order.after();
    this.lengths = lengths;
    this.parallel = parallel;
    agents = new Room(capacityOf);
    resources = new Room(amountOf);
    missing = new int[lengths.length];
    byTurn =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer i) -> -graph.tasks().get(i).priority())
                    .thenComparingLong(i -> -ranks[i])
                    .thenComparingInt(i -> i))
            .mapToInt(Integer::intValue)
            .toArray();
    turn = new int[lengths.length];
    for (int t = 0; t < byTurn.length; t++) {
      turn[byTurn[t]] = t;
    }
  }

  /// When the last task ends.
  long end() {
    for (int i = 0; i < missing.length; i++) {
      missing[i] = graph.order.before().size(i);
      if (missing[i] == 0) {
        ready(i);
      }
    }
    long now = 0;
    start(now);
    while (!ends.isEmpty()) {
      now = ends.element()[0];
      while (!ends.isEmpty() && ends.element()[0] == now) {
        finish((int) ends.remove()[1]);
      }
      start(now);
    }
    return now;
  }

  private void ready(int i) {
    Lane lane = lane(i);
    if (lane.isBlocked) {
      lane.ready.add(turn[i]);
    } else {
      take(lane);
      lane.ready.add(turn[i]);
      put(lane);
    }
  }

  private Lane lane(int i) {
    Task task = graph.tasks().get(i);
    List<Integer> writes =
        IntStream.of(graph.writers.globs.writtenIds(task.claims().knownWrites()))
            .sorted()
            .boxed()
            .toList();
    PoolKey pool = new PoolKey(task.agent(), task.uses());
    return lanes.computeIfAbsent(
        new LaneKey(pool, graph.writers.isAlone(i), writes),
        key -> new Lane(key, graph.writers.globs.meeting(task.claims().knownWrites())));
  }

  private void take(Lane lane) {
    if (!lane.ready.isEmpty()) {
      pool(lane).remove(lane);
    }
  }

  private void put(Lane lane) {
    if (!lane.ready.isEmpty()) {
      pool(lane).add(lane);
    }
  }

  private TreeSet<Lane> pool(Lane lane) {
    return pools.computeIfAbsent(
        lane.key.pool, key -> new TreeSet<>(Comparator.comparingInt(Lane::next)));
  }

  private void start(long now) {
    Lane lane = runningCount < parallel ? mostUrgent() : null;
    while (lane != null) {
      take(lane);
      int inTheWay = inTheWay(lane);
      if (inTheWay >= 0) {
        lane.isBlocked = true;
        blocked.computeIfAbsent(inTheWay, i -> new ArrayList<>()).add(lane);
      } else {
        start(byTurn[lane.ready.remove()], lane, now);
        put(lane);
      }
      lane = runningCount < parallel ? mostUrgent() : null;
    }
  }

  /// The lane of the most urgent task of those for which there is an agent and resources.
  private @Nullable Lane mostUrgent() {
    if (runningAlone >= 0) {
      return null;
    }
    Lane best = null;
    for (var pool : pools.entrySet()) {
      if (!pool.getValue().isEmpty()
          && agents.has(pool.getKey().agent)
          && pool.getKey().uses.stream().allMatch(resources::has)) {
        Lane first = pool.getValue().first();
        best = best == null || first.next() < best.next() ? first : best;
      }
    }
    return best;
  }

  /// A running task whose claims exclude those of the lane's tasks, or -1.
  private int inTheWay(Lane lane) {
    if (lane.key.alone) {
      return running.nextSetBit(0);
    }
    for (int id : lane.meets) {
      if (held.get(id)) {
        return holders.getOrDefault(id, -1);
      }
    }
    return -1;
  }

  private void start(int i, Lane lane, long now) {
    agents.take(lane.key.pool.agent);
    lane.key.pool.uses.forEach(resources::take);
    for (int id : lane.key.writes) {
      held.set(id);
      holders.put(id, i);
    }
    running.set(i);
    runningCount++;
    runningAlone = lane.key.alone ? i : -1;
    ends.add(new long[] {now + lengths[i], i});
  }

  private void finish(int i) {
    Lane lane = lane(i);
    agents.free(lane.key.pool.agent);
    lane.key.pool.uses.forEach(resources::free);
    lane.key.writes.forEach(held::clear);
    running.clear(i);
    runningCount--;
    runningAlone = -1;
    List<Lane> freed = blocked.remove(i);
    if (freed != null) {
      for (Lane waiting : freed) {
        waiting.isBlocked = false;
        put(waiting);
      }
    }
    for (int k = 0; k < after.size(i); k++) {
      if (--missing[after.get(i, k)] == 0) {
        ready(after.get(i, k));
      }
    }
  }

  /// How much is taken of what there is, by name; there is at least one of everything.
  private record Room(ToIntFunction<String> amountOf, Map<String, Integer> taken) {
    Room(ToIntFunction<String> amountOf) {
      this(amountOf, new HashMap<>());
    }

    boolean has(String name) {
      return taken.getOrDefault(name, 0) < Math.max(1, amountOf.applyAsInt(name));
    }

    void take(String name) {
      taken.merge(name, 1, Integer::sum);
    }

    void free(String name) {
      taken.merge(name, -1, Integer::sum);
    }
  }
}
