package dev.signalbox.console.merge;

import dev.signalbox.conflict.threeway.Choice;
import dev.signalbox.conflict.threeway.Draft;
import dev.signalbox.conflict.threeway.LineEnds;
import dev.signalbox.conflict.threeway.Segment;
import dev.signalbox.conflict.threeway.Side;
import dev.signalbox.conflict.threeway.Words;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rows in which all four texts lie beside each other: each segment takes as many as its
/// longest version has lines, so that a row is the same place in all of them. Rows are made when
/// they are asked for.
final class MergeRows {
  static final MergeRows NONE = new MergeRows(null);

  private final @Nullable Draft draft;
  private final List<Segment> segments;

  /// The first row of each segment, and the number of all rows after them.
  private final int[] first;

  /// For each column the number of the first line of each segment, from 1.
  private final Map<Column, int[]> numbers = new HashMap<>();

  private final Map<Integer, List<String>> results = new HashMap<>();
  private final Map<Marked, List<List<Words.Mark>>> marks = new HashMap<>();
  private final int longest;

  private record Marked(int segment, Side side) {}

  /// How a line stands to the result.
  enum Tone {
    /// Nobody changed it.
    SAME,
    /// A conflict that is open.
    OPEN,
    /// It is in the result.
    IN,
    /// It is not.
    OUT,
    /// There is no line: another version is longer here.
    NONE
  }

  /// A line in one column.
  ///
  /// @param number from 1; 0 where there is no line
  /// @param marks which of its words differ
  record Cell(int number, String text, List<Words.Mark> marks, Tone tone) {}

  static MergeRows of(Draft draft) {
    return new MergeRows(draft);
  }

  private MergeRows(@Nullable Draft draft) {
    this.draft = draft;
    this.segments = draft == null ? List.of() : draft.file().segments();
    this.first = new int[segments.size() + 1];
    int most = 0;
    for (Column column : Column.values()) {
      numbers.put(column, new int[segments.size() + 1]);
    }
    for (int i = 0; i < segments.size(); i++) {
      int rows = 1;
      for (Column column : Column.values()) {
        List<String> lines = lines(column, i);
        int[] number = number(column);
        number[i + 1] = number[i] + lines.size();
        rows = Math.max(rows, lines.size());
        for (String line : lines) {
          most = Math.max(most, line.length());
        }
      }
      first[i + 1] = first[i] + rows;
    }
    longest = most;
  }

  private int[] number(Column column) {
    return numbers.getOrDefault(column, first);
  }

  int count() {
    return first[segments.size()];
  }

  /// How many characters the longest line has.
  int longest() {
    return longest;
  }

  int segments() {
    return segments.size();
  }

  int firstRow(int segment) {
    return first[segment];
  }

  /// The row after its last.
  int endRow(int segment) {
    return first[segment + 1];
  }

  int segmentAt(int row) {
    int found = Arrays.binarySearch(first, 0, segments.size(), row);
    return found >= 0 ? found : -found - 2;
  }

  Segment segment(int index) {
    return segments.get(index);
  }

  boolean isOpen(int segment) {
    return draft != null && draft.isOpen(segment);
  }

  private List<String> lines(Column column, int segment) {
    Side side = column.side();
    if (side != null) {
      return segments.get(segment).lines(side);
    }
    return draft == null ? List.of() : results.computeIfAbsent(segment, draft::lines);
  }

  Cell cell(Column column, int row) {
    int segment = segmentAt(row);
    int offset = row - first[segment];
    List<String> lines = lines(column, segment);
    Tone tone = tone(column, segment);
    if (offset >= lines.size()) {
      boolean open = offset == 0 && column == Column.RESULT && tone == Tone.OPEN;
      return new Cell(0, "", List.of(), open ? tone : Tone.NONE);
    }
    Side side = column.side();
    return new Cell(
        number(column)[segment] + offset + 1,
        LineEnds.bare(lines.get(offset)),
        side == null || tone == Tone.SAME ? List.of() : marks(segment, side).get(offset),
        tone);
  }

  private Tone tone(Column column, int index) {
    Segment segment = segments.get(index);
    if (segment.kind() == Segment.Kind.NOBODY || draft == null) {
      return Tone.SAME;
    }
    if (draft.isOpen(index)) {
      return Tone.OPEN;
    }
    Side side = column.side();
    if (side == null) {
      return Tone.IN;
    }
    boolean in =
        switch (draft.choice(index).orElse(null)) {
          case null -> taken(segment.kind(), side);
          case Choice.Take take -> take.sides().contains(side);
          case Choice.Write _ -> false;
        };
    return in ? Tone.IN : Tone.OUT;
  }

  private static boolean taken(Segment.Kind kind, Side side) {
    return switch (kind) {
      case LEFT -> side == Side.LEFT;
      case RIGHT -> side == Side.RIGHT;
      case BOTH -> side != Side.BASE;
      case NOBODY, CONFLICT -> false;
    };
  }

  /// Both sides against the base; against each other where there is none, and the base against
  /// nothing.
  private List<List<Words.Mark>> marks(int index, Side side) {
    return marks.computeIfAbsent(
        new Marked(index, side),
        key -> {
          Segment segment = segments.get(index);
          Side other =
              switch (side) {
                case BASE -> Side.BASE;
                case LEFT -> segment.base().isEmpty() ? Side.RIGHT : Side.BASE;
                case RIGHT -> segment.base().isEmpty() ? Side.LEFT : Side.BASE;
              };
          return Words.changed(segment.lines(other), segment.lines(side));
        });
  }
}
