package dev.signalbox.report;

import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.FailureReason;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.plan.Agent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Who did what when: a lane an agent, a bar an attempt, below it its way to the branch.
final class TimelinePicture {
  private static final double WIDTH = 1140;
  private static final double LEFT = 132;
  private static final double RIGHT = WIDTH - 14;
  private static final double TOP = 30;
  private static final double BAR = 22;
  private static final double ROW = 34;
  private static final double LANE_PAD = 7;
  private static final double BELOW = 20;
  private static final double LABEL = 11.5;

  /// A way to the branch keeps its row to itself up to so many attempts; beyond, only the bars do.
  private static final int ROOMY = 120;

  private static final List<String> KINDS =
      List.of("done", "running", "landing", "failed", "rejected", "conflict", "held");

  private final RunState state;
  private final Timeline timeline;
  private final Figures figures;
  private final Agents agents;
  private final TimeScale scale;
  private final Map<Timeline.Work, Double> tops = new HashMap<>();

  TimelinePicture(RunState state, Timeline timeline, Figures figures, Agents agents) {
    this.state = state;
    this.timeline = timeline;
    this.figures = figures;
    this.agents = agents;
    this.scale = new TimeScale(timeline.sessions(), LEFT, RIGHT);
  }

  void write(Markup out) {
    List<String> lanes =
        agents.ids().stream()
            .filter(a -> timeline.works().stream().anyMatch(w -> w.attempt().agent().equals(a)))
            .toList();
    List<Double> bottoms = new ArrayList<>();
    double y = TOP;
    for (String lane : lanes) {
      y = layOut(lane, y + LANE_PAD) + LANE_PAD;
      bottoms.add(y);
    }
    double chart = 44;
    double high = y + chart + 14 + BELOW;
    out.open(
        "svg",
        "class",
        "timeline",
        "role",
        "img",
        "aria-labelledby",
        "timeline-title timeline-desc",
        "viewBox",
        "0 0 %s %s".formatted(Markup.number(WIDTH), Markup.number(high)));
    out.leaf("title", "Who did what when", "id", "timeline-title");
    out.leaf(
        "desc",
        "%s by %s over %s."
            .formatted(
                Wording.count(timeline.works().size(), "attempt", "attempts"),
                Wording.count(lanes.size(), "agent", "agents"),
                Wording.clock(figures.wall())),
        "id",
        "timeline-desc");
    grid(out, high);
    for (int i = 0; i < lanes.size(); i++) {
      lane(out, lanes.get(i), i == 0 ? TOP : bottoms.get(i - 1), bottoms.get(i));
    }
    timeline.landings().forEach(span -> way(out, span, "landing"));
    timeline.askings().forEach(span -> way(out, span, "attention"));
    timeline.works().forEach(work -> bar(out, work));
    timeline.marks().forEach(mark -> mark(out, mark));
    busy(out, y + 14, chart);
    out.closeLine();
  }

  /// Gives each attempt of `lane` the highest row that is free while it takes.
  private double layOut(String lane, double y) {
    List<Instant> free = new ArrayList<>();
    for (Timeline.Work work : timeline.works()) {
      if (work.attempt().agent().equals(lane)) {
        int row = 0;
        while (row < free.size() && free.get(row).isAfter(work.from())) {
          row++;
        }
        if (row == free.size()) {
          free.add(work.to());
        }
        free.set(row, rowEnd(work));
        tops.put(work, y + row * ROW);
      }
    }
    return y + free.size() * ROW - (ROW - BAR - 8);
  }

  private Instant rowEnd(Timeline.Work work) {
    if (timeline.works().size() > ROOMY) {
      return work.to();
    }
    return timeline.landings().stream()
        .filter(s -> belongs(s, work))
        .map(Timeline.Span::to)
        .max(Comparator.naturalOrder())
        .filter(end -> end.isAfter(work.to()))
        .orElse(work.to());
  }

  private static boolean belongs(Timeline.Span span, Timeline.Work work) {
    return span.task().equals(work.task()) && span.attempt() == work.attempt().number();
  }

