package dev.signalbox.report;

import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.FailureReason;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import java.time.Duration;
import java.util.List;

/// What stands on the lanes of the timeline's picture: the attempts, their ways to the branch, and
/// where they landed or did not fit.
final class TimelineBars {
  private static final double BAR = TimelineRows.BAR;
  private static final double LABEL = 11.5;

  private static final List<String> KINDS =
      List.of("done", "running", "landing", "failed", "rejected", "conflict", "held");

  private final RunState state;
  private final Timeline timeline;
  private final TimelineRows rows;
  private final TimeScale scale;

  TimelineBars(RunState state, Timeline timeline, TimelineRows rows, TimeScale scale) {
    this.state = state;
    this.timeline = timeline;
    this.rows = rows;
    this.scale = scale;
  }

  void write(Markup out) {
    timeline.landings().forEach(span -> way(out, span, "landing"));
    timeline.askings().forEach(span -> way(out, span, "attention"));
    timeline.works().forEach(work -> bar(out, work));
    timeline.marks().forEach(mark -> mark(out, mark));
  }

  /// The tones of all bars, in the order of the legend.
  List<String> kinds() {
    List<String> present = timeline.works().stream().map(this::tone).distinct().toList();
    return KINDS.stream().filter(present::contains).toList();
  }

  private void bar(Markup out, Timeline.Work work) {
    double x = scale.x(work.from());
    double wide = Math.max(1.5, scale.x(work.to()) - x - 1);
    double y = rows.top(work);
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
      case CONFLICT, STALE_READ -> "conflict";
      case LOST, SENT_BACK, STOPPED, LIMIT, MACHINE -> "held";
      case EXIT, TIMEOUT, SILENCE, START, WORKSPACE, CHECK, HOOK -> "failed";
    };
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
            Wording.clock(Duration.between(work.from(), work.to())),
            Wording.result(attempt, landed),
            detail);
  }

  private void way(Markup out, Timeline.Span span, String tone) {
    rows.work(span).ifPresent(work -> way(out, span, work, tone));
  }

  private void way(Markup out, Timeline.Span span, Timeline.Work work, String tone) {
    double x = scale.x(span.from());
    out.open("g", "class", "way " + tone);
    out.leaf(
        "title",
        "%s: %s %s"
            .formatted(
                span.task(),
                tone.equals("attention") ? "waited for a person for" : "was on its way to land for",
                Wording.clock(Duration.between(span.from(), span.to()))));
    out.empty(
        "rect",
        "x",
        x,
        "y",
        rows.top(work) + BAR / 2 - 2,
        "width",
        Math.max(1, scale.x(span.to()) - x),
        "height",
        "4",
        "rx",
        "2");
    out.close();
  }

  private void mark(Markup out, Timeline.Mark mark) {
    rows.work(mark).ifPresent(work -> mark(out, mark, work));
  }

  private void mark(Markup out, Timeline.Mark mark, Timeline.Work work) {
    double x = scale.x(mark.at());
    double y = rows.top(work);
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
}
