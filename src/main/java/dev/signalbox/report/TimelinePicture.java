package dev.signalbox.report;

import dev.signalbox.engine.RunState;
import dev.signalbox.plan.Agent;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Who did what when: a lane an agent, a bar an attempt, below it its way to the branch.
final class TimelinePicture {
  private static final double WIDTH = 1140;
  private static final double LEFT = 132;
  private static final double RIGHT = WIDTH - 14;
  private static final double BELOW = 20;
  private static final double CHART = 44;

  private final RunState state;
  private final Timeline timeline;
  private final Figures figures;
  private final Agents agents;
  private final TimeScale scale;
  private final TimelineRows rows;
  private final TimelineBars bars;

  TimelinePicture(RunState state, Timeline timeline, Figures figures, Agents agents) {
    this.state = state;
    this.timeline = timeline;
    this.figures = figures;
    this.agents = agents;
    this.scale = new TimeScale(timeline.sessions(), LEFT, RIGHT);
    this.rows = new TimelineRows(timeline, agents);
    this.bars = new TimelineBars(state, timeline, rows, scale);
  }

  /// The tones of all bars, in the order of the legend.
  List<String> kinds() {
    return bars.kinds();
  }

  void write(Markup out) {
    double high = rows.bottom() + 14 + CHART + BELOW;
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
                Wording.count(rows.lanes().size(), "agent", "agents"),
                Wording.clock(figures.wall())),
        "id",
        "timeline-desc");
    grid(out, high);
    rows.lanes().forEach(lane -> lane(out, lane));
    bars.write(out);
    busy(out, rows.bottom() + 14);
    out.closeLine();
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

  private void lane(Markup out, TimelineRows.Lane lane) {
    double room = lane.bottom() - lane.top();
    out.empty(
        "path",
        "class",
        "grid",
        "d",
        "M0 %sH%s".formatted(Markup.number(lane.bottom()), Markup.number(WIDTH)));
    double y = lane.top() + TimelineRows.LANE_PAD;
    out.open("g", "class", agents.tone(lane.agent()));
    out.leaf("title", lane.agent());
    out.empty(
        "rect",
        "class",
        "strip",
        "y",
        y,
        "width",
        "3",
        "height",
        room - 2 * TimelineRows.LANE_PAD,
        "rx",
        "1.5");
    out.leaf(
        "text",
        Drawing.fit(lane.agent(), 13, LEFT - 26),
        "class",
        "lane",
        "x",
        "12",
        "y",
        y + (room < 44 ? 18 : 13));
    if (room >= 44) {
      out.leaf(
          "text",
          Drawing.fit(kind(lane.agent()), 11, LEFT - 26),
          "class",
          "note",
          "x",
          "12",
          "y",
          y + 29);
    }
    out.close();
  }

  private String kind(String agent) {
    Agent known = state.plan().agents().get(agent);
    return known == null ? "" : known.kind() + ", " + known.capacity() + " at once";
  }

  /// How many slots were taken, as steps.
  private void busy(Markup out, double y) {
    // What ends and what begins at one instant cancel out, and draw no spike.
    NavigableMap<Instant, Integer> changes = new TreeMap<>();
    for (Timeline.Work work : timeline.works()) {
      changes.merge(work.from(), 1, Integer::sum);
      changes.merge(work.to(), -1, Integer::sum);
    }
    int most = Math.max(figures.parallel(), 1);
    StringBuilder line = new StringBuilder();
    line.append("M").append(Markup.number(LEFT)).append(' ').append(Markup.number(y + CHART));
    int taken = 0;
    for (Map.Entry<Instant, Integer> change : changes.entrySet()) {
      taken += change.getValue();
      line.append("H").append(Markup.number(scale.x(change.getKey())));
      line.append("V")
          .append(Markup.number(y + CHART - CHART * Math.min(1, (double) taken / most)));
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
