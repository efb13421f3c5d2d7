package dev.signalbox.console.conflicts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.console.FakeRun;
import dev.signalbox.console.ManualClock;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.Sentence;
import dev.signalbox.engine.Event;
import dev.signalbox.plan.PlanReader;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What stands in the list and in the matrix, and in which order.
class ConflictsViewModelTest {
  private static final String PLAN =
      """
      name: p
      check: make
      agents: { A: { capacity: 4 } }
      tasks:
        - { id: one, run: make, writes: ["docs/**"] }
        - { id: two, run: make, writes: [docs/a.md] }
        - { id: three, run: make }
        - { id: four, run: make }
      """;

  private final ManualClock clock = new ManualClock();
  private final RunModel model = new RunModel(clock, ZoneOffset.UTC, Runnable::run);
  private final FakeRun run = new FakeRun(clock, Path.of("logs"));
  private final ConflictsViewModel conflicts = new ConflictsViewModel(model);
  private final MatrixViewModel matrix = new MatrixViewModel(model, conflicts);

  private void sees(
      Conflict.Kind kind, String one, String other, String path, Conflict.Stale... stale) {
    run.emit(
        new Event.ConflictSeen(
            one,
            new Conflict(
                kind,
                List.of(one, other),
                List.of(path),
                "",
                List.of(),
                Map.of(),
                List.of(stale))));
  }

  @Test
  void whatIsInTheWayComesFirstAndWhatIsOnlyPredictedLast() {
    run.start(new PlanReader().parse(Path.of("p.yaml"), PLAN));
    model.attach(run);
    assertThat(titles()).containsExactly("one and two claim to write the same: docs/a.md");
    for (String task : List.of("one", "three", "four")) {
      run.runs(task, "A", 1);
    }
    sees(Conflict.Kind.CLAIM, "three", "one", "docs/b.md");
    sees(Conflict.Kind.FILE, "four", "three", "x");
    sees(Conflict.Kind.CHECK, "four", "three", "x");
    sees(
        Conflict.Kind.STALE_READ,
        "four",
        "one",
        "y",
        new Conflict.Stale("one", List.of("y"), false));
    assertThat(titles())
        .containsExactly(
            "four and three each pass the check alone, and fail it together at x",
            "one had read what four changed: y",
            "four and three both change x",
            "three changed what one claims to write: docs/b.md",
            "one and two claim to write the same: docs/a.md");
    // Of two only what is most in the way.
    assertThat(matrix.matrixProperty().get().cells())
        .filteredOn(MatrixViewModel.Cell::isInTheWay)
        .singleElement()
        .satisfies(cell -> assertThat(cell.conflict().kind()).isEqualTo("check"));
    assertThat(matrix.matrixProperty().get().cells()).hasSize(4);
    // What was read before is in the way once it is read the other way round.
    sees(
        Conflict.Kind.STALE_READ,
        "four",
        "one",
        "y",
        new Conflict.Stale("four", List.of("z"), true),
        new Conflict.Stale("one", List.of("y"), true));
    assertThat(titles())
        .element(1)
        .isEqualTo("four and one have each read what the other changed: y");
    assertThat(model.countsProperty().get().conflicts()).isEqualTo(2);
  }

  @Test
  void whatCameToTheBaseStandsFirstInTheMatrixAndIsNoTask() {
    run.start(
        new PlanReader()
            .parse(
                Path.of("p.yaml"),
                PLAN.replace("check: make", "base: main").replace(", writes: [docs/a.md]", "")));
    model.attach(run);
    run.runs("three", "A", 1).runs("four", "A", 1);
    assertThat(matrix.matrixProperty().get().summary()).isEqualTo("2 tasks take part, and all fit");
    run.emit(new Event.BaseMoved("b2", 2, "3f9c2e1b7a0d4c55"));
    assertThat(matrix.matrixProperty().get().summary())
        .isEqualTo("2 tasks and base main take part, and all fit");
    assertThat(matrix.matrixProperty().get().tasks())
        .containsExactly(
            new MatrixViewModel.Name("base main", false, "2 new"),
            new MatrixViewModel.Name("three", false, ""),
            new MatrixViewModel.Name("four", false, ""));
    sees(Conflict.Kind.TEXT, "four", "base main", "x");
    run.emit(
        new Event.ConflictSeen(
            "three",
            new Conflict(Conflict.Kind.CLAIM, List.of("base main", "three"), List.of("y"), "")));
    assertThat(titles())
        .startsWith(
            "four and base main change the same lines of x",
            "base main changed what three claims to write: y");
    assertThat(conflicts.rowsProperty().get())
        .extracting(ConflictsViewModel.Row::outcome)
        .startsWith("four is at work");
    assertThat(conflicts.rowsProperty().get().getFirst().title().parts())
        .contains(new Sentence.TaskLink("four"), new Sentence.Words("base main"));
    assertThat(matrix.matrixProperty().get().cells())
        .extracting(MatrixViewModel.Cell::row, MatrixViewModel.Cell::column)
        .containsExactly(tuple(2, 0), tuple(1, 0));
    // Nobody can let it land first.
    assertThat(Yielding.of(model.state(), List.of("four"))).isEmpty();
    run.emit(new Event.BaseMoved("b2", 0, "b2"));
    assertThat(matrix.matrixProperty().get().tasks()).hasSize(2);
    assertThat(conflicts.rowsProperty().get())
        .filteredOn(row -> !row.open())
        .extracting(ConflictsViewModel.Row::outcome)
        .containsExactly("the branch has all of main", "the branch has all of main");
  }

  private List<String> titles() {
    return conflicts.rowsProperty().get().stream().map(row -> row.title().text()).toList();
  }
}
