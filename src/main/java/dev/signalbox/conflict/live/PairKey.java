package dev.signalbox.conflict.live;

/// Two tasks, in the order of their names.
record PairKey(String one, String other) {
  static PairKey of(String a, String b) {
    return a.compareTo(b) < 0 ? new PairKey(a, b) : new PairKey(b, a);
  }

  boolean has(String task) {
    return one.equals(task) || other.equals(task);
  }
}
