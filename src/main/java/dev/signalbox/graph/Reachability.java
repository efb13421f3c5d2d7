package dev.signalbox.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/// Which positions come before and after which, directly or not.
///
/// Only the direct pairs are kept, and a rank for each position, higher than those of all before
/// it. The transitive closure of 100,000 positions would be 1.25 GB of bits, and next to none of it
/// is ever asked for. A question walks: between the two ranks only, since no path leads out of
/// there and back.
///
/// Pairs that are joined later move ranks only where they contradict them (Pearce and Kelly: *A
/// dynamic topological sort algorithm for directed acyclic graphs*, 2006).
final class Reachability {
  /// How many positions one sweep can ask about.
  static final int SWEEP = Long.SIZE;

  private final IntLists before;
  private final IntLists after;
  private int[] rank;

  /// The positions by rank.
  private int[] sorted;

  Reachability() {
    before = new IntLists();
    after = new IntLists();
    rank = new int[16];
    sorted = new int[16];
  }

  Reachability(Reachability other) {
    before = new IntLists(other.before);
    after = new IntLists(other.after);
    rank = other.rank.clone();
    sorted = other.sorted.clone();
  }

  /// One more position at the end, ordered with none.
  void append() {
    int position = before.count();
    before.append();
    after.append();
    if (position == rank.length) {
      rank = Arrays.copyOf(rank, 2 * position);
      sorted = Arrays.copyOf(sorted, 2 * position);
    }
    rank[position] = position;
    sorted[position] = position;
  }

  int size() {
    return before.count();
  }

  /// What comes directly before each position.
  IntLists before() {
    return before;
  }

  /// What comes directly after each position.
  IntLists after() {
    return after;
  }

  /// The position at a place of the order in which each comes after all that are before it.
  int sorted(int place) {
    return sorted[place];
  }

  boolean reaches(int from, int to) {
    return rank[from] < rank[to] && walk(after, from, rank[to]).get(to);
  }

  /// `to` comes after each of `from`, and after nothing yet. Whether that closes a ring is for
  /// [#sort] to say, which must follow.
  void joinUnsorted(BitSet from, int to) {
    for (int f = from.nextSetBit(0); f >= 0; f = from.nextSetBit(f + 1)) {
      before.add(to, f);
      after.add(f, to);
    }
  }

  /// Gives ranks anew, by the order of the positions wherever that is free.
  ///
  /// @return false where there is a ring
  boolean sort() {
    int size = size();
    int[] missing = new int[size];
    PriorityQueue<Integer> free = new PriorityQueue<>();
    for (int i = 0; i < size; i++) {
      missing[i] = before.size(i);
      if (missing[i] == 0) {
        free.add(i);
      }
    }
    int place = 0;
    while (!free.isEmpty()) {
      int i = free.remove();
      put(i, place++);
      for (int k = 0; k < after.size(i); k++) {
        if (--missing[after.get(i, k)] == 0) {
          free.add(after.get(i, k));
        }
      }
    }
    return place == size;
  }

  /// `to` comes after `from`; the caller has seen that this closes no ring.
  void join(int from, int to) {
    BitSet only = new BitSet();
    only.set(from);
    join(only, to);
  }

  /// `to` comes after each of `from`; the caller has seen that this closes no ring.
  void join(BitSet from, int to) {
    int last = from.stream().map(f -> rank[f]).max().orElse(-1);
    for (int f = from.nextSetBit(0); f >= 0; f = from.nextSetBit(f + 1)) {
      boolean known =
          before.size(to) < after.size(f) ? before.contains(to, f) : after.contains(f, to);
      if (!known) {
        before.add(to, f);
        after.add(f, to);
      }
    }
    if (last > rank[to]) {
      move(from, to, last);
    }
  }

