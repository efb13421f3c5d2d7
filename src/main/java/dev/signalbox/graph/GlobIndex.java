package dev.signalbox.graph;

import dev.signalbox.claim.Glob;
import dev.signalbox.claim.Overlap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Which globs meet which written globs: a question of each distinct pair, asked once, when it
/// first matters.
///
/// It only ever grows, and graphs made from each other share one; hence the locks.
final class GlobIndex {
  private static final BitSet NONE = new BitSet();
  private final Map<String, Row> rows = new HashMap<>();
  private final Map<String, Integer> writtenIds = new HashMap<>();
  private final List<Row> written = new ArrayList<>();
  private final NavigableMap<String, BitSet> byPrefix = new TreeMap<>();

  /// One glob and the written globs it meets.
  private static final class Row {
    final Glob glob;
    final String prefix;
    final BitSet meets = new BitSet();

    /// The common paths that somebody asked for: far fewer than there are pairs that meet.
    final Map<Integer, String> witnesses = new HashMap<>();

    /// Its number where it is written, else -1.
    int id = -1;

    /// Up to which number the written globs have been held against it.
    int seen;

    Row(Glob glob) {
      this.glob = glob;
      this.prefix = literalPrefix(glob.pattern());
    }
  }

  /// Numbers for globs that are written.
  synchronized int[] writtenIds(List<Glob> globs) {
    return globs.stream().mapToInt(this::writtenId).distinct().toArray();
  }

  private int writtenId(Glob glob) {
    return writtenIds.computeIfAbsent(
        glob.pattern(),
        p -> {
          Row row = row(glob);
          row.id = written.size();
          written.add(row);
          byPrefix.computeIfAbsent(row.prefix, prefix -> new BitSet()).set(row.id);
          return row.id;
        });
  }

  /// The numbers of all written globs that one of `globs` meets.
  synchronized BitSet meeting(List<Glob> globs) {
    BitSet all = new BitSet();
    globs.forEach(glob -> all.or(upToDate(row(glob)).meets));
    return all;
  }

  /// The first place where one of `left` and one of the written `right` meet.
  synchronized Optional<Overlap> firstOverlap(List<Glob> left, List<Glob> right) {
    int[] ids = right.stream().mapToInt(this::writtenId).toArray();
    for (Glob a : left) {
      Row row = upToDate(row(a));
      for (int i = 0; i < ids.length; i++) {
        if (row.meets.get(ids[i])) {
          Glob b = right.get(i);
          String witness = row.witnesses.computeIfAbsent(ids[i], id -> a.witness(b).orElseThrow());
          return Optional.of(new Overlap(a, b, witness));
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
      fitting(row.prefix).stream()
          .filter(id -> id >= row.seen && meet(row, written.get(id)))
          .forEach(row.meets::set);
      row.seen = written.size();
    }
    return row;
  }

  private static boolean meet(Row row, Row other) {
    boolean decided = row.id >= 0 && row.id < other.seen;
    return decided ? other.meets.get(row.id) : row.glob.witness(other.glob).isPresent();
  }

  /// The written globs whose literal beginning goes on from `prefix`, or `prefix` from it. No other
  /// can meet one that begins so.
  private BitSet fitting(String prefix) {
    BitSet ids = new BitSet();
    byPrefix.subMap(prefix, prefix + Character.MAX_VALUE).values().forEach(ids::or);
    for (int end = 0; end < prefix.length(); end++) {
      ids.or(byPrefix.getOrDefault(prefix.substring(0, end), NONE));
    }
    return ids;
  }

  private static String literalPrefix(String pattern) {
    int end = 0;
    while (end < pattern.length() && "*?[{\\".indexOf(pattern.charAt(end)) < 0) {
      end++;
    }
    return pattern.substring(0, end);
  }
}
