package dev.signalbox.app.command;

import dev.signalbox.app.check.Columns;
import dev.signalbox.engine.TaskState;
import dev.signalbox.report.StateGlyph;
import dev.signalbox.service.RunStatus;
import java.time.Duration;
import java.util.Locale;

/// Where a run stands, for people at a terminal.
final class StatusText {
  private StatusText() {}

  static String of(RunStatus status) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s  %s into %s  %s\n"
            .formatted(status.run(), status.plan(), status.into(), whereabouts(status)));
    status.notes().forEach(note -> text.append("  ").append(note).append('\n'));
    text.append(summary(status)).append("\n\n");
    Columns table = new Columns(3, 4);
    table.row("STATE", "TASK", "AGENT", "TIME", "TRIES", "WAITS FOR, OR WHY");
    for (RunStatus.TaskLine task : status.tasks()) {
      TaskState state = state(task);
      table.row(
          StateGlyph.of(state).symbol() + " " + StateGlyph.word(state),
          task.id(),
          task.agent(),
          task.millis() == 0 ? "" : length(Duration.ofMillis(task.millis())),
          task.attempts() == 0 ? "" : String.valueOf(task.attempts()),
          why(status, task, state));
    }
    table.write(text, last -> last);
    return text.toString().stripTrailing();
  }

  /// `running in process 4711`, `stopped`.
  static String whereabouts(RunStatus status) {
    String word = status.status().replace('-', ' ');
    Long process = status.process();
    return process == null
        ? word
        : status.hasEnded()
            ? "%s, open in process %d".formatted(word, process)
            : "%s in process %d".formatted(word, process);
  }

  private static String summary(RunStatus status) {
    int landed = status.counts().getOrDefault(word(TaskState.LANDED), 0);
    StringBuilder text =
        new StringBuilder("%d of %d landed".formatted(landed, status.tasks().size()));
    if (status.slotsTaken() > 0 && status.process() != null) {
      text.append(", %d of %d slots taken".formatted(status.slotsTaken(), status.parallel()));
    }
    long asking = status.tasks().stream().filter(task -> state(task).isAsking()).count();
    if (asking > 0) {
      text.append(asking == 1 ? ", 1 waits for you" : ", %d wait for you".formatted(asking));
    }
    text.append(
        ", "
            + length(
                Duration.between(
                    status.started(), status.ended() == null ? status.asOf() : status.ended())));
    if (!status.reason().isEmpty()) {
      text.append(": ").append(status.reason());
    }
    return text.toString();
  }

  private static String why(RunStatus status, RunStatus.TaskLine task, TaskState state) {
    if (state.isAsking()) {
      String asked =
          task.reminders() == 0
              ? task.waitsFor()
              : "%s (waiting for %s)"
                  .formatted(
                      task.waitsFor(), length(Duration.between(task.since(), status.asOf())));
      return status.process() == null
          ? asked
          : "%s  signalbox approve %s %s".formatted(asked, status.run(), task.id()).strip();
    }
    if (!task.waitsFor().isEmpty()) {
      return task.waitsFor();
    }
    return task.commit().isEmpty()
        ? task.reason()
        : task.commit().substring(0, Math.min(8, task.commit().length()));
  }

  private static TaskState state(RunStatus.TaskLine task) {
    return TaskState.valueOf(task.state().toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String word(TaskState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String length(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    return seconds < 3600
        ? "%d:%02d".formatted(seconds / 60, seconds % 60)
        : "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
