package dev.signalbox.report;

import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import dev.signalbox.report.LayeredLayout.Edge;
import dev.signalbox.report.LayeredLayout.Place;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Tasks and what comes after what, as a picture.
final class GraphPicture {
  private static final double HEIGHT = 58;
  private static final double ROW = 84;
  private static final double COLUMN_GAP = 54;
  private static final double MARGIN = 8;
  private static final double NARROWEST = 160;
  private static final double WIDEST = 216;
  private static final double NAME = 13;
  private static final double NOTE = 11;

  private final RunState state;
  private final Figures figures;
  private final Agents agents;
  private final Set<Edge> critical = new HashSet<>();
  private final double width;

  GraphPicture(RunState state, Figures figures, Agents agents) {
    this.state = state;
    this.figures = figures;
    this.agents = agents;
    for (int i = 1; i < figures.path().size(); i++) {
      critical.add(new Edge(figures.path().get(i - 1), figures.path().get(i)));
    }
    double longest =
        state.tasks().stream().mapToDouble(t -> Drawing.width(t.id(), NAME)).max().orElse(0);
    width = Math.clamp(Math.ceil(longest) + 56, NARROWEST, WIDEST);
  }

  void write(Markup out) {
    Map<Edge, List<Dependency>> edges =
        state.graph().dependencies().stream()
            .collect(
                Collectors.groupingBy(
                    d -> new Edge(d.from(), d.to()), LinkedHashMap::new, Collectors.toList()));
    LayeredLayout layout = new LayeredLayout(state.graph().levels(), List.copyOf(edges.keySet()));
    double wide = state.graph().levels().size() * (width + COLUMN_GAP) - COLUMN_GAP + 2 * MARGIN;
    double high = (layout.height() - 1) * ROW + HEIGHT + 2 * MARGIN;
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
        "width:%spx;min-width:%spx"
            .formatted(Markup.number(wide), Markup.number(Math.min(wide, wide * 0.72 + 80))));
    out.leaf("title", "Tasks and what comes after what", "id", "graph-title");
    out.leaf("desc", description(), "id", "graph-desc");
    arrow(out, "arrow", "edge-end");
    arrow(out, "arrow-critical", "edge-end critical");
    edges.forEach((edge, reasons) -> edge(out, layout, edge, reasons));
    state.tasks().forEach(task -> node(out, task, layout.place(task.id())));
    out.closeLine();
  }

  private String description() {
    return "%s in %s. The longest path is %s."
        .formatted(
            Wording.count(state.tasks().size(), "task", "tasks"),
            Wording.count(state.graph().levels().size(), "column", "columns"),
            String.join(", then ", figures.path()));
  }

  private static void arrow(Markup out, String id, String tone) {
    out.open("defs")
        .open(
            "marker",
            "id",
            id,
            "viewBox",
            "0 0 8 8",
            "refX",
            "7",
            "refY",
            "4",
            "markerUnits",
            "userSpaceOnUse",
            "markerWidth",
            "9",
            "markerHeight",
            "9",
            "orient",
            "auto")
        .empty("path", "class", tone, "d", "M0 0L8 4L0 8z")
        .close()
        .close();
  }

  private void edge(Markup out, LayeredLayout layout, Edge edge, List<Dependency> reasons) {
    boolean heavy = critical.contains(edge);
    for (int i = 0; i < reasons.size(); i++) {
      Dependency reason = reasons.get(i);
      double aside = (i - (reasons.size() - 1) / 2.0) * 7;
      out.open(
          "path",
          "class",
          "edge " + style(reason.provenance()) + (heavy ? " critical" : ""),
          "d",
          line(layout, edge, aside),
          "marker-end",
          heavy ? "url(#arrow-critical)" : "url(#arrow)");
      String why = reason.detail().isEmpty() ? "" : " (" + reason.detail() + ")";
      out.leaf(
          "title",
          "%s → %s: %s%s".formatted(edge.from(), edge.to(), style(reason.provenance()), why));
      out.close();
    }
  }

  static String style(Provenance provenance) {
    return switch (provenance) {
      case DECLARED -> "declared";
      case DATA -> "data";
      case CLAIM -> "claim";
      case ADDED -> "added";
    };
  }

  private String line(LayeredLayout layout, Edge edge, double aside) {
    Place from = layout.place(edge.from());
    double x = left(from) + width;
    double y = middle(from) + aside;
    StringBuilder path = new StringBuilder("M").append(point(x, y));
    for (Place bend : layout.bends(edge)) {
      curve(path, x, y, left(bend), middle(bend) + aside);
      x = left(bend) + width;
      y = middle(bend) + aside;
      path.append("L").append(point(x, y));
    }
    Place to = layout.place(edge.to());
    curve(path, x, y, left(to) - 1, middle(to) + aside);
    return path.toString();
  }

  private static void curve(StringBuilder path, double x, double y, double toX, double toY) {
    double half = (x + toX) / 2;
    path.append("C")
        .append(point(half, y))
        .append(' ')
        .append(point(half, toY))
        .append(' ')
        .append(point(toX, toY));
  }

  private static String point(double x, double y) {
    return Markup.number(x) + " " + Markup.number(y);
  }

  private double left(Place place) {
    return MARGIN + place.column() * (width + COLUMN_GAP);
  }

  private static double middle(Place place) {
    return MARGIN + HEIGHT / 2 + place.row() * ROW;
  }

  private void node(Markup out, TaskStatus task, Place place) {
    String tone = Wording.tone(task.state());
    String agent = task.task().agent();
    out.open(
        "g",
        "class",
        "node " + tone + " " + agents.tone(agent),
        "transform",
        "translate(%s)".formatted(point(left(place), middle(place) - HEIGHT / 2)));
    out.leaf("title", about(task));
    out.empty("rect", "class", "box", "width", width, "height", HEIGHT, "rx", "8");
    out.empty("rect", "class", "strip", "y", "8", "width", "3", "height", HEIGHT - 16, "rx", "1.5");
    Drawing.glyph(out, StateGlyph.of(task.state()), tone, 13, 12, 14);
    boolean conflict = task.conflicts() > 0;
    double room = width - 34 - (conflict ? 28 : 10);
    out.leaf("text", Drawing.fit(task.id(), NAME, room), "class", "name", "x", "33", "y", "24");
    if (conflict) {
      Drawing.glyph(out, StateGlyph.CONFLICT, "conflict", width - 24, 12, 14);
    }
    String note = Wording.note(state, task, figures);
    String noteTone =
        task.state() == TaskState.FAILED || task.state().isAsking() ? "note " + tone : "note";
    out.leaf("text", note, "class", noteTone, "x", "14", "y", "44");
    out.leaf(
        "text",
        Drawing.fit(agent, NOTE, width - 30 - Drawing.width(note, NOTE)),
        "class",
        "agent",
        "x",
        width - 10,
        "y",
        "44");
    progress(out, task);
    out.close();
  }

  private void progress(Markup out, TaskStatus task) {
    Duration expected = task.task().expect();
    if (task.state() != TaskState.RUNNING || expected == null || expected.isZero()) {
      return;
    }
    double share =
        Math.min(
            1,
            (double) figures.workOf().getOrDefault(task.id(), Duration.ZERO).toMillis()
                / expected.toMillis());
    double full = width - 20;
    out.empty(
        "rect",
        "class",
        "rail",
        "x",
        "10",
        "y",
        HEIGHT - 5,
        "width",
        full,
        "height",
        "2.5",
        "rx",
        "1.2");
    out.empty(
        "rect",
        "class",
        "glyph running",
        "x",
        "10",
        "y",
        HEIGHT - 5,
        "width",
        full * share,
        "height",
        "2.5",
        "rx",
        "1.2");
  }

  private String about(TaskStatus task) {
    String description =
        task.task().description().isEmpty() ? "" : "\n" + task.task().description();
    String reason = task.reason().isEmpty() ? "" : ": " + task.reason();
    return "%s · %s%s%s".formatted(task.id(), StateGlyph.word(task.state()), reason, description);
  }
}
