package dev.signalbox.console.conflicts;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.Sentence;
import dev.signalbox.console.theme.Durations;
import dev.signalbox.engine.FoundConflict;
import dev.signalbox.engine.TaskState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;

/// The conflicts and the one that is looked at: those that are in the way of a landing first, each
/// kind by itself, then what is good to know, then what is over; the newest first of each. One that
/// was seen and then met at the landing is one row, that of the landing.
public final class ConflictsViewModel implements AutoCloseable {
  private final RunModel model;
  private final ReadOnlyObjectWrapper<List<Row>> rows = new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<Optional<Row>> shown =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final Subscription subscription;

  /// One conflict in words.
  ///
  /// @param number its place in the run, from 0, or less than 0 where it is only predicted: what it
  ///   is known by
  /// @param kind such as `merge` or `check`
  /// @param title which tasks, and where
  /// @param outcome what became of it, or what it waits for
  /// @param at when it was found
  /// @param open whether it is still there
  /// @param asked whether a person can resolve it now
  public record Row(
      int number,
      String kind,
      Sentence title,
      String outcome,
      String at,
      boolean open,
      boolean asked,
      Conflict conflict) {}

  public ConflictsViewModel(RunModel model) {
    this.model = model;
    subscription = model.revisionProperty().subscribe(revision -> update());
  }

  private void update() {
    List<FoundConflict> found = model.conflicts();
    List<Row> now = new ArrayList<>();
    for (int i = found.size() - 1; i >= 0; i--) {
      FoundConflict one = found.get(i);
      if (found.stream().noneMatch(later -> later.carriesOn(one))) {
        now.add(row(i, one));
      }
    }
    for (FoundConflict claim : model.state().predicted()) {
      now.add(row(number(claim.conflict()), claim));
    }
    now.sort(
        Comparator.comparingInt(row -> row.open() ? row.conflict().rank() : Integer.MAX_VALUE));
    if (!now.equals(rows.get())) {
      rows.set(List.copyOf(now));
      shown.set(
          shown.get().flatMap(s -> now.stream().filter(r -> r.number() == s.number()).findFirst()));
    }
  }

  /// Below those that were found, and the same as long as the two are there.
  private int number(Conflict predicted) {
    return -1 - (predicted.tasks().hashCode() & 0x3fffffff);
  }

  private Row row(int number, FoundConflict found) {
    Conflict conflict = found.conflict();
    Sentence title = Sentence.EMPTY.tasks(conflict.tasks(), 3);
    title =
        switch (conflict.kind()) {
          case TEXT ->
              title.words(
                  conflict.tasks().size() > 1 ? " change the same lines" : " does not merge");
          case CHECK ->
              title.words(
                  found.live()
                      ? " each pass the check alone, and fail it together"
                      : " passes alone; the check fails on the merged tree");
          case STALE_READ -> staleTitle(conflict, title);
          case FILE -> title.words(" both change");
          case CLAIM ->
              found.live() ? claimTitle(conflict) : title.words(" claim to write the same");
        };
    if (!conflict.paths().isEmpty()) {
      title =
          title
              .words(
                  switch (conflict.kind()) {
                    case TEXT -> " of ";
                    case FILE -> " ";
                    case CHECK -> " at ";
                    case STALE_READ -> found.live() ? ": " : " at ";
                    case CLAIM -> ": ";
                  })
              .code(conflict.paths().getFirst());
      if (conflict.paths().size() > 1) {
        title = title.words(" and %d more".formatted(conflict.paths().size() - 1));
      }
    }
    return new Row(
        number,
        switch (conflict.kind()) {
          case TEXT -> "merge";
          case CHECK -> "check";
          case STALE_READ -> "stale read";
          case FILE -> "same file";
          case CLAIM -> "claim";
        },
        title,
        outcome(found),
        Durations.timeOfDay(found.at(), model.zone()),
        found.isOpen(),
        found.isOpen()
            && conflict.kind() == Conflict.Kind.TEXT
            && model
                .state()
                .task(found.task())
                .filter(t -> t.state() == TaskState.ASKING_DECISION && !t.askedDigest().isEmpty())
                .isPresent(),
        conflict);
  }

  /// Who had read, and who changed it.
  private static Sentence staleTitle(Conflict conflict, Sentence tasks) {
    if (conflict.stale().size() != 1) {
      return tasks.words(
          conflict.stale().isEmpty()
              ? " changed what the other had read"
              : " have each read what the other changed");
    }
    String reader = conflict.stale().getFirst().task();
    List<String> others = conflict.tasks().stream().filter(id -> !id.equals(reader)).toList();
    return Sentence.EMPTY
        .tasks(List.of(reader), 1)
        .words(" had read what ")
        .tasks(others, 1)
        .words(" changed");
  }

  private static Sentence claimTitle(Conflict conflict) {
    return Sentence.EMPTY
        .party(conflict.tasks().getFirst())
        .words(" changed what ")
        .party(conflict.tasks().getLast())
        .words(" claims to write");
  }

  private String outcome(FoundConflict found) {
    if (!found.isOpen()) {
      return found.how().isEmpty() ? "settled" : found.how();
    }
    if (found.conflict().kind() == Conflict.Kind.CLAIM && !found.live()) {
      return "never at the same time";
    }
    if (found.live()) {
      return liveOutcome(found.conflict());
    }
    TaskState state =
        model.state().task(found.task()).map(t -> t.state()).orElse(TaskState.WAITING);
    if (state == TaskState.ASKING_DECISION) {
      return "waits for your decision";
    }
    return "runs again on the new head";
  }

  /// Where the two are on their way.
  private String liveOutcome(Conflict conflict) {
    if (!conflict.isInTheWay()) {
      return switch (conflict.kind()) {
        case STALE_READ -> "no harm alone";
        case CLAIM -> "the other may change it too";
        default -> "git merges it";
      };
    }
    List<String> landed =
        conflict.tasks().stream().filter(id -> isIn(id, TaskState.LANDED)).toList();
    if (!landed.isEmpty()) {
      return landed.getFirst() + " has landed";
    }
    List<String> tasks = conflict.tasks().stream().filter(id -> !Conflict.isBase(id)).toList();
    if (tasks.size() == 1) {
      String task = tasks.getFirst();
      return task + (isIn(task, TaskState.RUNNING) ? " is at work" : " waits to land");
    }
    for (String task : conflict.tasks()) {
      for (String to : model.state().task(task).map(t -> t.yieldsTo()).orElse(List.of())) {
        if (conflict.tasks().contains(to)) {
          return "%s lets %s land first".formatted(task, to);
        }
      }
    }
    long atWork = conflict.tasks().stream().filter(id -> isIn(id, TaskState.RUNNING)).count();
    return atWork == 2 ? "both are at work" : atWork == 1 ? "one is at work" : "both wait to land";
  }

  private boolean isIn(String task, TaskState state) {
    return model.state().task(task).filter(t -> t.state() == state).isPresent();
  }

  // ---- for the view -----------------------------------------------------------------------------

  public ReadOnlyObjectProperty<List<Row>> rowsProperty() {
    return rows.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Optional<Row>> shownProperty() {
    return shown.getReadOnlyProperty();
  }

  /// Looks at one: its words stand below, its tasks are selected in every view.
  void choose(Row row) {
    shown.set(Optional.of(row));
    model.select(row.conflict().tasks());
  }

  /// Looks at the conflict of that number.
  public void choose(int number) {
    rows.get().stream().filter(row -> row.number() == number).findFirst().ifPresent(this::choose);
  }

  void follow(String task) {
    model.select(task);
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
