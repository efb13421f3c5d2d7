package dev.signalbox.report;

import dev.signalbox.engine.RunState;
import java.time.ZoneId;
import java.util.List;

/// The report as one HTML file that loads nothing and needs no script.
final class ReportPage {
  /// A report of a thousand changed files would hide everything else.
  static final int PATHS_SHOWN = 200;

  private final RunState state;
  private final ZoneId zone;
  private final Agents agents;
  private final String outcome;
  private final List<PageSection> sections;

  ReportPage(RunState state, Timeline timeline, Figures figures, ZoneId zone, boolean open) {
    this.state = state;
    this.outcome = Wording.outcome(state, open);
    this.zone = zone;
    this.agents = new Agents(state);
    this.sections =
        List.of(
            new PageHeader(state, timeline, figures, open),
            new GraphSection(state, figures, agents),
            new TimelineSection(state, timeline, figures, agents),
            new TasksSection(state, figures),
            new AttemptsSection(state),
            new ConflictsSection(state),
            new DecisionsSection(state),
            new AgentsSection(state, figures),
            new NotesSection(state),
            new ChecksSection(state),
            new ChangesSection(state));
  }

  String write(String css) {
    PageMarkup out = new PageMarkup(agents, zone);
    out.doctype().open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en");
    head(out, css);
    out.open("body").open("main");
    sections.forEach(section -> section.write(out));
    out.close();
    footer(out);
    return out.close().closeLine().toString();
  }

  private void head(PageMarkup out, String css) {
    out.open("head");
    out.empty("meta", "charset", "utf-8");
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    out.empty("meta", "name", "color-scheme", "content", "light dark");
    // Whatever a run's texts hold, this page loads and runs nothing.
    out.empty(
        "meta",
        "http-equiv",
        "Content-Security-Policy",
        "content",
        "default-src 'none'; style-src 'unsafe-inline'");
    out.leaf("title", state.plan().name() + " · " + outcome + " · Signalbox");
    out.style(css);
    out.closeLine();
  }

  private void footer(PageMarkup out) {
    out.open("footer");
    out.text("Run " + state.run() + ". ");
    out.text("Times of day are " + zone + "; lengths are minutes and seconds. ");
    out.text("The same facts for programs: report.json beside this file.");
    out.closeLine();
  }
}
