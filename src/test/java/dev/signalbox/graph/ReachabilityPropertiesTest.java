package dev.signalbox.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.IntRange;

/// Ranks and walks against a closure that is kept whole, a bit a pair.
@PropertyDefaults(tries = 200, edgeCases = EdgeCasesMode.NONE)
class ReachabilityPropertiesTest {
  private Reachability order = new Reachability();
  private List<BitSet> closure = new ArrayList<>();

  private void grow(int size) {
    order = new Reachability();
    closure = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      order.append();
      closure.add(new BitSet());
    }
  }

  /// Joins what does not close a ring.
  private void join(BitSet from, int to) {
    from.clear(to);
    from.andNot(closure.get(to));
    order.join(from, to);
    note(from, to);
  }

  private void note(BitSet from, int to) {
    BitSet added = (BitSet) closure.get(to).clone();
    added.set(to);
    for (int i = 0; i < closure.size(); i++) {
      if (from.get(i) || closure.get(i).intersects(from)) {
        closure.get(i).or(added);
      }
    }
  }

  private static BitSet some(Random random, int size, int most) {
    BitSet some = new BitSet();
    IntStream.range(0, random.nextInt(most + 1)).forEach(i -> some.set(random.nextInt(size)));
    return some;
  }

  private void assertSame(Reachability order) {
    int size = closure.size();
    assertThat(order.closure()).containsExactly(closure.toArray(BitSet[]::new));
    for (int i = 0; i < size; i++) {
      int self = i;
      assertThat(order.after(i)).isEqualTo(closure.get(i));
      assertThat(order.before(i).stream())
          .containsExactlyElementsOf(
              IntStream.range(0, size).filter(b -> closure.get(b).get(self)).boxed().toList());
      for (int j = 0; j < size; j++) {
        assertThat(order.reaches(i, j)).isEqualTo(closure.get(i).get(j));
      }
    }
    List<Integer> sorted = IntStream.range(0, size).map(order::sorted).boxed().toList();
    assertThat(sorted).doesNotHaveDuplicates();
    for (int i = 0; i < size; i++) {
      for (int later : closure.get(sorted.get(i)).stream().toArray()) {
        assertThat(sorted.indexOf(later)).isGreaterThan(i);
      }
    }
  }

  @Property
  void pairsThatAreJoinedInAnyOrderGiveTheClosure(
      @ForAll @IntRange(min = 1, max = 30) int size, @ForAll Random random) {
    grow(size);
    for (int i = 0; i < 2 * size; i++) {
      join(some(random, size, 3), random.nextInt(size));
    }
    assertSame(order);
  }

  @Property
  void aCopyGrowsWithoutTheFirst(
      @ForAll @IntRange(min = 1, max = 12) int size, @ForAll Random random) {
    grow(size);
    for (int i = 0; i < size; i++) {
      join(some(random, size, 2), random.nextInt(size));
    }
    Reachability one = new Reachability(order);
    one.append();
    one.join(some(random, size, 3), size);
    Reachability other = new Reachability(order);
    other.append();
    BitSet from = some(random, size, 3);
    other.join(from, size);
    assertSame(order);
    closure.add(new BitSet());
    note(from, size);
    assertSame(other);
  }

  @Property
  void whatIsJoinedAtOnceIsSortedOrRefused(
      @ForAll @IntRange(min = 1, max = 12) int size, @ForAll Random random) {
    grow(size);
    for (int to = 0; to < size; to++) {
      BitSet from = some(random, size, 2);
      order.joinUnsorted(from, to);
      note(from, to);
    }
    // One round is not enough where the pairs of a later position lengthen the ways of an earlier.
    for (int i = 0; i < size; i++) {
      for (int b = 0; b < size; b++) {
        for (int a : closure.get(b).stream().toArray()) {
          closure.get(b).or(closure.get(a));
        }
      }
    }
    boolean ring = IntStream.range(0, size).anyMatch(i -> closure.get(i).get(i));
    assertThat(order.sort()).isNotEqualTo(ring);
    if (!ring) {
      assertSame(order);
    }
  }

  @Property
  void aSweepFindsWhoIsOrderedWithWhom(
      @ForAll @IntRange(min = 1, max = 80) int size, @ForAll Random random) {
    grow(size);
    for (int i = 0; i < size; i++) {
      join(some(random, size, 2), random.nextInt(size));
    }
    int[] positions = some(random, size, Reachability.SWEEP).stream().toArray();
    BitSet others = some(random, size, size);
    if (positions.length == 0) {
      return;
    }
    var sweep = order.sweep(positions, others.stream());
    for (int k = 0; k < positions.length; k++) {
      for (int other : others.stream().toArray()) {
        assertThat(sweep.ordered(k, other))
            .isEqualTo(
                other == positions[k]
                    || closure.get(other).get(positions[k])
                    || closure.get(positions[k]).get(other));
      }
    }
  }

  @Property
  void towardsSomethingAWalkMissesNoneOfIt(
      @ForAll @IntRange(min = 1, max = 30) int size, @ForAll Random random) {
    grow(size);
    for (int i = 0; i < 2 * size; i++) {
      join(some(random, size, 2), random.nextInt(size));
    }
    BitSet wanted = some(random, size, 5);
    for (int i = 0; i < size; i++) {
      BitSet met = order.afterTowards(i, wanted);
      met.and(wanted);
      BitSet expected = (BitSet) closure.get(i).clone();
      expected.and(wanted);
      assertThat(met).isEqualTo(expected);
    }
  }
}
