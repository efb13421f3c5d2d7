package dev.signalbox.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where on the timeline's picture each attempt's bar stands: a lane an agent, in it as many rows
/// as attempts were under way at once.
final class TimelineRows {
  static final double TOP = 30;
  static final double BAR = 22;
  static final double LANE_PAD = 7;
  private static final double ROW = 34;

  /// A way to the branch keeps its row to itself up to so many attempts; beyond, only the bars do.
  private static final int ROOMY = 120;

  /// An agent's part of the picture.
  record Lane(String agent, double top, double bottom) {}

  private final Timeline timeline;
  private final List<Lane> lanes = new ArrayList<>();
  private final Map<Timeline.Work, Double> tops = new HashMap<>();

  TimelineRows(Timeline timeline, Agents agents) {
    this.timeline = timeline;
    double y = TOP;
    for (String agent : agents.ids()) {
      if (timeline.works().stream().anyMatch(w -> w.attempt().agent().equals(agent))) {
        double bottom = layOut(agent, y + LANE_PAD) + LANE_PAD;
        lanes.add(new Lane(agent, y, bottom));
        y = bottom;
      }
    }
  }

  List<Lane> lanes() {
    return lanes;
  }

  double bottom() {
    return lanes.isEmpty() ? TOP : lanes.getLast().bottom();
  }

  /// The upper edge of an attempt's bar.
  double top(Timeline.Work work) {
    return tops.getOrDefault(work, TOP);
  }

  /// The attempt whose way to the branch `span` is.
  Optional<Timeline.Work> work(Timeline.Span span) {
    return timeline.works().stream().filter(w -> belongs(span, w)).findFirst();
  }

  /// The task's last attempt that had begun at the time of `mark`.
  Optional<Timeline.Work> work(Timeline.Mark mark) {
    return timeline.works().stream()
        .filter(w -> w.task().equals(mark.task()) && !w.from().isAfter(mark.at()))
        .reduce((a, b) -> b);
  }

  /// Gives each attempt of `agent` the highest row that is free while it takes.
  private double layOut(String agent, double y) {
    List<Instant> free = new ArrayList<>();
    for (Timeline.Work work : timeline.works()) {
      if (work.attempt().agent().equals(agent)) {
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
}
