package dev.signalbox.report;

import dev.signalbox.engine.Event;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskStatus;
import java.util.List;

/// What failed checks printed, and hooks that were against commits; left out where there are none.
final class ChecksSection implements PageSection {
  private final RunState state;

  ChecksSection(RunState state) {
    this.state = state;
  }

  @Override
  public void write(PageMarkup out) {
    boolean baseFailed = state.basePassed().filter(passed -> !passed).isPresent();
    List<TaskStatus> failed = state.tasks().stream().filter(t -> !t.checkTail().isEmpty()).toList();
    List<Event.HookRefused> hooks =
        state.tasks().stream().flatMap(t -> t.hookRefusal().stream()).toList();
    if (!baseFailed && failed.isEmpty() && hooks.isEmpty()) {
      return;
    }
    out.section(
        "checks",
        hooks.isEmpty()
            ? "What failed checks printed"
            : "What checks and hooks printed that failed");
    if (baseFailed) {
      output(out, "The check ", "on the base", state.baseCheckTail());
    }
    failed.forEach(t -> output(out, "The check ", "on " + t.id() + ", merged", t.checkTail()));
    hooks.forEach(
        e ->
            output(
                out, "The hook " + e.hook() + " ", "on " + e.task() + ": it " + e.why(), e.tail()));
    out.closeLine();
  }

  private static void output(PageMarkup out, String what, String where, String text) {
    out.open("details", "open", "open").open("summary").text(what).leaf("strong", where);
    out.close();
    out.leaf("pre", text.isBlank() ? "It printed nothing." : text.stripTrailing(), "tabindex", "0");
    out.close();
  }
}
