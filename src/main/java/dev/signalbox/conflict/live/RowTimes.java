package dev.signalbox.conflict.live;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// How long the last looks took: a work tree's own, and asking git about its pairs.
public final class RowTimes {
  private static final int KEPT = 1_000;

  private final Deque<Row> rows = new ArrayDeque<>();

  /// @param trees how many work trees were looked at together
  /// @param pairs how many pairs git was asked about, for all of them in one process
  /// @param looking reading what was written
  /// @param asking git's verdicts
  public record Row(int trees, int pairs, Duration looking, Duration asking) {}

  synchronized void add(Row row) {
    if (rows.size() == KEPT) {
      rows.removeFirst();
    }
    rows.addLast(row);
  }

  /// The oldest first.
  public synchronized List<Row> all() {
    return List.copyOf(rows);
  }
}
