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
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// How long things take: ranks, the critical path, levels, and a run played through in thought.
final class Schedule {
  private final TaskGraph graph;
  private final Reachability order;
  private final IntLists before;
  private final IntLists after;

  /// Made when a run is first predicted, and then kept: the next prediction is asked for soon.
  private volatile @Nullable Lanes lanes;

  Schedule(TaskGraph graph) {
    this.graph = graph;
    order = graph.order;
    before = order.before();
    after = order.after();
  }

  boolean isReady(int position, BitSet done) {
    return before.stream(position).allMatch(done::get);
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
      candidates = after.stream(longest).sorted().toArray();
    }
    return List.copyOf(path);
  }

  List<List<String>> levels() {
    int[] level = new int[order.size()];
    int deepest = -1;
    for (int place = 0; place < level.length; place++) {
      int i = order.sorted(place);
      for (int k = 0; k < before.size(i); k++) {
        level[i] = Math.max(level[i], level[before.get(i, k)] + 1);
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
    if (parallel <= 1) {
      // One after the other, whatever the order.
      return Duration.ofNanos(LongStream.of(lengths(expected)).sum());
    }
    return Duration.ofNanos(rehearsal(parallel, expected, capacityOf, amountOf, first).end());
  }

  List<Stint> stints(
      int parallel,
      Function<Task, Duration> expected,
      ToIntFunction<String> capacityOf,
      ToIntFunction<String> amountOf,
      List<String> first) {
    Rehearsal rehearsal = rehearsal(parallel, expected, capacityOf, amountOf, first);
    rehearsal.end();
    return rehearsal.stints();
  }

  private Rehearsal rehearsal(
      int parallel,
      Function<Task, Duration> expected,
      ToIntFunction<String> capacityOf,
      ToIntFunction<String> amountOf,
      List<String> first) {
    long[] lengths = lengths(expected);
    return new Rehearsal(
        graph,
        lanes(),
        lengths,
        byUrgency(lengths, first),
        Math.max(1, parallel),
        capacityOf,
        amountOf);
  }

  List<String> byUrgency(Function<Task, Duration> expected) {
    return IntStream.of(byUrgency(lengths(expected), List.of()))
        .mapToObj(i -> graph.tasks().get(i).id())
        .toList();
  }

  /// All positions: those of `first`, then by priority, by rank, and as the file has them.
  private int[] byUrgency(long[] lengths, List<String> first) {
    int[] places = places(first);
    long[] ranks = ranks(lengths);
    return IntStream.range(0, lengths.length)
        .boxed()
        .sorted(
            Comparator.comparingInt((Integer i) -> places[i])
                .thenComparingInt(i -> -graph.tasks().get(i).priority())
                .thenComparingLong(i -> -ranks[i])
                .thenComparingInt(i -> i))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /// The places of those that go first, by position; all others come after them.
  private int[] places(List<String> first) {
    int[] places = new int[graph.tasks().size()];
    Arrays.fill(places, Integer.MAX_VALUE);
    for (int i = 0; i < first.size(); i++) {
      places[graph.position(first.get(i))] = i;
    }
    return places;
  }

  private Lanes lanes() {
    Lanes known = lanes;
    if (known == null) {
      known = new Lanes(graph.tasks(), graph.writers);
      lanes = known;
    }
    return known;
  }

  private long[] lengths(Function<Task, Duration> expected) {
    return graph.tasks().stream()
        .mapToLong(t -> Math.max(0, expected.apply(t).toNanos()))
        .toArray();
  }

  private long[] ranks(long[] lengths) {
    long[] ranks = lengths.clone();
    for (int place = ranks.length - 1; place >= 0; place--) {
      int i = order.sorted(place);
      for (int k = 0; k < after.size(i); k++) {
        ranks[i] = Math.max(ranks[i], lengths[i] + ranks[after.get(i, k)]);
      }
    }
    return ranks;
  }
}
