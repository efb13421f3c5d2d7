package dev.signalbox.console.model;

import dev.signalbox.engine.FollowedBase;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// Something that waits for a person.
///
/// @param kind what is asked for
/// @param task about which task; empty for the whole run
/// @param title one line
/// @param digest of what is shown: an answer is to that and to nothing else; may be empty
/// @param holdsUp how many tasks cannot go on because of it
/// @param since since when
/// @param reminded how often the person was reminded
public record AttentionItem(
    Kind kind,
    String task,
    Sentence title,
    String digest,
    int holdsUp,
    Instant since,
    int reminded) {

  public enum Kind {
    APPROVE_START,
    APPROVE_LANDING,
    DECISION,
    /// A decision about a conflict that a person can resolve.
    CONFLICT,
    FAILURE,
    BASE_RED,
    /// What came to the base does not fit the branch, or could not be merged.
    BASE_LEFT;

    /// Whether it is answered with a yes or a no.
    public boolean isQuestion() {
      return switch (this) {
        case APPROVE_START, APPROVE_LANDING, DECISION, CONFLICT -> true;
        case FAILURE, BASE_RED, BASE_LEFT -> false;
      };
    }

    /// Whether it asks what is to become of a conflict.
    public boolean isDecision() {
      return this == DECISION || this == CONFLICT;
    }
  }

  /// What stays the same while its wording changes.
  public record Key(Kind kind, String task, String digest) {}

  public Key key() {
    return new Key(kind, task, digest);
  }

  /// `holds up 3 tasks`.
  public String cost() {
    return holdsUp == 0
        ? "holds up nothing"
        : "holds up " + Amounts.count(holdsUp, "task", "tasks");
  }

  /// All that waits for a person now, the most costly first, the oldest first among equals.
  static List<AttentionItem> of(RunState run) {
    List<AttentionItem> items = new ArrayList<>();
    if (run.basePassed().filter(passed -> !passed).isPresent()) {
      items.add(
          new AttentionItem(
              Kind.BASE_RED,
              "",
              Sentence.of("The check fails on the base before any task has changed it"),
              "",
              run.tasks().size(),
              run.ended().or(run::started).orElse(Instant.EPOCH),
              0));
    }
    FollowedBase base = run.followed();
    if (base.asksSince() != null) {
      items.add(
          new AttentionItem(
              Kind.BASE_LEFT,
              "",
              Sentence.EMPTY.code(base.name()).words(" was not merged: " + base.objection()),
              base.commit(),
              0,
              base.asksSince(),
              0));
    }
    for (TaskStatus task : run.tasks()) {
      TaskState state = task.state();
      switch (state) {
        case ASKING_START ->
            items.add(
                item(
                    run,
                    task,
                    Kind.APPROVE_START,
                    Sentence.of("Approve ").task(task.id()).words(" before it starts")));
        case ASKING_LANDING ->
            items.add(
                item(
                    run,
                    task,
                    Kind.APPROVE_LANDING,
                    task.shownBefore().isPresent()
                        ? Sentence.of("Approve ")
                            .task(task.id())
                            .words(" again: it would land something else than was approved")
                        : Sentence.of("Approve what ")
                            .task(task.id())
                            .words(" changed before it lands")));
        case ASKING_DECISION ->
            items.add(
                task.askedDigest().isEmpty()
                    ? item(
                        run,
                        task,
                        Kind.DECISION,
                        Sentence.EMPTY
                            .task(task.id())
                            .words(" conflicted again: run it once more, or drop it"))
                    : item(
                        run,
                        task,
                        Kind.CONFLICT,
                        Sentence.EMPTY
                            .task(task.id())
                            .words(" does not fit: resolve it, run it once more, or drop it")));
        case FAILED -> items.add(item(run, task, Kind.FAILURE, failure(task)));
        default -> {}
      }
    }
    items.sort(
        Comparator.comparingInt(AttentionItem::holdsUp)
            .reversed()
            .thenComparing(AttentionItem::since));
    return List.copyOf(items);
  }

  private static AttentionItem item(RunState run, TaskStatus task, Kind kind, Sentence title) {
    long held =
        run.graph().descendants(task.id()).stream()
            .filter(id -> run.task(id).filter(t -> t.state() != TaskState.LANDED).isPresent())
            .count();
    String digest = kind.isQuestion() ? task.askedDigest() : "";
    return new AttentionItem(
        kind, task.id(), title, digest, (int) held, task.since(), task.reminded());
  }

  private static Sentence failure(TaskStatus task) {
    int times = task.attempts().size();
    String often =
        switch (times) {
          case 0, 1 -> " failed";
          case 2 -> " failed twice";
          default -> " failed %d times".formatted(times);
        };
    Sentence title = Sentence.EMPTY.task(task.id()).words(often);
    String why =
        task.reason().isEmpty()
            ? task.failure().map(f -> f.name().toLowerCase(Locale.ROOT)).orElse("")
            : task.reason().lines().findFirst().orElse("");
    return why.isEmpty() ? title : title.words(": " + why);
  }
}