  private Timeline.@Nullable Work work(Timeline.Span span) {
    return timeline.works().stream().filter(w -> belongs(span, w)).findFirst().orElse(null);
  }

  private void grid(Markup out, double high) {
    for (TimeScale.Tick tick : scale.ticks()) {
      out.empty(
          "path",
          "class",
          "grid",
          "d",
          "M%s 24V%s".formatted(Markup.number(tick.x()), Markup.number(high - BELOW)));
      String time = Wording.clock(tick.at());
      out.leaf(
          "text",
          time.endsWith(".0") ? time.substring(0, time.length() - 2) : time,
          "class",
          "tick",
          "x",
          tick.x(),
          "y",
          "16");
    }
    for (TimeScale.Gap gap : scale.gaps()) {
      out.open("g", "class", "gap");
      out.leaf("title", "Nothing ran for %s".formatted(Wording.clock(gap.length())));
      out.empty(
          "rect",
          "x",
          gap.x() - TimeScale.GAP / 2,
          "y",
          "24",
          "width",
          TimeScale.GAP,
          "height",
          high - 24 - BELOW);
      out.leaf(
          "text",
          "resumed after " + Wording.clock(gap.length()),
          "x",
          Math.clamp(gap.x(), LEFT + 60, RIGHT - 70),
          "y",
          high - 4);
      out.close();
    }
  }

  private void lane(Markup out, String agent, double top, double bottom) {
    out.empty(
        "path",
        "class",
        "grid",
        "d",
        "M0 %sH%s".formatted(Markup.number(bottom), Markup.number(WIDTH)));
    double y = top + LANE_PAD;
    out.open("g", "class", agents.tone(agent));
    out.leaf("title", agent);
    out.empty(
        "rect",
        "class",
        "strip",
        "y",
        y,
        "width",
        "3",
        "height",
        bottom - top - 2 * LANE_PAD,
        "rx",
        "1.5");
    out.leaf(
        "text",
        Drawing.fit(agent, 13, LEFT - 26),
        "class",
        "lane",
        "x",
        "12",
        "y",
        y + (bottom - top < 44 ? 18 : 13));
    if (bottom - top >= 44) {
      out.leaf(
          "text", Drawing.fit(kind(agent), 11, LEFT - 26), "class", "note", "x", "12", "y", y + 29);
    }
    out.close();
  }

  private String kind(String agent) {
    Agent known = state.plan().agents().get(agent);
    return known == null ? "" : known.kind() + ", " + known.capacity() + " at once";
  }

  private void bar(Markup out, Timeline.Work work) {
    double x = scale.x(work.from());
    double wide = Math.max(1.5, scale.x(work.to()) - x - 1);
    double y = tops.getOrDefault(work, TOP);
    String tries =
        state.status(work.task()).attempts().size() > 1 ? " · try " + work.attempt().number() : "";
    out.open("g", "class", "bar " + tone(work));
    out.leaf("title", about(work));
    out.empty("rect", "x", x, "y", y, "width", wide, "height", BAR, "rx", wide < 10 ? "1" : "5");
    double room = wide - 14;
    String label = work.task() + tries;
    if (Drawing.width(label, LABEL) > room) {
      label = Drawing.fit(work.task(), LABEL, room);
    }
    if (!label.isEmpty()) {
      out.leaf("text", label, "x", x + 8, "y", y + 15);
    }
    out.close();
  }

  private String tone(Timeline.Work work) {
    FailureReason reason = work.attempt().reason();
    if (reason == null) {
      TaskState end = state.status(work.task()).state();
      if (end == TaskState.REJECTED || end == TaskState.CANCELLED) {
        return end == TaskState.REJECTED ? "rejected" : "held";
      }
      boolean landed = end == TaskState.LANDED && isLast(work);
      return landed ? "done" : work.attempt().ended() == null ? "running" : "landing";
    }
    return switch (reason) {
      case CONFLICT -> "conflict";
      case LOST, STOPPED, LIMIT, MACHINE -> "held";
      case EXIT, TIMEOUT, SILENCE, START, WORKSPACE, CHECK -> "failed";
    };
  }

