package dev.signalbox.report;

import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.FailureReason;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The report's words: lengths of time, outcomes, reasons.
final class Wording {
  /// What stands for a landed task until validation is built.

  private Wording() {}

  /// `0:42`, `1:02:03` from an hour on, and below ten seconds a tenth more: `0:03.2`.
  static String clock(Duration length) {
    long tenths = Math.max(0, length.plusMillis(50).toMillis() / 100);
    if (tenths < 100) {
      return String.format(Locale.ROOT, "0:0%d.%d", tenths / 10, tenths % 10);
    }
    long seconds = length.plusMillis(500).toSeconds();
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  static String times(double factor) {
    return String.format(Locale.ROOT, "%.2f ×", factor);
  }

  static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  /// The first twelve digits of a commit.
  static String shortCommit(String commit) {
    return commit.length() > 12 ? commit.substring(0, 12) : commit;
  }

  /// One word for how the run stands.
  ///
  /// @param open whether a process has it open
  static String outcome(RunState state, boolean open) {
    return state.outcome().map(Wording::outcome).orElse(open ? "under way" : "cut short");
  }

  static String outcome(RunOutcome outcome) {
    return switch (outcome) {
      case SUCCEEDED -> "succeeded";
      case FAILED -> "failed";
      case STOPPED -> "stopped";
      case INTERRUPTED -> "interrupted";
    };
  }

  /// The class by which the style sheet colours an outcome.
  static String tone(RunState state, boolean open) {
    return state
        .outcome()
        .map(
            outcome ->
                switch (outcome) {
                  case SUCCEEDED -> "done";
                  case FAILED -> "failed";
                  case STOPPED, INTERRUPTED -> "attention";
                })
        .orElse(open ? "running" : "attention");
  }

  /// The class by which the style sheet colours a state.
  static String tone(TaskState state) {
    return switch (state) {
      case WAITING, BACKING_OFF, PARKED -> "waiting";
      case READY -> "ready";
      case PREPARING, RUNNING -> "running";
      case SEALING, QUEUED, MERGING, CHECKING, LANDING -> "landing";
      case ASKING_START, ASKING_LANDING, ASKING_DECISION -> "attention";
      case LANDED -> "done";
      case FAILED, REJECTED -> "failed";
      case SKIPPED, CANCELLED -> "held";
    };
  }

  /// What became of the tasks, in one sentence.
  static String sentence(RunState state) {
    int all = state.tasks().size();
    int landed = state.count(TaskState.LANDED);
    if (all == 0) {
      return "The plan has no tasks.";
    }
    if (landed == all) {
      return all == 1 ? "The task landed." : "All %d tasks landed.".formatted(all);
    }
    List<String> rest = new ArrayList<>();
    add(rest, state.count(TaskState.FAILED), "failed");
    add(rest, state.count(TaskState.REJECTED), "rejected");
    add(rest, state.count(TaskState.SKIPPED), "skipped");
    add(rest, state.count(TaskState.CANCELLED), "cancelled");
    int asking = 0;
    int busy = 0;
    int waiting = 0;
    for (TaskState s : TaskState.values()) {
      asking += s.isAsking() ? state.count(s) : 0;
      boolean works = s.isBusy() || s == TaskState.QUEUED;
      busy += works ? state.count(s) : 0;
      waiting += s.isFinal() || s.isAsking() || works ? 0 : state.count(s);
    }
    add(rest, busy, "under way");
    add(rest, asking, "waiting for a person");
    add(rest, waiting, "waiting");
    return "%d of %s landed; %s."
        .formatted(landed, count(all, "task", "tasks"), String.join(", ", rest));
  }

  private static void add(List<String> to, int number, String what) {
    if (number > 0) {
      to.add(number + " " + what);
    }
  }

  static String reason(FailureReason reason) {
    return switch (reason) {
      case EXIT -> "command failed";
      case TIMEOUT -> "took too long";
      case SILENCE -> "printed nothing";
      case LIMIT -> "usage limit";
      case MACHINE -> "machine was full";
      case START -> "could not start";
      case WORKSPACE -> "work tree failed";
      case CHECK -> "check failed";
      case HOOK -> "hook refused";
      case CONFLICT -> "conflict";
      case STALE_READ -> "stale read";
      case LOST -> "lost";
      case SENT_BACK -> "sent back";
      case STOPPED -> "stopped";
    };
  }

  /// What stands under a task's name on the graph.
  static String note(RunState state, TaskStatus task, Figures figures) {
    Duration work = figures.workOf().getOrDefault(task.id(), Duration.ZERO);
    int waitsFor =
        (int)
            state.graph().predecessors(task.id()).stream()
                .filter(id -> state.status(id).state() != TaskState.LANDED)
                .count();
    return switch (task.state()) {
      case WAITING -> waitsFor == 0 ? "waits" : "waits: " + count(waitsFor, "task", "tasks");
      case ASKING_START, ASKING_LANDING, ASKING_DECISION -> "waits for you";
      case READY -> "ready";
      case BACKING_OFF -> "tries again";
      case PARKED -> "usage limit";
      case FAILED ->
          task.attempts().size() > 1
              ? "failed %d times".formatted(task.attempts().size())
              : "failed";
      case REJECTED, SKIPPED, CANCELLED -> StateGlyph.word(task.state());
      default -> clock(work);
    };
  }

  /// What became of an attempt.
  static String result(Attempt attempt, boolean landed) {
    if (attempt.reason() != null) {
      return reason(attempt.reason());
    }
    return landed ? "landed" : attempt.ended() == null ? "not ended" : "ended well";
  }

  /// How well it is known that a task landed as if in some serial order.
  static String isolation(TaskStatus task) {
    return task.state() == TaskState.LANDED ? task.isolation().word() : "";
  }

  /// What the column of isolation says of the run as a whole.
  static String isolation(RunState state) {
    Map<Isolation, Integer> landed = state.isolations();
    String counts =
        landed.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey().word())
            .collect(Collectors.joining(", "));
    String check =
        state.plan().check().command() == null
            ? "The plan has no check: nothing but git was asked whether the merges are good."
            : "The plan's check passed on each merged tree.";
    if (landed.isEmpty()) {
      return check;
    }
    boolean all = landed.keySet().stream().allMatch(Isolation::isClaimed);
    return "Of what landed: %s. %s %s"
        .formatted(
            counts,
            all
                ? "Run one after the other, the tasks could have given the same; certificate.json has the order, and `signalbox verify` checks it."
                : "For those that are neither serializable nor commuting no place in a serial order is claimed.",
            check);
  }
}
