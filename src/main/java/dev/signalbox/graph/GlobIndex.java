package dev.signalbox.graph;

import dev.signalbox.claim.Glob;
import dev.signalbox.claim.Overlap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which globs meet which written globs, each distinct pair decided once and only when two ends of
/// it fit: nothing under `src/a` is ever held against `src/b/*`, nor `*.py` against `*.md`.
///
/// It only ever grows, and graphs made from each other share one; hence the locks.
final class GlobIndex {
  private final Map<String, Row> rows = new HashMap<>();
  private final Map<String, Integer> writtenIds = new HashMap<>();
  private final List<Row> written = new ArrayList<>();

  /// One glob and the written globs it meets.
  private static final class Row {
    final Glob glob;
    final String prefix;
    final String suffix;
    final BitSet meets = new BitSet();
    final Map<Integer, String> witnesses = new HashMap<>();
    int id = -1;
    int seen;

    Row(Glob glob) {
      this.glob = glob;
      String pattern = glob.pattern();
      boolean plain =
          !pattern.startsWith("/") && !pattern.contains("./") && !pattern.contains("//");
      this.prefix = plain ? literalPrefix(pattern) : "";
      this.suffix = plain && !pattern.endsWith("/") ? literalSuffix(pattern) : "";
    }

    boolean mayMeet(Row other) {
      return (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix))
          && (suffix.endsWith(other.suffix) || other.suffix.endsWith(suffix));
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
        String witness = row.witnesses.get(ids[i]);
        if (witness != null) {
          return Optional.of(new Overlap(a, right.get(i), witness));
        }
      }
    }
    return Optional.empty();
  }

  private Row row(Glob glob) {
    return rows.computeIfAbsent(glob.pattern(), p -> new Row(glob));
  }

  private Row upToDate(Row row) {
    for (; row.seen < written.size(); row.seen++) {
      Row other = written.get(row.seen);
      if (row.mayMeet(other)) {
        int id = row.seen;
        witness(row, other)
            .ifPresent(
                path -> {
                  row.meets.set(id);
                  row.witnesses.put(id, path);
                });
      }
    }
    return row;
  }

  private static Optional<String> witness(Row row, Row other) {
    boolean decided = row.id >= 0 && row.id < other.seen;
    return decided
        ? Optional.ofNullable(other.witnesses.get(row.id))
        : row.glob.witness(other.glob);
  }

  private static String literalPrefix(String pattern) {
    int end = 0;
    while (end < pattern.length() && isLiteral(pattern.charAt(end))) {
      end++;
    }
    // `src/**` may match `src` itself.
    return pattern.substring(0, end > 0 && pattern.charAt(end - 1) == '/' ? end - 1 : end);
  }

  private static String literalSuffix(String pattern) {
    int start = pattern.length();
    while (start > 0 && isLiteral(pattern.charAt(start - 1))) {
      start--;
    }
    // `**/a` may match `a` itself.
    return pattern.substring(
        start < pattern.length() && pattern.charAt(start) == '/' ? start + 1 : start);
  }

  private static boolean isLiteral(char c) {
    return "*?[]{}\\!".indexOf(c) < 0;
  }
}
