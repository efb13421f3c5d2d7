package dev.signalbox.console.conflicts;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.console.conflicts.ConflictsViewModel.Row;
import dev.signalbox.console.model.Amounts;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.engine.FollowedBase;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;

/// Every task whose change may meet others now, with each other and with what has come to the base.
public final class MatrixViewModel implements AutoCloseable {
  private final RunModel model;
  private final ConflictsViewModel conflicts;
  private final ReadOnlyObjectWrapper<Matrix> matrix = new ReadOnlyObjectWrapper<>(Matrix.EMPTY);
  private final Subscription subscription;

  /// @param tasks the base, where it differs, and the tasks in the order of the plan
  /// @param cells the pairs that meet
  /// @param summary in a line what there is to see
  public record Matrix(List<Name> tasks, List<Cell> cells, String summary) {
    static final Matrix EMPTY = new Matrix(List.of(), List.of(), "");
  }

  /// @param task the task, or the base by [its name][Conflict#base]
  /// @param landed whether it is on the branch already
  /// @param note what stands behind its name; may be empty
  public record Name(String task, boolean landed, String note) {}

  /// @param row the place of the later of the two
  /// @param column the place of the earlier
  public record Cell(int row, int column, Row conflict) {
    boolean isInTheWay() {
      return conflict.conflict().isInTheWay();
    }
  }

  public MatrixViewModel(RunModel model, ConflictsViewModel conflicts) {
    this.model = model;
    this.conflicts = conflicts;
    subscription =
        Subscription.combine(
            model.revisionProperty().subscribe(revision -> update()),
            conflicts.rowsProperty().subscribe(rows -> update()));
  }

  private void update() {
    List<Row> open =
        conflicts.rowsProperty().get().stream()
            .filter(row -> row.open() && row.conflict().tasks().size() > 1)
            .toList();
    Set<TaskStatus> taking = new TreeSet<>(Comparator.comparingInt(TaskStatus::index));
    taking.addAll(model.state().meeting());
    for (Row row : open) {
      row.conflict().tasks().forEach(id -> model.state().task(id).ifPresent(taking::add));
    }
    List<Name> names = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    FollowedBase base = model.state().followed();
    if (model.state().outcome().isEmpty() && base.differs()) {
      places.put(base.party(), names.size());
      names.add(new Name(base.party(), false, base.behind() + " new"));
    }
    for (TaskStatus task : taking) {
      boolean landed = task.state() == TaskState.LANDED;
      places.put(task.id(), names.size());
      names.add(new Name(task.id(), landed, landed ? "landed" : ""));
    }
    List<Cell> cells = new ArrayList<>();
    Set<Set<Integer>> pairs = new HashSet<>();
    for (Row row : open) {
      Integer first = places.get(row.conflict().tasks().getFirst());
      for (String other : row.conflict().tasks().subList(1, row.conflict().tasks().size())) {
        Integer second = places.get(other);
        // What is most in the way comes first, and is what is shown of the two.
        if (first != null
            && second != null
            && !first.equals(second)
            && pairs.add(Set.of(first, second))) {
          cells.add(new Cell(Math.max(first, second), Math.min(first, second), row));
        }
      }
    }
    Matrix now = new Matrix(List.copyOf(names), List.copyOf(cells), summary(names, cells));
    if (!now.equals(matrix.get())) {
      matrix.set(now);
    }
  }

  private static String summary(List<Name> names, List<Cell> cells) {
    long inTheWay = cells.stream().filter(Cell::isInTheWay).count();
    long files = count(cells, Conflict.Kind.FILE);
    long read = count(cells, Conflict.Kind.STALE_READ);
    long claimed = count(cells, Conflict.Kind.CLAIM);
    Optional<String> base = names.stream().map(Name::task).filter(Conflict::isBase).findFirst();
    return base.map(
                name ->
                    Amounts.count(names.size() - 1, "task", "tasks")
                        + " and %s take part".formatted(name))
            .orElseGet(() -> Amounts.count(names.size(), "task takes part", "tasks take part"))
        + (inTheWay == 0
            ? ", and all fit"
            : " · " + Amounts.count((int) inTheWay, "pair does not fit", "pairs do not fit"))
        + (files == 0
            ? ""
            : " · "
                + Amounts.count(
                    (int) files, "pair changes the same file", "pairs change the same files"))
        + (read == 0
            ? ""
            : " · "
                + Amounts.count((int) read, "pair", "pairs")
                + " in which one had read what the other changed")
        + (claimed == 0
            ? ""
            : " · "
                + Amounts.count((int) claimed, "pair meets in a claim", "pairs meet in a claim"));
  }

  /// Of what is in nobody's way.
  private static long count(List<Cell> cells, Conflict.Kind kind) {
    return cells.stream()
        .filter(cell -> !cell.isInTheWay() && cell.conflict().conflict().kind() == kind)
        .count();
  }

  public ReadOnlyObjectProperty<Matrix> matrixProperty() {
    return matrix.getReadOnlyProperty();
  }

  /// Looks at what is between two tasks.
  void choose(Cell cell) {
    conflicts.choose(cell.conflict());
  }

  void follow(String task) {
    model.select(task);
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
