package dev.signalbox.report;

import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Attempts of tasks that did not land at once; left out where all did.
final class AttemptsSection implements PageSection {
  private final RunState state;

  AttemptsSection(RunState state) {
    this.state = state;
  }

  @Override
  public void write(PageMarkup out) {
    List<TaskStatus> retried =
        state.tasks().stream()
            .filter(
                t ->
                    t.attempts().size() > 1
                        || t.attempts().stream().anyMatch(a -> a.reason() != null))
            .toList();
    if (retried.isEmpty()) {
      return;
    }
    out.section("attempts", "Attempts that did not land at once");
    out.table(
        "attempts",
        "Attempts of tasks that did not land at once",
        "task",
        "try",
        "agent",
        "started",
        "took",
        "exit",
        "result");
    for (TaskStatus task : retried) {
      for (Attempt attempt : task.attempts()) {
        out.open("tr");
        out.open("td").leaf("strong", task.id(), "class", "id").close();
        out.numberCell(Integer.toString(attempt.number()));
        out.agentCell(attempt.agent());
        out.numberCell(out.time(attempt.started()));
        Instant ended = attempt.ended();
        out.numberCell(
            ended == null ? "" : Wording.clock(Duration.between(attempt.started(), ended)));
        out.numberCell(attempt.exit() < 0 ? "" : Integer.toString(attempt.exit()));
        boolean last = attempt.number() == task.attempts().size();
        boolean landed = last && task.state() == TaskState.LANDED;
        out.open("td");
        out.text(Wording.result(attempt, landed));
        if (!attempt.detail().isEmpty()) {
          out.leaf("span", attempt.detail(), "class", "soft line");
        }
        out.close();
        out.closeLine();
      }
    }
    out.endTable();
    out.closeLine();
  }
}
