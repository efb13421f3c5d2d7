package dev.signalbox.report;

import dev.signalbox.engine.RunState;

/// Who did what when, with the words for its signs.
final class TimelineSection implements PageSection {
  private final RunState state;
  private final Timeline timeline;
  private final Figures figures;
  private final Agents agents;

  TimelineSection(RunState state, Timeline timeline, Figures figures, Agents agents) {
    this.state = state;
    this.timeline = timeline;
    this.figures = figures;
    this.agents = agents;
  }

  @Override
  public void write(PageMarkup out) {
    out.section("timeline", "Timeline");
    if (timeline.works().isEmpty()) {
      out.nothing("Nothing has run.");
    } else {
      out.open("div", "class", "picture");
      TimelinePicture picture = new TimelinePicture(state, timeline, figures, agents);
      picture.write(out);
      out.close();
      out.open("ul", "class", "legend");
      picture.kinds().forEach(tone -> swatch(out, tone));
      if (!timeline.landings().isEmpty()) {
        out.legendEntry("thread landing", "on its way to land");
      }
      if (!timeline.askings().isEmpty()) {
        out.legendEntry("thread attention", "a person was asked");
      }
      if (!state.conflicts().isEmpty()) {
        out.conflictEntry();
      }
      out.close();
    }
    out.closeLine();
  }

  private static void swatch(PageMarkup out, String tone) {
    out.legendEntry(
        "swatch " + tone,
        switch (tone) {
          case "done" -> "landed";
          case "conflict" -> "did not fit, ran again";
          case "held" -> "lost or called off";
          case "landing" -> "ended, not landed yet";
          default -> tone;
        });
  }
}
