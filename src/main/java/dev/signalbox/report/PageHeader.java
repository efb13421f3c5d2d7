package dev.signalbox.report;

import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import java.util.Optional;

/// How the run went, at a glance: the outcome, the figures, the facts, and the ways down the page.
final class PageHeader implements PageSection {
  private final RunState state;
  private final Timeline timeline;
  private final Figures figures;
  private final boolean open;

  PageHeader(RunState state, Timeline timeline, Figures figures, boolean open) {
    this.open = open;
    this.state = state;
    this.timeline = timeline;
    this.figures = figures;
  }

  @Override
  public void write(PageMarkup out) {
    out.open("header");
    out.open("p", "class", "kicker").text("Run report").close();
    out.open("h1").text(state.plan().name()).text(" ");
    out.leaf("span", Wording.outcome(state, open), "class", "chip " + Wording.tone(state, open));
    out.close();
    out.open("p", "class", "lead").text(Wording.sentence(state));
    boolean stopped = state.outcome().filter(o -> o.exitCode() > 1).isPresent();
    if (stopped && !state.outcomeReason().isEmpty()) {
      out.text(" ").leaf("span", state.outcomeReason(), "class", "soft");
    }
    if (state.outcome().isEmpty()) {
      out.text(
          open
              ? " The run was under way when this was written."
              : " Its process is gone, last heard of at %s; resume goes on with it."
                  .formatted(state.lastSign().map(out::date).orElse("its start")));
    }
    out.close();
    figures(out);
    out.open("dl", "class", "facts");
    fact(out, "repository", state.repository(), true);
    fact(out, "branch", state.plan().into(), true);
    fact(out, "tip", state.head(), true);
    fact(out, "base", state.base(), true);
    fact(out, "plan file", state.planFile(), true);
    fact(out, "check", Optional.ofNullable(state.plan().check().command()).orElse("none"), true);
    fact(out, "started", state.started().map(out::date).orElse(""), false);
    fact(out, "ended", state.ended().map(out::date).orElse("not yet"), false);
    if (timeline.sessions().size() > 1) {
      fact(out, "sessions", Integer.toString(timeline.sessions().size()), false);
    }
    out.close();
    navigation(out);
    out.closeLine();
  }

  private void figures(PageMarkup out) {
    out.open("dl", "class", "figures");
    figure(out, "landed", state.count(TaskState.LANDED) + " of " + state.tasks().size(), "");
    figure(out, "wall time", Wording.clock(figures.wall()), "");
    figure(out, "work", Wording.clock(figures.work()), "all attempts");
    figure(
        out,
        "speed-up",
        figures.speedUp() == 0 ? "–" : Wording.times(figures.speedUp()),
        Wording.count(figures.parallel(), "slot", "slots"));
    figure(
        out,
        "longest path",
        Wording.clock(figures.pathLength()),
        Wording.count(figures.path().size(), "task", "tasks"));
    figure(
        out,
        "bound",
        Wording.clock(figures.bound()),
        figures.overBound() == 0 ? "" : "took " + Wording.times(figures.overBound()) + " as long");
    figure(out, "conflicts", Integer.toString(state.conflicts().size()), "");
    out.close();
  }

  private static void figure(PageMarkup out, String name, String value, String note) {
    out.open("div").leaf("dt", name).leaf("dd", value);
    if (!note.isEmpty()) {
      out.leaf("dd", note, "class", "soft");
    }
    out.close();
  }

  private static void fact(PageMarkup out, String name, String value, boolean code) {
    if (!value.isEmpty()) {
      out.open("div").leaf("dt", name).leaf("dd", value, "class", code ? "code" : "plain").close();
    }
  }

  private void navigation(PageMarkup out) {
    out.open("nav", "aria-label", "Sections").open("ul");
    link(out, "graph", "Graph", 0);
    link(out, "timeline", "Timeline", 0);
    link(out, "tasks", "Tasks", 0);
    link(out, "conflicts", "Conflicts", state.conflicts().size());
    link(out, "decisions", "Decisions", state.decisions().size());
    link(out, "agents", "Agents", 0);
    link(out, "changes", "Changes", 0);
    out.close().close();
  }

  private static void link(PageMarkup out, String id, String text, int count) {
    out.open("li").open("a", "href", "#" + id).text(text);
    if (count > 0) {
      out.text(" ").leaf("span", Integer.toString(count), "class", "count");
    }
    out.close().close();
  }
}
