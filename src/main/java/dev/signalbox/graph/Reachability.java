package dev.signalbox.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Which positions come before and after which, directly or not: the transitive closure of an
/// acyclic relation, a bit set a row, kept up to date edge by edge.
///
/// A row grows only by what it lacks, so that n positions cost at most n² row unions however many
/// edges there are (after Italiano, *Amortized efficiency of a path retrieval data structure*,
/// 1986).
final class Reachability {
  private final List<BitSet> before = new ArrayList<>();
  private final List<BitSet> after = new ArrayList<>();

  Reachability() {}

  Reachability(Reachability other) {
    other.before.forEach(row -> before.add((BitSet) row.clone()));
    other.after.forEach(row -> after.add((BitSet) row.clone()));
  }

  /// One more position at the end, ordered with none.
  void append() {
    before.add(new BitSet());
    after.add(new BitSet());
  }

  boolean reaches(int from, int to) {
    return after.get(from).get(to);
  }

  boolean ordered(int a, int b) {
    return reaches(a, b) || reaches(b, a);
  }

  /// `to` comes after `from`; the caller has seen that this closes no ring.
  void join(int from, int to) {
    BitSet only = new BitSet();
    only.set(from);
    join(only, to);
  }

  /// `to` comes after each of `from`; the caller has seen that this closes no ring.
  void join(BitSet from, int to) {
    BitSet sources = (BitSet) from.clone();
    from.stream().forEach(f -> sources.or(before.get(f)));
    sources.andNot(before.get(to));
    if (sources.isEmpty()) {
      return;
    }
    BitSet targets = (BitSet) after.get(to).clone();
    targets.set(to);
    sources.stream().forEach(source -> after.get(source).or(targets));
    targets.stream().forEach(target -> before.get(target).or(sources));
  }

  /// A live view; not to be changed.
  BitSet before(int position) {
    return before.get(position);
  }

  /// A live view; not to be changed.
  BitSet after(int position) {
    return after.get(position);
  }
}
