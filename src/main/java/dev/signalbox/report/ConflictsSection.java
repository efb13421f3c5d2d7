package dev.signalbox.report;

import dev.signalbox.engine.FoundConflict;
import dev.signalbox.engine.RunState;
import java.util.stream.Collectors;

/// What did not fit, and what became of it.
final class ConflictsSection implements PageSection {
  private final RunState state;

  ConflictsSection(RunState state) {
    this.state = state;
  }

  @Override
  public void write(PageMarkup out) {
    out.section("conflicts", "Conflicts");
    if (state.conflicts().isEmpty()) {
      out.nothing("No change failed to fit.");
    } else {
      out.table(
          "conflicts",
          "Every conflict",
          "when",
          "kind",
          "tasks",
          "paths",
          "what was said",
          "what became of it");
      for (FoundConflict found : state.conflicts()) {
        out.open("tr");
        out.numberCell(out.time(found.at()));
        out.leaf("td", kind(found) + (found.live() ? " · seen while they worked" : ""));
        out.open("td");
        found.conflict().tasks().forEach(t -> out.leaf("strong", t, "class", "id line"));
        out.close();
        out.open("td", "class", "code");
        found.conflict().paths().stream()
            .limit(ReportPage.PATHS_SHOWN)
            .forEach(p -> out.leaf("span", p, "class", "line"));
        out.close();
        out.leaf("td", found.conflict().detail());
        out.leaf("td", found.isOpen() ? "open" : found.how());
        out.closeLine();
      }
      out.endTable();
    }
    if (!state.rungs().isEmpty()) {
      out.leaf(
          "p",
          "Put together without another attempt: "
              + state.rungs().entrySet().stream()
                  .map(rung -> rung.getKey().words() + " " + rung.getValue().words())
                  .collect(Collectors.joining(", "))
              + ".",
          "class",
          "note");
    }
    out.closeLine();
  }

  private static String kind(FoundConflict found) {
    return switch (found.conflict().kind()) {
      case TEXT -> "text · git";
      case CHECK -> "check";
      case STALE_READ -> "stale read";
      case FILE -> "same file";
      case CLAIM -> "claim";
    };
  }
}
