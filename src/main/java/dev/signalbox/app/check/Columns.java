package dev.signalbox.app.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Rows whose cells stand below each other.
public final class Columns {
  private final List<List<String>> rows = new ArrayList<>();
  private final Set<Integer> toTheRight;

  /// @param toTheRight the columns whose cells end below each other
  public Columns(Integer... toTheRight) {
    this.toTheRight = Set.of(toTheRight);
  }

  public Columns row(String... cells) {
    rows.add(Arrays.asList(cells));
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /// Writes the rows, each indented and ended.
  ///
  /// @param last how the last cell of each row is painted
  public void write(StringBuilder out, UnaryOperator<String> last) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(" ");
      for (int i = 0; i < row.size(); i++) {
        String gap = " ".repeat(widths[i] - length(row.get(i)));
        boolean isLast = i == row.size() - 1;
        String cell = isLast && i == columns - 1 ? last.apply(row.get(i)) : row.get(i);
        line.append(' ').append(toTheRight.contains(i) ? gap + cell : isLast ? cell : cell + gap);
        line.append(isLast ? "" : " ");
      }
      out.append(line.toString().stripTrailing()).append('\n');
    }
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
