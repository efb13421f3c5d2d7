package dev.signalbox.app.command;

import dev.signalbox.app.CommandName;
import dev.signalbox.app.check.Columns;
import dev.signalbox.app.check.Wrapped;
import dev.signalbox.engine.FollowedBase;
import dev.signalbox.engine.TaskState;
import dev.signalbox.report.StateGlyph;
import dev.signalbox.service.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Where a run stands, for people at a terminal.
final class StatusText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss 'on' d MMM", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private StatusText() {}

  /// @param width how many characters fit on a line
  static String of(RunStatus status, int width) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s  %s into %s  %s\n"
            .formatted(status.run(), status.plan(), status.into(), whereabouts(status)));
    text.append(summary(status)).append('\n');
    List<String> notes = new ArrayList<>(status.notes());
    status.agents().forEach(agent -> outOfReach(status, agent).ifPresent(notes::add));
    if (!status.rungs().isEmpty()) {
      List<String> rungs = new ArrayList<>();
      status.rungs().forEach((rung, tally) -> rungs.add(rung + " " + tally));
      notes.add("put together without another attempt: " + String.join(", ", rungs));
    }
    FollowedBase base = status.baseNow();
    if (base != null && !base.words().isEmpty()) {
      notes.add(
          base.asksSince() == null
              ? base.words()
              : "%s, not merged: %s".formatted(base.words(), base.objection()));
    }
    for (String note : notes) {
      text.append("  ").append(Wrapped.at(width - 2, note).replace("\n", "\n    ")).append('\n');
    }
    text.append('\n');
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
    table.write(text, width, last -> last);
    conflicts(text, status, width);
    return text.toString().stripTrailing();
  }

  private static void conflicts(StringBuilder text, RunStatus status, int width) {
    if (status.conflicts().isEmpty()) {
      return;
    }
    text.append('\n');
    Columns table = new Columns();
    table.row("CONFLICT", "TASKS", "SINCE", "WHERE");
    status.conflicts().stream()
        .forEach(
            c ->
                table.row(
                    c.kind().equals("file") ? "same file" : c.kind().replace('-', ' '),
                    String.join(", ", c.tasks()),
                    length(Duration.between(c.since(), status.asOf())),
                    where(c)));
    table.write(text, width, last -> last);
  }

  private static String where(RunStatus.ConflictLine conflict) {
    if (!conflict.stale().isEmpty()) {
      return conflict.stale().stream()
          .map(
              read ->
                  read.paths().isEmpty()
                      ? "%s counts as having read all".formatted(read.task())
                      : "%s read %s".formatted(read.task(), String.join(", ", read.paths())))
          .collect(Collectors.joining("; "));
    }
    if (conflict.kind().equals("claim")) {
      String paths = String.join(", ", conflict.paths());
      return conflict.live()
          ? "%s changed %s".formatted(conflict.tasks().getFirst(), paths)
          : "both claim " + paths;
    }
    return conflict.paths().stream()
        .map(
            path ->
                conflict.hunks().stream()
                    .filter(hunk -> hunk.path().equals(path))
                    .findFirst()
                    .map(hunk -> "%s:%s/%s".formatted(path, hunk.left(), hunk.right()))
                    .orElse(path))
        .collect(Collectors.joining(", "));
  }

  private static Optional<String> outOfReach(RunStatus status, RunStatus.AgentLine agent) {
    if (status.hasEnded() || isCut(status)) {
      return Optional.empty();
    }
    Instant limit = agent.limitUntil();
    Instant open = agent.openUntil();
    if (limit != null) {
      return Optional.of(
          "%s: the usage limit of %s ends in %s"
              .formatted(
                  agent.id(), agent.account(), length(Duration.between(status.asOf(), limit))));
    }
    return open == null
        ? Optional.empty()
        : Optional.of(
            "%s is left alone for %s after its failures"
                .formatted(agent.id(), length(Duration.between(status.asOf(), open))));
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
    for (TaskState state : List.of(TaskState.FAILED, TaskState.REJECTED, TaskState.SKIPPED)) {
      int number = status.counts().getOrDefault(word(state), 0);
      if (number > 0) {
        text.append(", %d %s".formatted(number, StateGlyph.word(state)));
      }
    }
    text.append(
        (status.ended() == null ? ", %s so far" : ", took %s")
            .formatted(length(Duration.ofMillis(status.elapsedMillis()))));
    // The outcome of a run that failed is the count that stands here already.
    if (isCut(status)) {
      text.append(
          ": %s, last heard of at %s; go on with: %s"
              .formatted(
                  status.reason(),
                  TIME.format(status.lastSign()),
                  CommandName.with("resume " + status.run())));
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
    if (state.isAsking()) {
      Instant until = isCut(status) ? status.lastSign() : status.asOf();
      String asked =
          task.reminders() == 0
              ? task.waitsFor()
              : "%s (waiting for %s)"
                  .formatted(task.waitsFor(), length(Duration.between(task.since(), until)));
      return status.process() == null
          ? asked
          : "%s  %s"
              .formatted(
                  asked,
                  Answers.byCommand(status.run(), task.id(), state, task.undecided() != null))
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
