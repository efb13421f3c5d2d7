package dev.signalbox.report;

import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskStatus;
import java.util.List;

/// What failed checks printed; left out where none failed.
final class ChecksSection implements PageSection {
  private final RunState state;

  ChecksSection(RunState state) {
    this.state = state;
  }

  @Override
  public void write(PageMarkup out) {
    boolean baseFailed = state.basePassed().filter(passed -> !passed).isPresent();
    List<TaskStatus> failed = state.tasks().stream().filter(t -> !t.checkTail().isEmpty()).toList();
    if (!baseFailed && failed.isEmpty()) {
      return;
    }
    out.section("checks", "What failed checks printed");
    if (baseFailed) {
      output(out, "on the base", state.baseCheckTail());
    }
    failed.forEach(t -> output(out, "on " + t.id() + ", merged", t.checkTail()));
    out.closeLine();
  }

  private static void output(PageMarkup out, String where, String text) {
    out.open("details", "open", "open").open("summary").text("The check ").leaf("strong", where);
    out.close();
    out.leaf("pre", text.isBlank() ? "It printed nothing." : text.stripTrailing(), "tabindex", "0");
    out.close();
  }
}
