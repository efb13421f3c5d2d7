package dev.signalbox.console.status;

import dev.signalbox.console.model.Amounts;
import dev.signalbox.console.model.Counts;
import dev.signalbox.console.model.Outlook;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.Workbench;
import dev.signalbox.console.theme.Durations;
import dev.signalbox.engine.RunState;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;

/// How far the run is.
public final class StatusViewModel implements AutoCloseable {
  private final RunModel model;
  private final Outlook outlook;
  private final Workbench workbench;
  private final ReadOnlyObjectWrapper<Status> status = new ReadOnlyObjectWrapper<>(Status.NONE);
  private final Subscription subscription;

  /// One figure of the line.
  ///
  /// @param tone a colour of the style sheet's, `conflict` or `failed`; empty for none
  public record Figure(String id, String text, String tone) {}

  /// The whole line.
  ///
  /// @param counts how many tasks stand where
  /// @param figures what is said of it, from the left
  /// @param branch what stands at the right: the integration branch, or empty
  public record Status(Counts counts, List<Figure> figures, String branch) {
    static final Status NONE = new Status(Counts.NONE, List.of(), "");

    /// The line in words, for screen readers.
    public String text() {
      return String.join(", ", figures.stream().map(Figure::text).toList());
    }
  }

  public StatusViewModel(RunModel model, Workbench workbench) {
    this.model = model;
    this.workbench = workbench;
    this.outlook = new Outlook(model);
    subscription =
        Subscription.combine(
            model.revisionProperty().subscribe(revision -> update()),
            model.timeProperty().subscribe(time -> update()),
            workbench.phaseProperty().subscribe(phase -> update()));
  }

  public ReadOnlyObjectProperty<Status> statusProperty() {
    return status.getReadOnlyProperty();
  }

  private void update() {
    Counts counts = model.countsProperty().get();
    RunState run = model.state();
    List<Figure> figures = new ArrayList<>();
    Phase phase = workbench.phase();
    if (phase == Phase.EMPTY) {
      figures.add(new Figure("phase", "No plan is open", ""));
    } else if (phase == Phase.BROKEN) {
      figures.add(new Figure("phase", "The plan has problems", "failed"));
    } else if (model.isPreview()) {
      figures.add(new Figure("total", Amounts.count(counts.total(), "task", "tasks"), ""));
      figures.add(
          new Figure("phase", phase == Phase.STARTING ? "starting" : "nothing runs yet", ""));
    } else {
      figures.add(new Figure("landed", counts.landed() + " landed", ""));
      add(figures, "running", counts.running(), "running", "");
      add(figures, "landing", counts.landing(), "landing", "");
      add(figures, "waiting", counts.waiting(), "waiting", "");
      add(
          figures,
          "asking",
          counts.asking(),
          counts.asking() == 1 ? "asks you" : "ask you",
          "attention");
      add(figures, "failed", counts.failed(), "failed", "failed");
      add(figures, "rejected", counts.rejected(), "rejected", "failed");
      add(figures, "skipped", counts.skipped(), "skipped", "");
      if (run.hasStarted()) {
        figures.add(new Figure("elapsed", Durations.clock(run.elapsed(model.now())), ""));
      }
      outlook.end().ifPresent(end -> figures.add(new Figure("end", end, "")));
      add(
          figures,
          "conflicts",
          counts.conflicts(),
          counts.conflicts() == 1 ? "conflict" : "conflicts",
          "conflict");
      String behind = run.followed().words();
      if (!behind.isEmpty()) {
        figures.add(new Figure("behind", behind, "attention"));
      }
      word(phase, figures);
    }
    String branch = run.hasStarted() && phase != Phase.EMPTY ? run.plan().into() : "";
    status.set(new Status(counts, List.copyOf(figures), branch));
  }

  private static void word(Phase phase, List<Figure> figures) {
    switch (phase) {
      case PAUSED -> figures.add(new Figure("phase", "paused", "attention"));
      case DRAINING -> figures.add(new Figure("phase", "draining", "attention"));
      case STOPPING -> figures.add(new Figure("phase", "stopping", "attention"));
      default -> {}
    }
  }

  private static void add(List<Figure> figures, String id, int number, String word, String tone) {
    if (number > 0) {
      figures.add(new Figure(id, number + " " + word, tone));
    }
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
