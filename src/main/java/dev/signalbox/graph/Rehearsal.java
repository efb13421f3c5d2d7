package dev.signalbox.graph;

import dev.signalbox.graph.Lanes.Lane;
import dev.signalbox.graph.Lanes.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
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
/// To look at all that is ready each time would take the square of a plan's size. So the tasks of
/// one of the [Lanes] stand in one queue, and a queue that a running task is in the way of is not
/// looked at before that task ends. Tasks that run or could run are never ordered, so that their
/// claims alone say which of them exclude each other.
final class Rehearsal {
  private static final int NOBODY = -1;
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

  private final Lanes lanes;
  private final @Nullable Queue[] queues;
  private final Map<Pool, TreeSet<Queue>> pools = new LinkedHashMap<>();

  /// Queues by the running task in their way.
  private final Map<Integer, List<Queue>> blocked = new HashMap<>();

  /// By the number of a glob the running task that writes it.
  private final int[] holders;

  private boolean isAlone;

  /// When each task started, and in which slot: the lowest that was free.
  private final long[] starts;

  private final int[] slots;
  private final BitSet taken = new BitSet();

  /// Running tasks by when they end.
  private final PriorityQueue<long[]> ends =
      new PriorityQueue<>(Comparator.comparingLong((long[] e) -> e[0]).thenComparing(e -> e[1]));

  /// The tasks of one lane that are ready.
  private static final class Queue {
    final Lane lane;
    final int[] meets;

    /// Their turns.
    final PriorityQueue<Integer> ready = new PriorityQueue<>();

    boolean isBlocked;

    Queue(Lane lane, int[] meets) {
      this.lane = lane;
      this.meets = meets;
    }

    int next() {
      return ready.element();
    }
  }

  /// @param byTurn the tasks' positions, the most urgent first
  Rehearsal(
      TaskGraph graph,
      Lanes lanes,
      long[] lengths,
      int[] byTurn,
      int parallel,
      ToIntFunction<String> capacityOf,
      ToIntFunction<String> amountOf) {
    this.graph = graph;
    this.lanes = lanes;
    after = graph.order.after();
    queues = new Queue[lanes.lanes.size()];
    holders = new int[graph.writers.globs.size()];
    Arrays.fill(holders, NOBODY);
    this.lengths = lengths;
    this.parallel = parallel;
    agents = new Room(capacityOf);
    resources = new Room(amountOf);
    missing = new int[lengths.length];
    starts = new long[lengths.length];
    slots = new int[lengths.length];
    this.byTurn = byTurn;
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

  /// What each task did, by when they started, after [#end].
  List<Stint> stints() {
    return IntStream.range(0, starts.length)
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> starts[i]).thenComparingInt(i -> slots[i]))
        .map(
            i ->
                new Stint(
                    graph.tasks().get(i).id(),
                    slots[i] + 1,
                    Duration.ofNanos(starts[i]),
                    Duration.ofNanos(starts[i] + lengths[i])))
        .toList();
  }

  private void ready(int i) {
    Queue queue = queue(i);
    if (queue.isBlocked) {
      queue.ready.add(turn[i]);
    } else {
      take(queue);
      queue.ready.add(turn[i]);
      put(queue);
    }
  }

  private Queue queue(int i) {
    int lane = lanes.of(i);
    Queue known = queues[lane];
    return known == null
        ? queues[lane] = new Queue(lanes.lanes.get(lane), lanes.meets.get(lane))
        : known;
  }

  private void take(Queue queue) {
    if (!queue.ready.isEmpty()) {
      pool(queue).remove(queue);
    }
  }

  private void put(Queue queue) {
    if (!queue.ready.isEmpty()) {
      pool(queue).add(queue);
    }
  }

  private TreeSet<Queue> pool(Queue queue) {
    return pools.computeIfAbsent(
        queue.lane.pool(), key -> new TreeSet<>(Comparator.comparingInt(Queue::next)));
  }

  private void start(long now) {
    for (Queue queue = mostUrgent(); queue != null; queue = mostUrgent()) {
      take(queue);
      int inTheWay = inTheWay(queue);
      if (inTheWay == NOBODY) {
        start(byTurn[queue.ready.remove()], queue.lane, now);
        put(queue);
      } else {
        queue.isBlocked = true;
        blocked.computeIfAbsent(inTheWay, i -> new ArrayList<>()).add(queue);
      }
    }
  }

  /// The queue of the most urgent task of those for which there is a slot, an agent and resources.
  private @Nullable Queue mostUrgent() {
    if (isAlone || ends.size() >= parallel) {
      return null;
    }
    Queue best = null;
    for (var pool : pools.entrySet()) {
      if (!pool.getValue().isEmpty()
          && agents.has(pool.getKey().agent())
          && pool.getKey().uses().stream().allMatch(resources::has)) {
        Queue first = pool.getValue().first();
        best = best == null || first.next() < best.next() ? first : best;
      }
    }
    return best;
  }

  /// A running task whose claims exclude those of the queue's tasks.
  private int inTheWay(Queue queue) {
    if (queue.lane.alone()) {
      return ends.isEmpty() ? NOBODY : (int) ends.element()[1];
    }
    for (int id : queue.meets) {
      if (id < holders.length && holders[id] != NOBODY) {
        return holders[id];
      }
    }
    return NOBODY;
  }

  private void start(int i, Lane lane, long now) {
    agents.take(lane.pool().agent());
    lane.pool().uses().forEach(resources::take);
    lane.writes().forEach(id -> holders[id] = i);
    isAlone = lane.alone();
    starts[i] = now;
    slots[i] = taken.nextClearBit(0);
    taken.set(slots[i]);
    ends.add(new long[] {now + lengths[i], i});
  }

  private void finish(int i) {
    Lane lane = queue(i).lane;
    agents.free(lane.pool().agent());
    taken.clear(slots[i]);
    lane.pool().uses().forEach(resources::free);
    lane.writes().forEach(id -> holders[id] = NOBODY);
    isAlone = false;
    List<Queue> freed = blocked.remove(i);
    if (freed != null) {
      for (Queue waiting : freed) {
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
