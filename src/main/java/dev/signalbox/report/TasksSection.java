package dev.signalbox.report;

import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import java.time.Duration;

/// Every task with where it stands.
final class TasksSection implements PageSection {
  private final RunState state;
  private final Figures figures;

  TasksSection(RunState state, Figures figures) {
    this.state = state;
    this.figures = figures;
  }

  @Override
  public void write(PageMarkup out) {
    out.section("tasks", "Tasks");
    out.table(
        "tasks",
        "Every task",
        "state",
        "task",
        "agent",
        "attempts",
        "started",
        "took",
        "commit",
        "isolation");
    for (TaskStatus task : state.tasks()) {
      out.open("tr", "id", "task-" + task.index());
      out.stateCell(task.state());
      out.open("td");
      out.leaf("strong", task.id(), "class", task.state() == TaskState.SKIPPED ? "struck" : "id");
      if (!task.task().description().isEmpty()) {
        out.leaf("span", task.task().description(), "class", "soft line");
      }
      String reason = task.question().isEmpty() ? task.reason() : task.question();
      if (!reason.isEmpty()) {
        out.leaf("span", reason, "class", "line ink " + Wording.tone(task.state()));
      }
      out.close();
      out.agentCell(task.task().agent());
      out.numberCell(task.attempts().isEmpty() ? "" : Integer.toString(task.attempts().size()));
      out.numberCell(task.started().map(out::time).orElse(""));
      Duration work = figures.workOf().getOrDefault(task.id(), Duration.ZERO);
      out.numberCell(task.attempts().isEmpty() ? "" : Wording.clock(work));
      out.codeCell(task.state() == TaskState.LANDED ? commit(task) : "");
      out.leaf("td", Wording.isolation(task));
      out.closeLine();
    }
    out.endTable();
    if (state.count(TaskState.LANDED) > 0) {
      out.leaf("p", Wording.isolation(state), "class", "note");
    }
    out.closeLine();
  }

  private static String commit(TaskStatus task) {
    return task.commit().isEmpty() ? "no change" : Wording.shortCommit(task.commit());
  }
}
