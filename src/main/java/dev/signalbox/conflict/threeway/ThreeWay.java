package dev.signalbox.conflict.threeway;

import dev.signalbox.conflict.threeway.EditScript.Change;
import dev.signalbox.workspace.WorkspaceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Three versions of a file, cut into segments: where git merges, and where it does not.
///
/// Both scripts are git's own, and changes of the two sides that overlap or touch are one conflict,
/// as git has it; where both sides came to the same text there is none. The segments of one side,
/// put together, are that side's file, byte for byte.
public record ThreeWay(List<Segment> segments) {
  public ThreeWay {
    segments = List.copyOf(segments);
  }

  /// Cuts them. Blocks as long as git takes.
  public static ThreeWay of(String base, String left, String right)
      throws IOException, WorkspaceException, InterruptedException {
    return new Cut(
            lines(base),
            lines(left),
            lines(right),
            EditScript.between(base, left),
            EditScript.between(base, right))
        .segments();
  }

  /// The lines of a text, each with its line break.
  public static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      lines.add(text.substring(start, end + 1));
      start = end + 1;
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  /// How many conflicts there are.
  public int conflicts() {
    return (int) segments.stream().filter(Segment::isConflict).count();
  }

  /// Where the next cut is, while cutting.
  private static final class Cut {
    private final List<String> base;
    private final List<String> left;
    private final List<String> right;
    private final List<Change> leftChanges;
    private final List<Change> rightChanges;
    private final List<Segment> segments = new ArrayList<>();
    private int nextLeft;
    private int nextRight;
    private int baseDone;
    private int leftDone;
    private int rightDone;

    Cut(
        List<String> base,
        List<String> left,
        List<String> right,
        List<Change> leftChanges,
        List<Change> rightChanges) {
      this.base = base;
      this.left = left;
      this.right = right;
      this.leftChanges = leftChanges;
      this.rightChanges = rightChanges;
    }

    ThreeWay segments() {
      while (nextLeft < leftChanges.size() || nextRight < rightChanges.size()) {
        int start = Math.min(start(leftChanges, nextLeft), start(rightChanges, nextRight));
        int firstLeft = nextLeft;
        int firstRight = nextRight;
        int end = start;
        for (boolean grown = true; grown; ) {
          grown = false;
          if (start(leftChanges, nextLeft) <= end) {
            end = Math.max(end, leftChanges.get(nextLeft++).end());
            grown = true;
          }
          if (start(rightChanges, nextRight) <= end) {
            end = Math.max(end, rightChanges.get(nextRight++).end());
            grown = true;
          }
        }
        same(start);
        piece(nextLeft > firstLeft, nextRight > firstRight, end);
      }
      same(base.size());
      return new ThreeWay(segments);
    }

    private static int start(List<Change> changes, int index) {
      return index < changes.size() ? changes.get(index).at() : Integer.MAX_VALUE;
    }

    /// What nobody changed, up to a line of the base.
    private void same(int end) {
      if (end > baseDone) {
        int count = end - baseDone;
        add(false, false, end, leftDone + count, rightDone + count);
      }
    }

    private void piece(boolean byLeft, boolean byRight, int end) {
      add(
          byLeft,
          byRight,
          end,
          end + shift(leftChanges, nextLeft),
          end + shift(rightChanges, nextRight));
    }

    /// How far a side's lines are moved after its first `done` changes.
    private static int shift(List<Change> changes, int done) {
      return done == 0 ? 0 : changes.get(done - 1).shift();
    }

    private void add(boolean byLeft, boolean byRight, int baseEnd, int leftEnd, int rightEnd) {
      segments.add(
          Segment.of(
              byLeft,
              byRight,
              base.subList(baseDone, baseEnd),
              left.subList(leftDone, leftEnd),
              right.subList(rightDone, rightEnd)));
      baseDone = baseEnd;
      leftDone = leftEnd;
      rightDone = rightEnd;
    }
  }
}
