package dev.signalbox.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.EarlierRun;
import dev.signalbox.app.LiveRun;
import dev.signalbox.app.OpenRun;
import dev.signalbox.app.RunOptions;
import dev.signalbox.console.FakeRun;
import dev.signalbox.console.ManualClock;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.PlanReader;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkbenchTest {
  private static final String PLAN =
      """
      name: %s
      check: make
      agents: { A: {} }
      tasks:
        - { id: one, run: make one }
        - { id: two, run: make two, depends_on: [one] }
      """;

  private final Deque<Runnable> background = new ArrayDeque<>();
  private final Deque<Runnable> window = new ArrayDeque<>();
  private final ManualClock clock = new ManualClock();
  private final RunModel model = new RunModel(clock, ZoneOffset.UTC, window::add);
  private final List<FakeRun> runs = new ArrayList<>();
  private final Workbench workbench =
      new Workbench(
          model,
          file -> new PlanReader().parse(file, PLAN.formatted(file.getFileName())),
          new FakeStarter(),
          background::add,
          window::add,
          "ada");

  @Test
  void aPlanIsReadInTheBackgroundAndThenShown() {
    workbench.open(Path.of("a"));
    assertThat(background).hasSize(1);
    background.remove().run();
    assertThat(model.rows()).isEmpty();
    assertThat(workbench.phase()).isEqualTo(Phase.EMPTY);
    window.remove().run();
    assertThat(model.rows()).extracting(TaskRow::id).containsExactly("one", "two");
    assertThat(model.isPreview()).isTrue();
    assertThat(workbench.phase()).isEqualTo(Phase.READY);
  }

  @Test
  void aPlanThatIsReadLateDoesNotReplaceALaterOne() {
    workbench.open(Path.of("slow"));
    workbench.open(Path.of("quick"));
    Runnable slow = background.remove();
    background.remove().run();
    slow.run();
    work();
    assertThat(model.state().plan().name()).isEqualTo("quick");
  }

  @Test
  void aRunThatBrokeOffAndIsResumedIsUnderWay() {
    workbench.open(Path.of("a"));
    work();
    workbench.start();
    work();
    assertThat(workbench.phase()).isEqualTo(Phase.RUNNING);
    runs.getLast().breaksOff(new IllegalStateException("The disk is full."));
    work();
    assertThat(workbench.phase()).isEqualTo(Phase.ENDED);
    assertThat(workbench.noticeProperty().get().text()).isEqualTo("The disk is full.");
    workbench.resume();
    work();
    assertThat(runs).hasSize(2).first().satisfies(run -> assertThat(run.isClosed()).isTrue());
    assertThat(workbench.phase()).isEqualTo(Phase.RUNNING);
  }

  private void work() {
    while (!background.isEmpty() || !window.isEmpty()) {
      (background.isEmpty() ? window : background).remove().run();
    }
  }

  private final class FakeStarter implements RunStarter {
    @Override
    public LiveRun start(PlanFile plan, RunOptions options) {
      runs.add(new FakeRun(clock, Path.of("nowhere")).start(plan));
      return runs.getLast();
    }

    @Override
    public LiveRun resume(String run, RunOptions options) {
      return start(workbench.plan().orElseThrow(), options);
    }

    @Override
    public LiveRun startApart(PlanFile plan, RunOptions options) {
      return start(plan, options);
    }

    @Override
    public LiveRun attach(String run) {
      return runs.getLast();
    }

    @Override
    public List<OpenRun> elsewhere() {
      return List.of();
    }

    @Override
    public List<EarlierRun> earlier() {
      return List.of();
    }

    @Override
    public Path writeReport(String run) {
      return Path.of(run + ".html");
    }

    @Override
    public Optional<String> damage() {
      return Optional.empty();
    }
  }
}
