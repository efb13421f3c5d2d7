package dev.signalbox.app.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Rows whose cells stand below each other.
public final class Columns {
  private static final int LEAST = 20;

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
    write(out, Integer.MAX_VALUE, last);
  }

  /// The same within so many characters: the last cell of a row goes on below itself.
  public void write(StringBuilder out, int most, UnaryOperator<String> last) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    int before = 2 + Arrays.stream(widths, 0, Math.max(0, columns - 1)).map(w -> w + 2).sum();
    int room = Math.max(LEAST, most - before);
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(" ");
      for (int i = 0; i < row.size(); i++) {
        String gap = " ".repeat(widths[i] - length(row.get(i)));
        boolean isLast = i == row.size() - 1;
        String cell =
            isLast && i == columns - 1
                ? last.apply(Wrapped.at(room, row.get(i)).replace("\n", "\n" + " ".repeat(before)))
                : row.get(i);
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
