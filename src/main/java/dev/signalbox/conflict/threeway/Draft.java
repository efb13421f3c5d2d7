package dev.signalbox.conflict.threeway;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is chosen so far of a file's segments, and the text that comes of it. What only one side
/// changed is taken unless something else is chosen; a conflict is open until something is.
public record Draft(ThreeWay file, Map<Integer, Choice> choices) {
  public Draft {
    choices = Collections.unmodifiableMap(new TreeMap<>(choices));
  }

  public static Draft of(ThreeWay file) {
    return new Draft(file, Map.of());
  }

  // ---- choosing ---------------------------------------------------------------------------------

  public Draft choose(int segment, Choice choice) {
    Map<Integer, Choice> more = new TreeMap<>(choices);
    more.put(segment, choice);
    return new Draft(file, more);
  }

  /// The lines of one side at each conflict for which nothing is chosen yet.
  public Draft takeOpen(Side side) {
    Draft taken = this;
    for (int i = 0; i < file.segments().size(); i++) {
      taken = isOpen(i) ? taken.choose(i, new Choice.Take(side)) : taken;
    }
    return taken;
  }

  /// As it was before anything was chosen for the segment.
  public Draft reopen(int segment) {
    Map<Integer, Choice> fewer = new TreeMap<>(choices);
    fewer.remove(segment);
    return new Draft(file, fewer);
  }

  /// The same choices on another cut of the file, for each segment that is there too, in the same
  /// order.
  public Draft onto(ThreeWay other) {
    Map<Integer, Choice> kept = new TreeMap<>();
    int from = 0;
    for (Map.Entry<Integer, Choice> each : choices.entrySet()) {
      int at =
          other.segments().subList(from, other.segments().size()).indexOf(segment(each.getKey()));
      if (at >= 0) {
        kept.put(from + at, each.getValue());
        from += at + 1;
      }
    }
    return new Draft(other, kept);
  }

  public Optional<Choice> choice(int segment) {
    return Optional.ofNullable(choices.get(segment));
  }

  public boolean isOpen(int segment) {
    return segment(segment).isConflict() && !choices.containsKey(segment);
  }

  /// How many conflicts wait for a choice.
  public int open() {
    int open = 0;
    for (int i = 0; i < file.segments().size(); i++) {
      open += isOpen(i) ? 1 : 0;
    }
    return open;
  }

  private Segment segment(int index) {
    return file.segments().get(index);
  }

  // ---- what comes of it -------------------------------------------------------------------------

  /// The result's lines of a segment; of an open conflict those of the base.
  public List<String> lines(int segment) {
    Segment three = segment(segment);
    Choice choice = choices.get(segment);
    return switch (choice) {
      case null -> three.merged();
      case Choice.Take take -> taken(three, take);
      case Choice.Write write ->
          ended(ThreeWay.lines(write.text()), segment == file.segments().size() - 1, three);
    };
  }

  private List<String> taken(Segment three, Choice.Take take) {
    List<String> lines = new ArrayList<>();
    for (Side side : take.sides()) {
      lines = ended(lines, lines.isEmpty(), three);
      lines.addAll(three.lines(side));
    }
    return lines;
  }

  /// With a line break at the end, so that what follows begins a line of its own.
  private List<String> ended(List<String> lines, boolean asItIs, Segment three) {
    List<String> ended = new ArrayList<>(lines);
    if (!asItIs && !ended.isEmpty() && !ended.getLast().endsWith("\n")) {
      ended.add(ended.removeLast() + new LineEnds(file, three).usual());
    }
    return ended;
  }

  /// The whole text.
  ///
  /// @throws IllegalStateException while a conflict is open
  public String result() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < file.segments().size(); i++) {
      if (isOpen(i)) {
        throw new IllegalStateException("Nothing is chosen yet for segment " + i);
      }
      lines(i).forEach(text::append);
    }
    return text.toString();
  }

  /// The lines that a side wrote and the result does not have, the first first. Blank lines are
  /// nobody's; that a line was removed is no line.
  public List<Loss> losses() {
    List<Loss> losses = new ArrayList<>();
    for (int i = 0; i < file.segments().size(); i++) {
      if (choices.containsKey(i)) {
        Segment three = segment(i);
        for (Side side : List.of(Side.LEFT, Side.RIGHT)) {
          List<String> own = without(three.lines(side), three.base());
          List<String> lost = without(own, lines(i));
          if (!lost.isEmpty()) {
            losses.add(new Loss(i, side, lost));
          }
        }
      }
    }
    return losses;
  }

  /// The lines that `others` do not have, or not as often. Line breaks do not count.
  private static List<String> without(List<String> lines, List<String> others) {
    List<String> left = new ArrayList<>(others.stream().map(LineEnds::bare).toList());
    return lines.stream()
        .filter(line -> !line.isBlank())
        .filter(line -> !left.remove(LineEnds.bare(line)))
        .toList();
  }
}
