package dev.signalbox.report;

import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The graph of a run with too many tasks for [GraphPicture]: one mark a task, level by level,
/// those on the longest path framed.
final class GraphOverview {
  /// From so many tasks on names could no longer be read.
  static final int FROM = 81;

  private static final double CELL = 24;
  private static final int MOST_ROWS = 36;
  private static final double LEVEL_GAP = 18;
  private static final double TOP = 34;
  private static final double WIDEST = 1140;

  private record At(double x, double y) {}

  private record Label(String text, double x, double y) {}

  private final RunState state;
  private final Figures figures;
  private final Agents agents;
  private final Set<String> path;
  private final List<Label> labels = new ArrayList<>();
  private final Map<String, At> places = new HashMap<>();
  private double wide;
  private double high;

  GraphOverview(RunState state, Figures figures, Agents agents) {
    this.state = state;
    this.figures = figures;
    this.agents = agents;
    this.path = Set.copyOf(figures.path());
  }

  void write(Markup out) {
    place();
    out.open(
        "svg",
        "class",
        "graph",
        "role",
        "img",
        "aria-labelledby",
        "graph-title graph-desc",
        "viewBox",
        "0 0 %s %s".formatted(Markup.number(wide), Markup.number(high)),
        "style",
        "width:%spx".formatted(Markup.number(wide)));
    out.leaf("title", "Tasks by level", "id", "graph-title");
    out.leaf(
        "desc",
        "One mark for each of %d tasks; each level waits for something in the one before."
            .formatted(state.tasks().size()),
        "id",
        "graph-desc");
    labels.forEach(l -> out.leaf("text", l.text, "class", "note", "x", l.x, "y", l.y));
    state.tasks().forEach(task -> cell(out, task));
    out.closeLine();
  }

  private void place() {
    List<List<String>> levels = state.graph().levels();
    // The lowest picture in which all levels stand beside each other.
    int rows = 8;
    while (rows < MOST_ROWS && beside(levels, rows) > WIDEST) {
      rows++;
    }
    double x = 0;
    double y = 0;
    double rowHigh = 0;
    for (int i = 0; i < levels.size(); i++) {
      List<String> level = levels.get(i);
      double needs = width(level, rows);
      if (x > 0 && x + needs > WIDEST) {
        x = 0;
        y += rowHigh + 20;
        rowHigh = 0;
      }
      labels.add(new Label("level %d · %d".formatted(i + 1, level.size()), x, y + 16));
      for (int j = 0; j < level.size(); j++) {
        places.put(
            level.get(j), new At(x + Math.floorDiv(j, rows) * CELL, y + TOP + (j % rows) * CELL));
      }
      rowHigh = Math.max(rowHigh, TOP + Math.min(level.size(), rows) * CELL);
      x += needs + LEVEL_GAP;
      wide = Math.max(wide, x);
    }
    high = y + rowHigh + 4;
  }

  private static double beside(List<List<String>> levels, int rows) {
    return levels.stream().mapToDouble(level -> width(level, rows) + LEVEL_GAP).sum() - LEVEL_GAP;
  }

  private static double width(List<String> level, int rows) {
    return Math.max((level.size() + rows - 1) / rows * CELL, 64);
  }

  private void cell(Markup out, TaskStatus task) {
    At at = at(task.id());
    String tone = Wording.tone(task.state());
    out.open(
        "g",
        "class",
        "cell "
            + tone
            + (path.contains(task.id()) ? " critical " : " ")
            + agents.tone(task.task().agent()),
        "transform",
        "translate(%s %s)".formatted(Markup.number(at.x), Markup.number(at.y)));
    out.leaf(
        "title",
        "%s · %s · %s · %s"
            .formatted(
                task.id(),
                StateGlyph.word(task.state()),
                task.task().agent(),
                Wording.note(state, task, figures)));
    out.empty("rect", "class", "box", "width", CELL - 3, "height", CELL - 3, "rx", "4");
    out.empty("rect", "class", "strip", "y", "3", "width", "3", "height", CELL - 9, "rx", "1.5");
    Drawing.glyph(out, StateGlyph.of(task.state()), tone, 5, 4.5, 12);
    out.close();
  }

  private At at(String id) {
    return places.getOrDefault(id, new At(0, 0));
  }
}
