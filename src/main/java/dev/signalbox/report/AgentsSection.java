package dev.signalbox.report;

import dev.signalbox.engine.RunState;
import java.util.Locale;

/// How busy every agent was.
final class AgentsSection implements PageSection {
  private final RunState state;
  private final Figures figures;

  AgentsSection(RunState state, Figures figures) {
    this.state = state;
    this.figures = figures;
  }

  @Override
  public void write(PageMarkup out) {
    out.section("agents", "Agents");
    out.table(
        "agents",
        "Every agent",
        "agent",
        "kind",
        "at once",
        "tasks",
        "attempts",
        "did not land",
        "busy",
        "of its time");
    for (Figures.OfAgent agent : figures.agents().values()) {
      out.open("tr");
      out.agentCell(agent.id());
      var known = state.plan().agents().get(agent.id());
      out.open("td").text(known == null ? "" : known.kind());
      if (known != null && known.description() != null) {
        out.leaf("span", known.description(), "class", "soft line");
      }
      out.close();
      out.numberCell(known == null ? "" : Integer.toString(agent.capacity()));
      out.numberCell(Integer.toString(agent.tasks()));
      out.numberCell(Integer.toString(agent.attempts()));
      out.numberCell(Integer.toString(agent.failures()));
      out.numberCell(Wording.clock(agent.busy()));
      out.numberCell(share(agent));
      out.closeLine();
    }
    out.endTable();
    out.closeLine();
  }

  private String share(Figures.OfAgent agent) {
    long could = figures.wall().toMillis() * agent.capacity();
    return could == 0
        ? ""
        : String.format(Locale.ROOT, "%d %%", 100 * agent.busy().toMillis() / could);
  }
}
