package dev.signalbox.journal;

/// Where an entry stands among those of all runs: the run's number in the upper half of one key,
/// the entry's own in the lower. What a run adds comes after all it has, so that the file grows at
/// one end, and the entries of a run lie together.
final class Place {
  private static final int HALF = 32;

  private Place() {}

  static long of(long run, long sequence) {
    return (run << HALF) + sequence;
  }

  /// Before the first entry of `run`.
  static long begin(long run) {
    return of(run, 0);
  }

  /// After the last entry of `run`.
  static long end(long run) {
    return begin(run + 1);
  }

  static long run(long place) {
    return place >> HALF;
  }

  static long sequence(long place) {
    return place & 0xffff_ffffL;
  }
}
