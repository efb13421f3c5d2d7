package dev.signalbox.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/// Random DAGs by family and seed, with durations that were, and what a history of noisy attempts
/// leads one to expect.
final class RandomDags {
  /// What each draw of a task's duration is off by: the sigma of a log-normal factor. Two attempts
  /// in three are within a fifth of each other.
  private static final double NOISE = 0.2;

  /// How many past attempts the median is taken over.
  private static final int PAST = 7;

  private RandomDags() {}

  /// The kinds of DAGs.
  enum Family {
    /// A few edges here and there.
    SPARSE,
    /// Layer after layer, each task behind one to three of the layer before.
    LAYERED,
    /// Sparse, and few tasks are most of the work.
    HEAVY_TAILED,
    /// A schedule without a gap, cut into tasks, with edges between what touches in it: but for the
    /// noise the bound can be reached, and a wrong choice anywhere is felt. After the graphs with a
    /// known best schedule of Kwok and Ahmad (1999).
    ADVERSARIAL,
    /// A chain about as long as all work divided by the slots, and tasks that wait for two, one of
    /// them late on the chain: whoever lets the chain wait once never makes up for it.
    LATE_JOINS
  }

  /// A DAG in topological order.
  ///
  /// @param before what each task comes after
  /// @param millis how long each takes this time
  /// @param expected the median of its past
  record Dag(int[][] before, long[] millis, long[] expected) {
    int size() {
      return before.length;
    }

    long work() {
      return Arrays.stream(millis).sum();
    }

    /// The longest chain.
    long criticalPath() {
      long[] heads = heads();
      return IntStream.range(0, size()).mapToLong(i -> heads[i] + millis[i]).max().orElse(0);
    }

    /// What no schedule can beat.
    long bound(int slots) {
      return Math.max(criticalPath(), Math.ceilDiv(work(), slots));
    }

    /// How long the longest chain before each task is.
    private long[] heads() {
      long[] heads = new long[size()];
      for (int i = 0; i < size(); i++) {
        for (int b : before[i]) {
          heads[i] = Math.max(heads[i], heads[b] + millis[b]);
        }
      }
      return heads;
    }
  }

  static Dag of(Family family, int slots, long seed) {
    Random random = new Random(seed * 31 + family.ordinal());
    int size = 60 + random.nextInt(181);
    return switch (family) {
      case SPARSE -> timed(sparse(size, random), i -> 20 + random.nextDouble() * 580, random);
      case LAYERED ->
          timed(layered(size, random), i -> 120 * Math.exp(0.5 * random.nextGaussian()), random);
      case HEAVY_TAILED -> timed(sparse(size, random), i -> pareto(random), random);
      case ADVERSARIAL -> adversarial(size, slots, random);
      case LATE_JOINS -> lateJoins(size, slots, random);
    };
  }

  private static int[][] sparse(int size, Random random) {
    int[][] before = new int[size][];
    for (int i = 0; i < size; i++) {
      int parents = i == 0 ? 0 : List.of(0, 1, 1, 2).get(random.nextInt(4));
      int tasks = i;
      before[i] = random.ints(parents, 0, Math.max(1, tasks)).distinct().toArray();
    }
    return before;
  }

  private static int[][] layered(int size, Random random) {
    int[][] before = new int[size][];
    int from = 0;
    int to = 0;
    int next = 0;
    while (next < size) {
      int width = Math.min(size - next, 4 + random.nextInt(21));
      for (int k = 0; k < width; k++) {
        before[next] =
            to == from
                ? new int[0]
                : random.ints(1 + random.nextInt(3), from, to).distinct().toArray();
        next++;
      }
      from = to;
      to = next;
    }
    return before;
  }

  private static double pareto(Random random) {
    return Math.min(7_200, 30 * Math.pow(1 - random.nextDouble(), -1 / 1.3));
  }

  private static Dag adversarial(int size, int slots, Random random) {
    record Piece(double from, double to) {}
    List<Piece> pieces = new ArrayList<>();
    double length = 150.0 * size / slots;
    for (int slot = 0; slot < slots; slot++) {
      double from = 0;
      while (from < length) {
        double to = from + 30 + random.nextDouble() * 240;
        // No crumb at the end.
        to = to > length - 30 ? length : to;
        pieces.add(new Piece(from, to));
        from = to;
      }
    }
    pieces.sort(Comparator.comparingDouble(Piece::from));
    int[][] before = new int[pieces.size()][];
    for (int i = 0; i < before.length; i++) {
      double start = pieces.get(i).from();
      // Those that ended last before it.
      int[] earlier =
          IntStream.range(0, i)
              .filter(b -> pieces.get(b).to() <= start)
              .boxed()
              .sorted(Comparator.comparingDouble(b -> -pieces.get(b).to()))
              .mapToInt(Integer::intValue)
              .limit(slots)
              .toArray();
      before[i] =
          earlier.length == 0
              ? earlier
              : random
                  .ints(random.nextInt(3), 0, earlier.length)
                  .map(k -> earlier[k])
                  .distinct()
                  .toArray();
    }
    return timed(before, i -> pieces.get(i).to() - pieces.get(i).from(), random);
  }

  private static Dag lateJoins(int size, int slots, Random random) {
    int chain = Math.max(4, size / 6);
    double fill = 0;
    double[] seconds = new double[size];
    List<int[]> before = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      boolean ofChain = i % 6 == 0 && i / 6 < chain;
      if (ofChain) {
        before.add(i == 0 ? new int[0] : new int[] {i - 6});
      } else {
        seconds[i] = 30 + random.nextDouble() * 270;
        fill += seconds[i];
        // Some hang on a link of the chain and on something else.
        int link = i / 6 * 6;
        before.add(
            random.nextInt(3) == 0 && i > 6
                ? new int[] {random.nextInt(i), link - (link > i - 1 ? 6 : 0)}
                : new int[0]);
      }
    }
    // As long as all work divided by the slots, a little more or less.
    double length = fill / (slots - 1) * (0.85 + 0.2 * random.nextDouble());
    for (int i = 0; i < size; i += 6) {
      seconds[i] = length / Math.ceilDiv(size, 6);
    }
    return timed(before.toArray(int[][]::new), i -> seconds[i], random);
  }

  private static Dag timed(int[][] before, IntToDoubleFunction seconds, Random random) {
    long[] millis = new long[before.length];
    long[] expected = new long[before.length];
    for (int i = 0; i < before.length; i++) {
      double usual = seconds.applyAsDouble(i) * 1_000;
      millis[i] = noisy(usual, random);
      long[] past = new long[PAST];
      Arrays.setAll(past, k -> noisy(usual, random));
      Arrays.sort(past);
      expected[i] = past[PAST / 2];
    }
    return new Dag(before, millis, expected);
  }

  private static long noisy(double usual, Random random) {
    return Math.max(1, Math.round(usual * Math.exp(NOISE * random.nextGaussian())));
  }
}
