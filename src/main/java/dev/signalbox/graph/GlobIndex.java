package dev.signalbox.graph;

import dev.signalbox.claim.Glob;
import dev.signalbox.claim.Overlap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Which globs meet which written globs: a question of each distinct pair, asked once, when it
/// first matters.
///
/// It only ever grows, and graphs made from each other share one; hence the locks.
final class GlobIndex {
  private static final int[] NONE = {};
  private final Map<String, Row> rows = new HashMap<>();
  private final List<Row> written = new ArrayList<>();
  private final NavigableMap<String, List<Row>> byPrefix = new TreeMap<>();

  /// How long the beginnings in `byPrefix` are.
  private final BitSet lengths = new BitSet();

  /// One glob and the written globs it meets.
  private static final class Row {
    final Glob glob;

    /// The numbers of the written globs it meets, ascending.
    int[] meets = NONE;

    /// The common paths that somebody asked for: far fewer than there are pairs that meet.
    Map<Integer, String> witnesses = Map.of();

    /// Its number where it is written, else -1.
    int id = -1;

    /// Up to which number the written globs have been held against it.
    int seen;

    Row(Glob glob) {
      this.glob = glob;
    }

    boolean meets(int written) {
      return Arrays.binarySearch(meets, written) >= 0;
    }

    String witness(Row other) {
      if (witnesses.isEmpty()) {
        witnesses = new HashMap<>();
      }
      return witnesses.computeIfAbsent(other.id, id -> glob.witness(other.glob).orElseThrow());
    }
  }

  /// How many globs have a number.
  synchronized int size() {
    return written.size();
  }

  /// Numbers for globs that are written.
  synchronized int[] writtenIds(List<Glob> globs) {
    return globs.stream().mapToInt(this::writtenId).distinct().toArray();
  }

  private int writtenId(Glob glob) {
    Row row = row(glob);
    if (row.id < 0) {
      row.id = written.size();
      written.add(row);
      String prefix = literalPrefix(glob.pattern());
      byPrefix.computeIfAbsent(prefix, p -> new ArrayList<>(1)).add(row);
      lengths.set(prefix.length());
    }
    return row.id;
  }

  /// The numbers of all written globs that one of `globs` meets, ascending.
  synchronized int[] meeting(List<Glob> globs) {
    return union(globs.stream().map(this::row).toList());
  }

  /// The numbers of all written globs that one of these written ones meets, ascending.
  synchronized int[] meeting(int[] ids) {
    return union(IntStream.of(ids).mapToObj(written::get).toList());
  }

  private int[] union(List<Row> met) {
    return switch (met.size()) {
      case 0 -> NONE;
      case 1 -> upToDate(met.getFirst()).meets;
      default ->
          met.stream()
              .flatMapToInt(row -> IntStream.of(upToDate(row).meets))
              .sorted()
              .distinct()
              .toArray();
    };
  }

  /// The first place where one of `left` and one of the written `right` meet.
  synchronized Optional<Overlap> firstOverlap(List<Glob> left, List<Glob> right) {
    int[] ids = right.stream().mapToInt(this::writtenId).toArray();
    for (Glob a : left) {
      Row row = upToDate(row(a));
      for (int id : ids) {
        if (row.meets(id)) {
          Row other = written.get(id);
          return Optional.of(new Overlap(a, other.glob, row.witness(other)));
        }
      }
    }
    return Optional.empty();
  }

  private Row row(Glob glob) {
    return rows.computeIfAbsent(glob.pattern(), p -> new Row(glob));
  }

  private Row upToDate(Row row) {
    if (row.seen < written.size()) {
      int[] more =
          fitting(literalPrefix(row.glob.pattern())).stream()
              .filter(other -> other.id >= row.seen && meet(row, other))
              .mapToInt(other -> other.id)
              .sorted()
              .toArray();
      if (more.length > 0) {
        int known = row.meets.length;
        row.meets = Arrays.copyOf(row.meets, known + more.length);
        System.arraycopy(more, 0, row.meets, known, more.length);
      }
      row.seen = written.size();
    }
    return row;
  }

  private static boolean meet(Row row, Row other) {
    if (row == other) {
      return true;
    }
    boolean decided = row.id >= 0 && row.id < other.seen;
    return decided ? other.meets(row.id) : row.glob.witness(other.glob).isPresent();
  }

  /// The written globs whose literal beginning goes on from `prefix`, or `prefix` from it. No other
  /// can meet one that begins so.
  private List<Row> fitting(String prefix) {
    List<Row> fitting = new ArrayList<>();
    byPrefix.subMap(prefix, prefix + Character.MAX_VALUE).values().forEach(fitting::addAll);
    lengths.stream()
        .takeWhile(length -> length < prefix.length())
        .mapToObj(length -> byPrefix.get(prefix.substring(0, length)))
        .forEach(
            rows -> {
              if (rows != null) {
                fitting.addAll(rows);
              }
            });
    return fitting;
  }

  private static String literalPrefix(String pattern) {
    int end = 0;
    while (end < pattern.length() && "*?[{\\".indexOf(pattern.charAt(end)) < 0) {
      end++;
    }
    return pattern.substring(0, end);
  }
}
