package dev.signalbox.report;

import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import java.util.List;

/// What the run did by itself, in sentences.
final class NotesSection implements PageSection {
  private final RunState state;

  NotesSection(RunState state) {
    this.state = state;
  }

  @Override
  public void write(PageMarkup out) {
    out.section("notes", "What the run did");
    out.open("ul", "class", "notes");
    out.leaf("li", baseCheck());
    List<String> second =
        state.inState(TaskState.LANDED).stream()
            .filter(task -> state.status(task).passedAtSecondTry())
            .toList();
    if (!second.isEmpty()) {
      out.leaf(
          "li",
          "The check failed and passed at the second try, on the same tree, for %s."
              .formatted(String.join(", ", second)));
    }
    state.notes().forEach(note -> out.leaf("li", note));
    out.close();
    out.closeLine();
  }

  private String baseCheck() {
    if (state.plan().check().command() == null) {
      return "The plan has no check: what git merged cleanly landed as it was.";
    }
    if (!state.plan().check().onBase()) {
      return "The check was not run on the base: the plan says so.";
    }
    return state
        .basePassed()
        .map(
            passed ->
                passed
                    ? "The check passed on the base."
                    : "The check failed on the base, so nothing could land.")
        .orElse("The check has not been run on the base.");
  }
}
