package dev.signalbox.report;

import dev.signalbox.engine.RunState;
import java.util.List;

/// What comes after what, with the words for its signs.
final class GraphSection implements PageSection {
  private final RunState state;
  private final Figures figures;
  private final Agents agents;

  GraphSection(RunState state, Figures figures, Agents agents) {
    this.state = state;
    this.figures = figures;
    this.agents = agents;
  }

  @Override
  public void write(PageMarkup out) {
    out.section("graph", "Graph");
    boolean large = state.tasks().size() >= GraphOverview.FROM;
    if (state.tasks().isEmpty()) {
      out.nothing("No tasks.");
    } else {
      out.open("div", "class", "picture");
      if (large) {
        new GraphOverview(state, figures, agents).write(out);
      } else {
        new GraphPicture(state, figures, agents).write(out);
      }
      out.close();
      legend(out, large);
    }
    out.closeLine();
  }

  private void legend(PageMarkup out, boolean large) {
    out.open("ul", "class", "legend");
    if (large) {
      out.leaf(
          "li",
          "One mark a task, level by level; those on the longest path are framed. Every dependency is in report.json.");
    } else {
      for (String kind : List.of("declared", "data", "claim", "added")) {
        sample(out, kind, kind);
      }
    }
    if (!large) {
      sample(out, "critical", "longest path");
    }
    if (!large && !state.conflicts().isEmpty()) {
      out.conflictEntry();
    }
    for (String agent : agents.ids()) {
      out.agentEntry(agent);
    }
    out.close();
  }

  private static void sample(PageMarkup out, String kind, String text) {
    out.open("li");
    out.open("svg", "class", "sample", "viewBox", "0 0 28 8", "aria-hidden", "true");
    out.empty("path", "class", "edge " + kind, "d", "M1 4H27").close();
    out.text(text).close();
  }
}