  /// The tones of all bars, in the order of the legend.
  List<String> kinds() {
    List<String> present = timeline.works().stream().map(this::tone).distinct().toList();
    return KINDS.stream().filter(present::contains).toList();
  }

  private boolean isLast(Timeline.Work work) {
    return work.attempt().number() == state.status(work.task()).attempts().size();
  }

  private String about(Timeline.Work work) {
    Attempt attempt = work.attempt();
    boolean landed = state.status(work.task()).state() == TaskState.LANDED && isLast(work);
    String detail = attempt.detail().isEmpty() ? "" : "\n" + attempt.detail();
    return "%s, attempt %d: %s, %s%s"
        .formatted(
            work.task(),
            attempt.number(),
            Wording.clock(java.time.Duration.between(work.from(), work.to())),
            Wording.result(attempt, landed),
            detail);
  }

  private void way(Markup out, Timeline.Span span, String tone) {
    Timeline.Work work = work(span);
    if (work == null) {
      return;
    }
    double x = scale.x(span.from());
    out.open("g", "class", "way " + tone);
    out.leaf(
        "title",
        "%s: %s %s"
            .formatted(
                span.task(),
                tone.equals("attention") ? "waited for a person for" : "was on its way to land for",
                Wording.clock(java.time.Duration.between(span.from(), span.to()))));
    out.empty(
        "rect",
        "x",
        x,
        "y",
        tops.getOrDefault(work, TOP) + BAR / 2 - 2,
        "width",
        Math.max(1, scale.x(span.to()) - x),
        "height",
        "4",
        "rx",
        "2");
    out.close();
  }

  private void mark(Markup out, Timeline.Mark mark) {
    Timeline.Work work =
        timeline.works().stream()
            .filter(w -> w.task().equals(mark.task()) && !w.from().isAfter(mark.at()))
            .reduce((a, b) -> b)
            .orElse(null);
    if (work == null) {
      return;
    }
    double x = scale.x(mark.at());
    double y = tops.getOrDefault(work, TOP);
    out.open("g");
    out.leaf("title", mark.task() + (mark.conflict() ? ": conflict" : " landed"));
    if (mark.conflict()) {
      Drawing.glyph(out, StateGlyph.CONFLICT, "conflict", x - 5, y - 7, 14);
    } else {
      out.empty(
          "path",
          "class",
          "landed",
          "d",
          "M%s %sV%s".formatted(Markup.number(x), Markup.number(y), Markup.number(y + BAR)));
    }
    out.close();
  }

  /// How many slots were taken, as steps.
  private void busy(Markup out, double y, double high) {
    // What ends and what begins at one instant cancel out, and draw no spike.
    NavigableMap<Instant, Integer> changes = new TreeMap<>();
    for (Timeline.Work work : timeline.works()) {
      changes.merge(work.from(), 1, Integer::sum);
      changes.merge(work.to(), -1, Integer::sum);
    }
    int most = Math.max(figures.parallel(), 1);
    StringBuilder line = new StringBuilder();
    line.append("M").append(Markup.number(LEFT)).append(' ').append(Markup.number(y + high));
    int taken = 0;
    for (Map.Entry<Instant, Integer> change : changes.entrySet()) {
      taken += change.getValue();
      line.append("H").append(Markup.number(scale.x(change.getKey())));
      line.append("V").append(Markup.number(y + high - high * Math.min(1, (double) taken / most)));
    }
    line.append("H").append(Markup.number(RIGHT));
    out.open("g", "class", "busy");
    out.leaf("title", "Slots taken over time");
    out.empty("path", "d", line.toString());
    out.leaf("text", "busy slots", "class", "note", "x", "12", "y", y + 14);
    out.leaf(
        "text",
        String.format(Locale.ROOT, "%.1f of %d", figures.speedUp(), most),
        "class",
        "note faint",
        "x",
        "12",
        "y",
        y + 31);
    out.close();
  }
}
