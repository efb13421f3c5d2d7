package dev.signalbox.app.command;

import dev.signalbox.app.check.Columns;
import dev.signalbox.engine.TaskState;
import dev.signalbox.report.StateGlyph;
import dev.signalbox.service.RunStatus;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Where a run stands, for people at a terminal.
final class StatusText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss 'on' d MMM", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

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
          isCut(status) && state.isBusy()
              ? "‖ cut short"
              : StateGlyph.of(state).symbol() + " " + StateGlyph.word(state),
          task.id(),
          task.agent(),
          task.commandMillis() == 0 ? "" : length(Duration.ofMillis(task.commandMillis())),
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
    text.append(", ").append(length(Duration.ofMillis(status.elapsedMillis())));
    if (isCut(status)) {
      text.append(
          ": %s, last heard of at %s; go on with: signalbox resume %s"
              .formatted(status.reason(), TIME.format(status.lastSign()), status.run()));
    } else if (!status.reason().isEmpty() && text.indexOf(status.reason()) != 0) {
      text.append(": ").append(status.reason());
    }
    return text.toString();
  }

  /// Its process died.
  private static boolean isCut(RunStatus status) {
    return status.status().equals("cut-short");
  }

  private static String why(RunStatus status, RunStatus.TaskLine task, TaskState state) {
    if (state.isAsking() && status.process() != null) {
      return "%s  signalbox approve %s %s"
          .formatted(task.waitsFor(), status.run(), task.id())
          .strip();
    }
    if (!task.waitsFor().isEmpty()) {
      return task.waitsFor();
    }
    if (!task.commit().isEmpty()) {
      return task.commit().substring(0, Math.min(8, task.commit().length()));
    }
    return state == TaskState.LANDED && task.reason().isEmpty() ? "changed nothing" : task.reason();
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
