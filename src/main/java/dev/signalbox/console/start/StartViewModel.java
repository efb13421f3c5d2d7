package dev.signalbox.console.start;

import dev.signalbox.app.EarlierRun;
import dev.signalbox.app.OpenRun;
import dev.signalbox.app.SetupException;
import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.model.Notice;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.model.RunStarter;
import dev.signalbox.console.model.Workbench;
import dev.signalbox.console.theme.Durations;
import dev.signalbox.engine.RunOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The ways to the first plan.
public final class StartViewModel {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ROOT);

  private final Workbench workbench;
  private final Supplier<List<String>> recent;
  private final Action open;
  private final @Nullable Action quickstart;
  private final RunStarter runs;
  private final Executor background;
  private final Executor window;
  private final Consumer<Path> viewer;
  private final InstantSource clock;
  private final ZoneId zone;
  private final ObservableList<OpenRun> elsewhere = FXCollections.observableArrayList();
  private final ObservableList<EarlierRun> unfinished = FXCollections.observableArrayList();
  private final ObservableList<EarlierRun> over = FXCollections.observableArrayList();
  private final Action resume;

  /// @param quickstart the example plan, or null where it is not at hand
  /// @param recent plan files, the newest first
  /// @param viewer shows a file to the person
  public StartViewModel(
      Workbench workbench,
      Actions actions,
      Action open,
      @Nullable Path quickstart,
      Supplier<List<String>> recent,
      RunStarter runs,
      Consumer<Path> viewer,
      InstantSource clock,
      ZoneId zone,
      Executor background,
      Executor window) {
    this.workbench = workbench;
    this.recent = recent;
    this.open = open;
    this.runs = runs;
    this.viewer = viewer;
    this.clock = clock;
    this.zone = zone;
    this.background = background;
    this.window = window;
    this.quickstart =
        quickstart == null
            ? null
            : actions.add(
                "open-quickstart",
                "Open the quickstart",
                "Opens an example: three shell agents on a small project of its own",
                null,
                Bindings.createBooleanBinding(
                    () -> !workbench.phase().isLive(), workbench.phaseProperty()),
                () -> workbench.open(quickstart));
    this.resume =
        actions.add(
            "run-resume-earlier",
            "Resume the newest unfinished run",
            "Goes on with the run that was stopped or cut short last; what landed stays",
            "Shortcut+Shift+R",
            Bindings.createBooleanBinding(
                () -> workbench.phase() == Phase.EMPTY && !unfinished.isEmpty(),
                workbench.phaseProperty(),
                unfinished),
            () -> resume(unfinished.getFirst()));
  }

  /// The name of the plan file that is being read; empty for none.
  ReadOnlyObjectProperty<String> opening() {
    return workbench.openingProperty();
  }

  Action open() {
    return open;
  }

  Optional<Action> quickstart() {
    return Optional.ofNullable(quickstart);
  }

  /// The plans opened lately that are still there.
  List<Path> recent() {
    return recent.get().stream().map(Path::of).filter(Files::isRegularFile).toList();
  }

  /// The runs that other processes have open, as far as [#look] has found them.
  ObservableList<OpenRun> elsewhere() {
    return elsewhere;
  }

  /// The runs that were left before they were over, the newest first, as far as [#look] has found
  /// them.
  ObservableList<EarlierRun> unfinished() {
    return unfinished;
  }

  /// The newest runs that are over, likewise.
  ObservableList<EarlierRun> over() {
    return over;
  }

  /// Goes on with the first of [#unfinished].
  Action resumeNewest() {
    return resume;
  }

  /// How `run` stands: `stopped 14:05 · 7/12 landed`.
  String standing(EarlierRun run) {
    RunOutcome outcome = run.outcome();
    String how = outcome == null ? "cut short, began" : outcome.name().toLowerCase(Locale.ROOT);
    boolean today = day(run.at()).equals(day(clock.instant()));
    String day = today ? "" : DAY.format(run.at().atZone(zone)) + " ";
    return "%s %s%s · %d/%d landed"
        .formatted(how, day, Durations.timeOfDay(run.at(), zone), run.landed(), run.tasks());
  }

  private LocalDate day(Instant at) {
    return at.atZone(zone).toLocalDate();
  }

  void resume(EarlierRun run) {
    workbench.resume(run.run());
  }

  /// Writes its report and shows it.
  void report(EarlierRun run) {
    background.execute(
        () -> {
          try {
            Path page = runs.writeReport(run.run());
            window.execute(() -> viewer.accept(page));
          } catch (SetupException e) {
            window.execute(() -> workbench.tell(Notice.error(String.valueOf(e.getMessage()))));
          }
        });
  }

  /// Looks again what other processes run, which asks each of them, and what was run earlier; so it
  /// happens aside.
  void look() {
    background.execute(
        () -> {
          List<OpenRun> found = runs.elsewhere();
          Map<Boolean, List<EarlierRun>> earlier =
              runs.earlier().stream().collect(Collectors.partitioningBy(EarlierRun::canGoOn));
          window.execute(
              () -> {
                elsewhere.setAll(found);
                unfinished.setAll(earlier.getOrDefault(true, List.of()));
                over.setAll(earlier.getOrDefault(false, List.of()));
                workbench.lookForDamage();
              });
        });
  }

  void attach(OpenRun run) {
    workbench.attach(run.run());
  }

  void open(Path plan) {
    workbench.open(plan);
  }
}
