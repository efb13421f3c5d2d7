package dev.signalbox.graph;

import dev.signalbox.plan.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/// How long things take: ranks, the critical path, levels, and a run played through in thought.
final class Schedule {
  private final TaskGraph graph;
  private final int[][] before;
  private final int[][] after;

  /// Positions so that each comes after all it waits for.
  private final int[] sorted;

  Schedule(TaskGraph graph) {
    this.graph = graph;
    int size = graph.tasks().size();
    before = new int[size][];
    after = new int[size][];
    for (int i = 0; i < size; i++) {
      String id = graph.tasks().get(i).id();
      before[i] = distinct(graph.into(id).stream().map(Dependency::from).toList());
      after[i] = distinct(graph.outOf(id).stream().map(Dependency::to).toList());
    }
    // Whoever comes later has strictly more behind it.
    int[] behind = IntStream.range(0, size).map(i -> graph.order.before(i).cardinality()).toArray();
    sorted =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingInt(i -> behind[i]))
            .mapToInt(Integer::intValue)
            .toArray();
  }

  private int[] distinct(List<String> ids) {
    return ids.stream().mapToInt(graph::position).distinct().toArray();
  }

  boolean isReady(int position, BitSet done) {
    return IntStream.of(before[position]).allMatch(done::get);
  }

  Map<String, Duration> remaining(Function<Task, Duration> expected) {
    long[] ranks = ranks(lengths(expected));
    Map<String, Duration> remaining = new LinkedHashMap<>();
    for (int i = 0; i < ranks.length; i++) {
      remaining.put(graph.tasks().get(i).id(), Duration.ofNanos(ranks[i]));
    }
    return Collections.unmodifiableMap(remaining);
  }

  List<String> criticalPath(Function<Task, Duration> expected) {
    long[] ranks = ranks(lengths(expected));
    List<String> path = new ArrayList<>();
    int[] candidates = IntStream.range(0, ranks.length).toArray();
    while (candidates.length > 0) {
      int longest = candidates[0];
      for (int i : candidates) {
        longest = ranks[i] > ranks[longest] ? i : longest;
      }
      path.add(graph.tasks().get(longest).id());
      candidates = after[longest];
    }
    return List.copyOf(path);
  }

  List<List<String>> levels() {
    int[] level = new int[sorted.length];
    int deepest = -1;
    for (int i : sorted) {
      for (int b : before[i]) {
        level[i] = Math.max(level[i], level[b] + 1);
      }
      deepest = Math.max(deepest, level[i]);
    }
    List<List<String>> levels = new ArrayList<>();
    for (int l = 0; l <= deepest; l++) {
      levels.add(new ArrayList<>());
    }
    for (int i = 0; i < level.length; i++) {
      levels.get(level[i]).add(graph.tasks().get(i).id());
    }
    return levels.stream().map(List::copyOf).toList();
  }

  Duration bound(
      int parallel,
      Function<Task, Duration> expected,
      ToIntFunction<String> capacityOf,
      ToIntFunction<String> amountOf) {
    long[] lengths = lengths(expected);
    long bound = 0;
    long work = 0;
    Map<String, Long> workOf = new HashMap<>();
    Map<String, Long> workWith = new HashMap<>();
    long[] ranks = ranks(lengths);
    for (int i = 0; i < lengths.length; i++) {
      long length = lengths[i];
      Task task = graph.tasks().get(i);
      bound = Math.max(bound, ranks[i]);
      work += length;
      workOf.merge(task.agent(), length, Long::sum);
      task.uses().forEach(resource -> workWith.merge(resource, length, Long::sum));
    }
    bound = Math.max(bound, ceilDiv(work, parallel));
    bound = Math.max(bound, longest(workOf, capacityOf));
    bound = Math.max(bound, longest(workWith, amountOf));
    return Duration.ofNanos(bound);
  }

  private static long longest(Map<String, Long> work, ToIntFunction<String> slots) {
    return work.entrySet().stream()
        .mapToLong(e -> ceilDiv(e.getValue(), slots.applyAsInt(e.getKey())))
        .max()
        .orElse(0);
  }

  private static long ceilDiv(long work, int slots) {
    return Math.ceilDiv(work, Math.max(1, slots));
  }

  Duration makespan(
      int parallel,
      Function<Task, Duration> expected,
      ToIntFunction<String> capacityOf,
      ToIntFunction<String> amountOf,
      List<String> first) {
    long[] lengths = lengths(expected);
    Play play = new Play(lengths, places(first), Math.max(1, parallel), capacityOf, amountOf);
    return Duration.ofNanos(play.end());
  }

  /// The places of those that go first, by position; all others come after them.
  private int[] places(List<String> first) {
    int[] places = new int[before.length];
    Arrays.fill(places, Integer.MAX_VALUE);
    for (int i = 0; i < first.size(); i++) {
      places[graph.position(first.get(i))] = i;
    }
    return places;
  }

  private long[] lengths(Function<Task, Duration> expected) {
    return graph.tasks().stream()
        .mapToLong(t -> Math.max(0, expected.apply(t).toNanos()))
        .toArray();
  }

  private long[] ranks(long[] lengths) {
    long[] ranks = lengths.clone();
    for (int k = sorted.length - 1; k >= 0; k--) {
      int i = sorted[k];
      for (int a : after[i]) {
        ranks[i] = Math.max(ranks[i], lengths[i] + ranks[a]);
      }
    }
    return ranks;
  }

  /// One run in thought.
  private final class Play {
    private final long[] lengths;
    private final int parallel;
    private final Room agents;
    private final Room resources;
    private final int[] missing = new int[before.length];
    private final BitSet running = new BitSet();
    private final List<Integer> ready = new ArrayList<>();
    private final Comparator<Integer> urgency;

    /// Positions by when they end.
    private final PriorityQueue<long[]> ends =
        new PriorityQueue<>(Comparator.comparingLong((long[] e) -> e[0]).thenComparing(e -> e[1]));

    Play(
        long[] lengths,
        int[] places,
        int parallel,
        ToIntFunction<String> capacityOf,
        ToIntFunction<String> amountOf) {
      this.lengths = lengths;
      this.parallel = parallel;
      agents = new Room(capacityOf);
      resources = new Room(amountOf);
      long[] ranks = ranks(lengths);
      urgency =
          Comparator.comparingInt((Integer i) -> places[i])
              .thenComparingInt(i -> -graph.tasks().get(i).priority())
              .thenComparingLong(i -> -ranks[i])
              .thenComparingInt(i -> i);
    }

    long end() {
      for (int i = 0; i < missing.length; i++) {
        missing[i] = before[i].length;
        if (missing[i] == 0) {
          ready.add(i);
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

    private void start(long now) {
      ready.sort(urgency);
      for (var waiting = ready.iterator();
          waiting.hasNext() && running.cardinality() < parallel; ) {
        int i = waiting.next();
        Task task = graph.tasks().get(i);
        if (agents.has(task.agent())
            && task.uses().stream().allMatch(resources::has)
            && !running.intersects(graph.excluded.get(i))) {
          agents.take(task.agent());
          task.uses().forEach(resources::take);
          running.set(i);
          ends.add(new long[] {now + lengths[i], i});
          waiting.remove();
        }
      }
    }

    private void finish(int i) {
      running.clear(i);
      agents.free(graph.tasks().get(i).agent());
      graph.tasks().get(i).uses().forEach(resources::free);
      for (int a : after[i]) {
        if (--missing[a] == 0) {
          ready.add(a);
        }
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
