package dev.signalbox.console.conflicts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.console.FakeRun;
import dev.signalbox.console.ManualClock;
import dev.signalbox.console.model.RunModel;
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

  private List<String> titles() {
    return conflicts.rowsProperty().get().stream().map(row -> row.title().text()).toList();
  }
}
