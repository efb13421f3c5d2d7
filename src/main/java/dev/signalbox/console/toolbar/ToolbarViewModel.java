package dev.signalbox.console.toolbar;

import dev.signalbox.app.LiveRun;
import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.model.Choices;
import dev.signalbox.console.model.Notice;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.model.Workbench;
import dev.signalbox.console.part.FilePicker;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyCombination;

/// What can be done with the run as a whole, and with the window.
public final class ToolbarViewModel {
  private static final Logger LOG = Logger.getLogger(ToolbarViewModel.class.getName());

  private final Workbench workbench;
  private final Choices choices;
  private final FilePicker picker;
  private final Function<String, Path> reportFolder;
  private final Consumer<Path> viewer;
  private final Executor background;
  private final Executor window;

  final Action open;
  final Action run;
  final Action pause;
  final Action goOn;
  final Action drain;
  final Action stop;
  final Action resume;
  final Action openReport;
  final Action saveReport;
  final Action theme;

  /// @param reportFolder where a run's report goes when nobody chose a folder
  /// @param viewer shows a file, in the browser
  public ToolbarViewModel(
      Workbench workbench,
      Choices choices,
      Actions actions,
      FilePicker picker,
      Function<String, Path> reportFolder,
      Consumer<Path> viewer,
      Executor background,
      Executor window) {
    this.workbench = workbench;
    this.choices = choices;
    this.picker = picker;
    this.reportFolder = reportFolder;
    this.viewer = viewer;
    this.background = background;
    this.window = window;
    String by = workbench.operator();

    open =
        actions.add(
            "open-plan",
            "Open a plan…",
            "Opens a plan file",
            "Shortcut+O",
            Bindings.not(
                in(Phase.STARTING, Phase.RUNNING, Phase.PAUSED, Phase.DRAINING, Phase.STOPPING)),
            () -> picker.plan().ifPresent(workbench::open));
    run =
        actions.add(
            new Action(
                "run-start",
                workbench
                    .phaseProperty()
                    .map(
                        phase ->
                            switch (phase) {
                              case STARTING -> "Starting…";
                              case ENDED -> "Run again";
                              default -> "Run";
                            }),
                "Starts the plan’s tasks",
                KeyCombination.valueOf("Shortcut+R"),
                in(Phase.READY, Phase.ENDED),
                workbench::start));
    actions.add(
        "run-start-apart",
        "Run in a process of its own",
        "Starts the plan’s tasks in another process, which goes on when this window is closed",
        null,
        in(Phase.READY, Phase.ENDED),
        workbench::startApart);
    pause =
        actions.add(
            "run-pause",
            "Pause",
            "Starts nothing new; what runs goes on, and nothing lands until you continue",
            "Space",
            in(Phase.RUNNING),
            () -> workbench.send(new Command.Pause(by)));
    goOn =
        actions.add(
            "run-continue",
            "Continue",
            "Goes on where the run stood",
            "Space",
            in(Phase.PAUSED, Phase.DRAINING),
            () -> workbench.send(new Command.Continue(by)));
    drain =
        actions.add(
            "run-drain",
            "Drain",
            "Starts nothing new and lets what runs land",
            null,
            in(Phase.RUNNING, Phase.PAUSED),
            () -> workbench.send(new Command.Drain(by)));
    stop =
        actions.add(
            "run-stop",
            "Stop",
            "Ends what runs now; what landed stays, and the run can be resumed",
            "Shortcut+Period",
            in(Phase.RUNNING, Phase.PAUSED, Phase.DRAINING),
            () -> workbench.send(new Command.Stop(by, "stopped in the console", false)));
    resume =
        actions.add(
            "run-resume",
            "Resume",
            "Goes on with the run that was stopped",
            null,
            Bindings.createBooleanBinding(this::canResume, workbench.phaseProperty()),
            workbench::resume);
    openReport =
        actions.add(
            "report-open",
            "Open the report",
            "Writes the report as it stands and shows it in the browser",
            null,
            hasRun(),
            this::openReport);
    saveReport =
        actions.add(
            "report-save",
            "Save the report in a folder…",
            "Writes the report as it stands, HTML and JSON, into a folder you choose",
            "Shortcut+S",
            hasRun(),
            this::saveReport);
    theme =
        actions.add(
            "theme-toggle",
            "Light or dark",
            "Changes between the light and the dark look",
            "Shortcut+Shift+L",
            Actions.ALWAYS,
            () -> choices.themeProperty().set(choices.themeProperty().get().other()));
  }

  /// What is open, as the bar says it.
  ObservableValue<String> title() {
    return workbench
        .planProperty()
        .map(
            open ->
                open.map(
                        file -> {
                          Plan plan = file.plan();
                          return plan == null
                              ? String.valueOf(file.path().getFileName())
                              : plan.name();
                        })
                    .orElse("Signalbox"));
  }

  /// What the window is called on the desktop.
  public ObservableValue<String> windowTitle() {
    return title().map(name -> name.equals("Signalbox") ? name : name + " – Signalbox");
  }

  ObservableValue<Phase> phase() {
    return workbench.phaseProperty();
  }

  ObservableValue<Integer> parallel() {
    return workbench.parallelProperty();
  }

  void setParallel(int number) {
    workbench.setParallel(number);
  }

  Choices choices() {
    return choices;
  }

  /// The one action that comes next; its button is the primary one of the bar. Empty while a run
  /// goes on: then a question, if there is one, has the primary button.
  Optional<Action> next() {
    return Optional.ofNullable(
        switch (workbench.phase()) {
          case EMPTY, BROKEN -> null;
          case READY, STARTING -> run;
          case RUNNING, STOPPING -> null;
          case PAUSED, DRAINING -> goOn;
          case ENDED -> canResume() ? resume : openReport;
        });
  }

  private boolean canResume() {
    return workbench.phase() == Phase.ENDED
        && (workbench.isCutShort()
            || workbench
                .outcome()
                .filter(o -> o == RunOutcome.STOPPED || o == RunOutcome.INTERRUPTED)
                .isPresent());
  }

  private ObservableBooleanValue in(Phase first, Phase... more) {
    Set<Phase> phases = EnumSet.of(first, more);
    return Bindings.createBooleanBinding(
        () -> phases.contains(workbench.phase()), workbench.phaseProperty());
  }

  private ObservableBooleanValue hasRun() {
    return Bindings.createBooleanBinding(
        () -> workbench.run().isPresent(), workbench.phaseProperty());
  }

  private void openReport() {
    workbench.run().ifPresent(live -> write(live, reportFolder.apply(live.run()), true));
  }

  private void saveReport() {
    workbench
        .run()
        .ifPresent(
            live ->
                picker
                    .folder("Save the report in")
                    .ifPresent(folder -> write(live, folder, false)));
  }

  private void write(LiveRun live, Path folder, boolean show) {
    background.execute(
        () -> {
          try {
            Path html = live.writeReport(folder);
            window.execute(
                () -> {
                  if (show) {
                    viewer.accept(html);
                  }
                  workbench.tell(Notice.information("The report is in %s.".formatted(html)));
                });
          } catch (IOException e) {
            LOG.log(Level.WARNING, "Writing the report", e);
            window.execute(
                () ->
                    workbench.tell(
                        Notice.error(
                            "The report could not be written into %s. Choose a folder that you may write to."
                                .formatted(folder))));
          }
        });
  }
}
