package dev.signalbox.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// The size of a largest set of tasks no two of which are ordered.
///
/// By Dilworth's theorem (*A decomposition theorem for partially ordered sets*, 1950) it is the
/// smallest number of chains that cover all; by Fulkerson (1956) that is the number of tasks less a
/// maximum matching of each task with one that follows it, at any distance. The matching is
/// Hopcroft and Karp's, on the rows of the closure as they are: 2,000 tasks in a chain have two
/// million such pairs, which as objects of a graph take half a minute and 600 MB to lay out, as
/// bits nothing.
///
/// Bits too grow by the square, and the matching by more. Beyond [#EXACT_UP_TO] tasks the answer is
/// the largest level, that is, those with equally many before them on their longest chain: no two
/// of these are ordered, and there may be larger sets.
final class Antichain {
  /// So many tasks take less than a second.
  static final int EXACT_UP_TO = 3_000;

  private static final int NONE = -1;
  private final BitSet[] rows;
  private final BitSet members;
  private final int[] follower;
  private final int[] leader;

  /// For each distance from an unmatched leader the followers first met there.
  private final List<BitSet> layers = new ArrayList<>();

  private Antichain(Reachability order, BitSet members) {
    this.rows = order.closure();
    this.members = members;
    follower = new int[members.length()];
    leader = new int[members.length()];
    Arrays.fill(follower, NONE);
    Arrays.fill(leader, NONE);
  }

  /// @param members the positions to choose from
  /// @return where [#isExact], the size; else what it is at least
  static int largest(Reachability order, BitSet members) {
    return isExact(order)
        ? members.cardinality() - new Antichain(order, members).match()
        : largestLevel(order, members);
  }

  static boolean isExact(Reachability order) {
    return order.size() <= EXACT_UP_TO;
  }

  static int largestLevel(Reachability order, BitSet members) {
    int[] level = new int[order.size()];
    int[] sizes = new int[order.size() + 1];
    int largest = 0;
    for (int place = 0; place < level.length; place++) {
      int i = order.sorted(place);
      for (int k = 0; k < order.before().size(i); k++) {
        int b = order.before().get(i, k);
        level[i] = Math.max(level[i], level[b] + (members.get(b) ? 1 : 0));
      }
      if (members.get(i)) {
        largest = Math.max(largest, ++sizes[level[i]]);
      }
    }
    return largest;
  }

  private int match() {
    int matched = 0;
    while (layOut()) {
      matched +=
          (int) members.stream().filter(m -> follower[m] == NONE).filter(this::augment).count();
    }
    return matched;
  }

  /// Whether an unmatched follower can be reached.
  private boolean layOut() {
    layers.clear();
    BitSet unmet = (BitSet) members.clone();
    BitSet frontier = new BitSet();
    members.stream().filter(m -> follower[m] == NONE).forEach(frontier::set);
    while (!frontier.isEmpty()) {
      BitSet layer = new BitSet();
      frontier.stream().forEach(m -> layer.or(rows[m]));
      layer.and(unmet);
      unmet.andNot(layer);
      layers.add(layer);
      BitSet free = new BitSet();
      frontier = new BitSet();
      for (int f = layer.nextSetBit(0); f >= 0; f = layer.nextSetBit(f + 1)) {
        if (leader[f] == NONE) {
          free.set(f);
        } else {
          frontier.set(leader[f]);
        }
      }
      if (!free.isEmpty()) {
        layers.set(layers.size() - 1, free);
        return true;
      }
    }
    return false;
  }

  /// Finds a shortest way from `root` to an unmatched follower that crosses none found before, and
  /// swaps the pairs along it. A loop, since a way may be as long as the plan.
  private boolean augment(int root) {
    int[] leaders = new int[layers.size()];
    int[] followers = new int[layers.size()];
    leaders[0] = root;
    int depth = 0;
    while (depth >= 0) {
      BitSet layer = layers.get(depth);
      int next = first(rows[leaders[depth]], layer);
      if (next == NONE) {
        depth--;
      } else {
        layer.clear(next);
        followers[depth] = next;
        if (leader[next] == NONE) {
          for (int d = depth; d >= 0; d--) {
            follower[leaders[d]] = followers[d];
            leader[followers[d]] = leaders[d];
          }
          return true;
        }
        depth++;
        leaders[depth] = leader[next];
      }
    }
    return false;
  }

  private static int first(BitSet row, BitSet layer) {
    BitSet both = (BitSet) layer.clone();
    both.and(row);
    return both.nextSetBit(0);
  }
}
