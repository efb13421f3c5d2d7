package dev.signalbox.report;

import dev.signalbox.engine.RunState;

/// What people decided, and with which words.
final class DecisionsSection implements PageSection {
  private final RunState state;

  DecisionsSection(RunState state) {
    this.state = state;
  }

  @Override
  public void write(PageMarkup out) {
    out.section("decisions", "Decisions");
    if (state.decisions().isEmpty()) {
      out.nothing("Nobody was asked, and nobody stepped in.");
    } else {
      out.table("decisions", "What people decided", "when", "who", "what", "task", "words");
      state
          .decisions()
          .forEach(
              d -> {
                out.open("tr");
                out.numberCell(out.time(d.at()));
                out.leaf("td", d.by());
                out.leaf("td", d.inWords());
                out.open("td");
                if (!d.task().isEmpty()) {
                  out.leaf("strong", d.task(), "class", "id");
                }
                out.close();
                out.leaf("td", d.message());
                out.closeLine();
              });
      out.endTable();
    }
    out.closeLine();
  }
}
