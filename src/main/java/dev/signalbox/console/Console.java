package dev.signalbox.console;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.attention.AttentionViewModel;
import dev.signalbox.console.banner.BannerViewModel;
import dev.signalbox.console.banner.ControlsBanner;
import dev.signalbox.console.conflicts.ConflictsViewModel;
import dev.signalbox.console.conflicts.MatrixViewModel;
import dev.signalbox.console.conflicts.YieldViewModel;
import dev.signalbox.console.editor.CorrectionsViewModel;
import dev.signalbox.console.editor.EditorViewModel;
import dev.signalbox.console.editor.PlanSaving;
import dev.signalbox.console.inspector.DiffViewModel;
import dev.signalbox.console.inspector.InspectorViewModel;
import dev.signalbox.console.inspector.LogViewModel;
import dev.signalbox.console.merge.MergeActions;
import dev.signalbox.console.merge.MergeViewModel;
import dev.signalbox.console.model.Choices;
import dev.signalbox.console.model.Notice;
import dev.signalbox.console.model.PlanWatch;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.Workbench;
import dev.signalbox.console.palette.PaletteViewModel;
import dev.signalbox.console.queue.QueueViewModel;
import dev.signalbox.console.settings.SettingsStore;
import dev.signalbox.console.start.StartViewModel;
import dev.signalbox.console.status.StatusViewModel;
import dev.signalbox.console.tasks.TasksViewModel;
import dev.signalbox.console.toolbar.ToolbarViewModel;
import dev.signalbox.plan.PlanFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.binding.Bindings;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Everything of the window that is not a control: the model, the view models, the actions, and who
/// ends what. Made once, on the window's thread.
final class Console implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Console.class.getName());

  final Services services;
  final SettingsStore settings;
  final Actions actions = new Actions();
  final Choices choices = new Choices();
  final RunModel model;
  final Workbench workbench;
  final ToolbarViewModel toolbar;
  final AttentionViewModel attention;
  final QueueViewModel queue;
  final ConflictsViewModel conflicts;
  final MergeViewModel merge;

  /// Opens the conflict that waits for a person.
  final Action resolve;

  final YieldViewModel yields;
  final MatrixViewModel matrix;
  final InspectorViewModel inspector;
  final TasksViewModel tasks;
  final EditorViewModel editor;
  final CorrectionsViewModel corrections;
  final BannerViewModel banners;
  final StatusViewModel status;
  final PaletteViewModel palette;
  final StartViewModel start;

  private final ScheduledExecutorService reader =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("log-reader").factory());
  private final Timeline ticker = new Timeline(new KeyFrame(Duration.seconds(1), event -> tick()));
  private final List<AutoCloseable> owned = new ArrayList<>();
  private @Nullable PlanWatch watch;
  private @Nullable Path watched;

  Console(Services services, SettingsStore settings, @Nullable Path quickstart) {
    this.services = services;
    this.settings = settings;
    model = new RunModel(services.clock(), services.zone(), services.window());
    workbench =
        new Workbench(
            model,
            services.plans(),
            services.runs(),
            services.background(),
            services.window(),
            services.operator());
    toolbar =
        new ToolbarViewModel(
            workbench,
            choices,
            actions,
            services.picker(),
            run -> services.folders().run(run).resolve("report"),
            services.viewer(),
            services.background(),
            services.window());
    palette = new PaletteViewModel(model, actions);
    attention = new AttentionViewModel(model, workbench, actions);
    merge =
        new MergeViewModel(
            model,
            workbench,
            new MergeActions(actions),
            services.conflicts(),
            services.background(),
            services.window());
    resolve =
        actions.add(
            "resolve",
            "Resolve by hand",
            "Shows what does not fit, side by side, and lets you say what it is to be",
            "E",
            attention.isConflictAtHand(),
            () -> attention.conflictAtHand().ifPresent(merge::open));
    actions.add(
        "resolve-waiting",
        "Resolve the conflict that waits",
        "Goes to the conflict that waits for you and shows what does not fit",
        "E",
        attention.isConflictElsewhere(),
        () ->
            attention
                .conflictElsewhere()
                .ifPresent(
                    item -> {
                      attention.choose(item);
                      merge.open(item.task());
                    }));
    LogViewModel log = new LogViewModel(reader, services.window());
    DiffViewModel diff =
        new DiffViewModel(services.diffs(), services.background(), services.window());
    DiffViewModel since =
        new DiffViewModel(services.diffs(), services.background(), services.window());
    PlanSaving saving =
        new PlanSaving(
            model, workbench, services.plans(), services.background(), services.window());
    editor = new EditorViewModel(model, workbench, choices, actions, services.planText(), saving);
    corrections = new CorrectionsViewModel(model, workbench, actions, services.planText(), saving);
    yields =
        new YieldViewModel(model, workbench, actions, (task, other) -> editor.order(other, task));
    List<Action> ofTask = new ArrayList<>(yields.actions());
    ofTask.addAll(corrections.actions());
    inspector =
        new InspectorViewModel(
            model,
            workbench,
            actions,
            ofTask,
            log,
            diff,
            since,
            services.sizes(),
            services.background(),
            services.window());
    queue = new QueueViewModel(model, workbench, choices, actions);
    conflicts = new ConflictsViewModel(model);
    matrix = new MatrixViewModel(model, conflicts);
    List<Action> rowActions =
        new ArrayList<>(
            List.of(
                attention.approve(),
                attention.reject(),
                resolve,
                attention.runAgain(),
                attention.drop()));
    rowActions.addAll(inspector.taskActions());
    tasks = new TasksViewModel(model, choices, actions, rowActions);
    banners =
        new BannerViewModel(
            model,
            workbench,
            List.of(actions.get("report-open"), actions.get("report-save")),
            new ControlsBanner(workbench.controls(), actions));
    status = new StatusViewModel(model, workbench);
    start =
        new StartViewModel(
            workbench,
            actions,
            actions.get("open-plan"),
            quickstart,
            () -> settings.get().recent(),
            services.runs(),
            services.viewer(),
            services.clock(),
            services.zone(),
            services.background(),
            services.window());
    actions.add(
        "edit-dependency",
        "Let the selected task come after another…",
        "Adds a dependency without the mouse",
        null,
        Bindings.isNotEmpty(model.selected()),
        this::pickDependency);
    owned.addAll(
        List.of(
            status,
            banners,
            tasks,
            saving,
            corrections,
            matrix,
            yields,
            conflicts,
            merge,
            queue,
            inspector,
            attention));
    workbench.planProperty().subscribe(this::planShown);
    ticker.setCycleCount(Animation.INDEFINITE);
    workbench
        .phaseProperty()
        .subscribe(
            phase -> {
              if (phase.isLive()) {
                ticker.play();
              } else {
                ticker.stop();
              }
            });
  }

  private void tick() {
    model.tick();
  }

  private void pickDependency() {
    model
        .selectedTask()
        .ifPresent(
            task ->
                palette.pickTask(
                    "Let %s come after…".formatted(task), other -> editor.add(other, task)));
  }

  private void planShown(Optional<PlanFile> plan) {
    Path file = plan.map(PlanFile::path).orElse(null);
    if (file == null || file.equals(watched)) {
      return;
    }
    watched = file;
    settings.change(s -> s.withRecent(file.toAbsolutePath().normalize().toString()));
    stopWatching();
    try {
      watch = PlanWatch.of(file, () -> services.window().execute(workbench::planChangedOnDisk));
    } catch (IOException e) {
      LOG.log(Level.INFO, "Changes of " + file + " will not be seen", e);
    }
  }

  private void stopWatching() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }

  /// Says calmly that something went wrong here; the log says what.
  void failed(Throwable problem) {
    LOG.log(Level.SEVERE, "Something went wrong in the window", problem);
    workbench.tell(
        Notice.error(
            "Something went wrong in this window. The run goes on; the log says what it was."));
  }

  @Override
  public void close() {
    ticker.stop();
    stopWatching();
    for (AutoCloseable each : owned) {
      try {
        each.close();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "Closing the window", e);
      }
    }
    workbench.close();
    reader.shutdownNow();
    settings.close();
  }
}
