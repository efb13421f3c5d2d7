package dev.signalbox.conflict.threeway;

import com.github.difflib.algorithm.Change;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.DeltaType;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which words of some lines are others than in the lines they are compared with.
public final class Words {
  /// Of a longer stretch a person reads lines, not words.
  private static final int MOST = 4_000;

  private static final int GAP = 3;

  private static final Pattern WORD =
      Pattern.compile("\\n|\\r|[\\p{L}\\p{N}_]+|\\s+|.", Pattern.DOTALL);

  private Words() {}

  /// A part of a line.
  ///
  /// @param from the first character
  /// @param to the character after the last
  public record Mark(int from, int to) {}

  /// For each line of `now` the parts that are not in `before`; no marks at all where there is
  /// nothing to compare with, or too much.
  public static List<List<Mark>> changed(List<String> before, List<String> now) {
    List<List<Mark>> marks = new ArrayList<>();
    now.forEach(line -> marks.add(new ArrayList<>()));
    List<String> old = words(before);
    List<String> words = words(now);
    if (old.isEmpty() || words.isEmpty() || old.size() > MOST || words.size() > MOST) {
      return marks;
    }
    boolean[] other = new boolean[words.size()];
    for (Change change : new MyersDiffWithLinearSpace<String>().computeDiff(old, words, null)) {
      if (change.deltaType != DeltaType.DELETE) {
        for (int i = change.startRevised; i < change.endRevised; i++) {
          other[i] = true;
        }
      }
    }
    int line = 0;
    int at = 0;
    for (int i = 0; i < other.length; i++) {
      int end = at + words.get(i).length();
      if (other[i] && !words.get(i).isBlank()) {
        mark(marks.get(line), at, end, now.get(line));
      }
      at = end;
      if (words.get(i).equals("\n")) {
        line++;
        at = 0;
      }
    }
    return marks;
  }

  /// Adds a mark, or lengthens the last one over what is no word between them: many small marks are
  /// harder to read than one.
  private static void mark(List<Mark> marks, int from, int to, String line) {
    int end = marks.isEmpty() ? -1 : marks.getLast().to();
    boolean near = end >= 0 && from - end <= GAP;
    if (near && line.substring(end, from).codePoints().noneMatch(Character::isLetterOrDigit)) {
      marks.set(marks.size() - 1, new Mark(marks.getLast().from(), to));
    } else {
      marks.add(new Mark(from, to));
    }
  }

  private static List<String> words(List<String> lines) {
    List<String> words = new ArrayList<>();
    for (String line : lines) {
      Matcher matcher = WORD.matcher(line);
      while (matcher.find()) {
        words.add(matcher.group());
      }
    }
    return words;
  }
}
