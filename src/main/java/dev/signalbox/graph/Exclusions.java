package dev.signalbox.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Which positions exclude each other: those that may write the same and that no path orders.
///
/// Found when somebody asks, as most plans have few such pairs and some have half of all there are.
final class Exclusions {
  private final Writers writers;
  private final Reachability order;

  /// Takes a pair, the lower position first.
  @FunctionalInterface
  interface Pairs {
    void take(int first, int second);
  }

  Exclusions(Writers writers, Reachability order) {
    this.writers = writers;
    this.order = order;
  }

  boolean exclude(int one, int other) {
    return IntStream.of(writers.rivals(one)).anyMatch(rival -> rival == other)
        && !order.reaches(one, other)
        && !order.reaches(other, one);
  }

  /// Those that `position` excludes, ascending.
  int[] of(int position) {
    int[] rivals = writers.rivals(position);
    if (rivals.length == 0) {
      return rivals;
    }
    BitSet ordered = order.before(position);
    ordered.or(order.after(position));
    return IntStream.of(rivals).filter(rival -> !ordered.get(rival)).toArray();
  }

  /// Every pair of which both are wanted, by its first, then by its second.
  void pairs(IntPredicate wanted, Pairs pairs) {
    List<int[]> rivals = new ArrayList<>();
    List<Integer> firsts = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      int first = i;
      int[] later =
          wanted.test(i)
              ? IntStream.of(writers.rivals(i)).filter(r -> r > first && wanted.test(r)).toArray()
              : new int[0];
      if (later.length > 0) {
        firsts.add(i);
        rivals.add(later);
      }
      if (firsts.size() == Reachability.SWEEP || (i == order.size() - 1 && !firsts.isEmpty())) {
        unordered(firsts, rivals, pairs);
        firsts.clear();
        rivals.clear();
      }
    }
  }

  private void unordered(List<Integer> firsts, List<int[]> rivals, Pairs pairs) {
    int[] positions = firsts.stream().mapToInt(Integer::intValue).toArray();
    var sweep = order.sweep(positions, rivals.stream().flatMapToInt(IntStream::of));
    for (int k = 0; k < positions.length; k++) {
      for (int second : rivals.get(k)) {
        if (!sweep.ordered(k, second)) {
          pairs.take(positions[k], second);
        }
      }
    }
  }
}