  /// Puts `to` and what comes after it behind `from` and what comes before them, in the places that
  /// these take up together.
  private void move(BitSet from, int to, int last) {
    int first = rank[to];
    BitSet later = walk(after, to, last);
    later.set(to);
    BitSet earlier = new BitSet();
    from.stream()
        .filter(f -> rank[f] > first)
        .forEach(
            f -> {
              if (!earlier.get(f)) {
                earlier.set(f);
                walk(before, f, first, earlier);
              }
            });
    int[] places = IntStream.concat(earlier.stream(), later.stream()).map(i -> rank[i]).toArray();
    Arrays.sort(places);
    int[] moved = IntStream.concat(byRank(earlier), byRank(later)).toArray();
    for (int i = 0; i < moved.length; i++) {
      put(moved[i], places[i]);
    }
  }

  private IntStream byRank(BitSet positions) {
    return positions.stream()
        .boxed()
        .sorted(Comparator.comparingInt(i -> rank[i]))
        .mapToInt(Integer::intValue);
  }

  private void put(int position, int place) {
    rank[position] = place;
    sorted[place] = position;
  }

  /// All that comes before `position`.
  BitSet before(int position) {
    return walk(before, position, 0);
  }

  /// All that comes after `position`.
  BitSet after(int position) {
    return walk(after, position, size());
  }

  /// What comes after each position: the square of the size in bits.
  BitSet[] closure() {
    BitSet[] rows = new BitSet[size()];
    for (int place = rows.length - 1; place >= 0; place--) {
      int i = sorted[place];
      BitSet row = new BitSet();
      after.stream(i)
          .forEach(
              next -> {
                row.set(next);
                row.or(rows[next]);
              });
      rows[i] = row;
    }
    return rows;
  }

  /// What comes after `position`, as far as may come before one of `wanted`.
  BitSet afterTowards(int position, BitSet wanted) {
    int last = wanted.stream().map(w -> rank[w]).max().orElse(-1);
    return last < rank[position] ? new BitSet() : walk(after, position, last);
  }

  private BitSet walk(IntLists next, int start, int end) {
    BitSet met = new BitSet();
    walk(next, start, end, met);
    return met;
  }

  /// Adds what is reached from `start` and ranks between it and `end`, ends included.
  private void walk(IntLists next, int start, int end, BitSet met) {
    int low = Math.min(rank[start], end);
    int high = Math.max(rank[start], end);
    int[] stack = new int[16];
    int depth = 0;
    stack[depth++] = start;
    while (depth > 0) {
      int i = stack[--depth];
      for (int k = 0; k < next.size(i); k++) {
        int other = next.get(i, k);
        if (rank[other] >= low && rank[other] <= high && !met.get(other)) {
          met.set(other);
          if (depth == stack.length) {
            stack = Arrays.copyOf(stack, 2 * depth);
          }
          stack[depth++] = other;
        }
      }
    }
  }

  /// Finds for at most [#SWEEP] positions at once which of `others` each is ordered with: one look
  /// at every pair of neighbours instead of a walk for each position.
  Sweep sweep(int[] positions, IntStream others) {
    var ranks =
        IntStream.concat(IntStream.of(positions), others).map(i -> rank[i]).summaryStatistics();
    return new Sweep(positions, ranks.getMin(), ranks.getMax());
  }

  /// Some positions, a bit each, and who is on a path to or from them.
  final class Sweep {
    private final int low;
    private final long[] earlier;
    private final long[] later;

    private Sweep(int[] positions, int low, int high) {
      this.low = low;
      earlier = new long[high - low + 1];
      later = new long[high - low + 1];
      for (int k = 0; k < positions.length; k++) {
        earlier[rank[positions[k]] - low] |= 1L << k;
        later[rank[positions[k]] - low] |= 1L << k;
      }
      for (int at = high - low; at >= 0; at--) {
        pass(before, at, earlier);
      }
      for (int at = 0; at <= high - low; at++) {
        pass(after, at, later);
      }
    }

    private void pass(IntLists next, int at, long[] bits) {
      int position = sorted[low + at];
      for (int k = 0; bits[at] != 0 && k < next.size(position); k++) {
        int to = rank[next.get(position, k)] - low;
        if (to >= 0 && to < bits.length) {
          bits[to] |= bits[at];
        }
      }
    }

    /// Whether the position of that index is ordered with another, or is it.
    boolean ordered(int index, int other) {
      int at = rank[other] - low;
      return ((earlier[at] | later[at]) >> index & 1) != 0;
    }
  }
}
