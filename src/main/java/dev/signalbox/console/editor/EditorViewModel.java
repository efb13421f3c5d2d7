package dev.signalbox.console.editor;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.model.Choices;
import dev.signalbox.console.model.Notice;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.model.PlanPreview;
import dev.signalbox.console.model.PlanSource;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.UndoHistory;
import dev.signalbox.console.model.Workbench;
import dev.signalbox.engine.Command;
import dev.signalbox.graph.CycleException;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import dev.signalbox.graph.TaskGraph;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.PlanEditException;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.input.KeyCombination;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Adds and removes dependencies of the open plan.
public final class EditorViewModel implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EditorViewModel.class.getName());

  private final RunModel model;
  private final Workbench workbench;
  private final PlanText text;
  private final PlanSource plans;
  private final Executor background;
  private final Executor window;
  private final UndoHistory<String> history = new UndoHistory<>();
  private final Subscription subscription;
  // Edits are saved one after the other; each sees what the one before it wrote.
  private CompletableFuture<Void> saving = CompletableFuture.completedFuture(null);
  private String ours = "";
  private @Nullable Path openFile;

  private final ReadOnlyObjectWrapper<@Nullable Ring> ring = new ReadOnlyObjectWrapper<>();

  /// Whether the selected task did something that it does not claim and the plan can be changed.
  private final SimpleBooleanProperty claimable = new SimpleBooleanProperty(false);

  /// A dependency that was refused.
  ///
  /// @param edges the ring it would close
  /// @param sentence why
  public record Ring(List<Dependency> edges, String sentence) {}

  private final Action editing;
  private final Action undo;
  private final Action redo;
  private final Action claim;

  public EditorViewModel(
      RunModel model,
      Workbench workbench,
      Choices choices,
      Actions actions,
      PlanText text,
      PlanSource plans,
      Executor background,
      Executor window) {
    this.model = model;
    this.workbench = workbench;
    this.text = text;
    this.plans = plans;
    this.background = background;
    this.window = window;
    BooleanBinding open =
        Bindings.createBooleanBinding(() -> workbench.plan().isPresent(), workbench.planProperty());
    editing =
        actions.add(
            "edit-toggle",
            "Edit dependencies",
            "Lets you drag from one task to another to say what comes after what",
            "E",
            open,
            () -> choices.editingProperty().set(!choices.editingProperty().get()));
    undo =
        actions.add(
            new Action(
                "edit-undo",
                history
                    .undoTitleProperty()
                    .map(title -> title.isEmpty() ? "Undo" : "Undo: " + title),
                "Takes the last change of the plan back",
                KeyCombination.valueOf("Shortcut+Z"),
                history.undoTitleProperty().isNotEmpty(),
                this::undo));
    redo =
        actions.add(
            new Action(
                "edit-redo",
                history
                    .redoTitleProperty()
                    .map(title -> title.isEmpty() ? "Redo" : "Redo: " + title),
                "Makes the change again that was taken back",
                KeyCombination.valueOf("Shortcut+Shift+Z"),
                history.redoTitleProperty().isNotEmpty(),
                this::redo));
    claim =
        actions.add(
            "claim-what-it-did",
            "Claim what it did",
            "Writes what the task changed and read beyond its claims into the plan file",
            "C",
            claimable,
            this::claim);
    subscription =
        Subscription.combine(
            workbench.planProperty().subscribe(this::planShown),
            workbench.phaseProperty().subscribe(phase -> lookAtClaims()),
            model.revisionProperty().subscribe(revision -> lookAtClaims()),
            watchSelection());
  }

  // What others wrote into the file ends our history: taking back would take theirs back too.
  private void planShown(Optional<PlanFile> plan) {
    Path file = plan.map(PlanFile::path).orElse(null);
    boolean foreign = !plan.map(PlanFile::text).orElse("").equals(ours);
    if (foreign || (file != null && !file.equals(openFile))) {
      history.clear();
    }
    openFile = file;
    ours = plan.map(PlanFile::text).orElse("");
  }

  // ---- what can be done -------------------------------------------------------------------------

  /// The ring that would close if `to` came after `from`; empty where it may.
  public List<Dependency> ringOf(String from, String to) {
    try {
      var unused = model.state().graph().withDependency(from, to, Provenance.DECLARED);
      return List.of();
    } catch (CycleException e) {
      return e.cycle();
    }
  }

  /// Lets `to` come after `from`. While a run goes on, in that too; what has started is not ended
  /// by it.
  public void add(String from, String to) {
    boolean live = workbench.phase().isLive();
    if (live && model.state().task(to).filter(t -> !t.attempts().isEmpty()).isPresent()) {
      workbench.tell(
          Notice.error(
              "%s has started. Where it does not fit %s, the conflict offers to end it and run it again after that."
                  .formatted(to, from)));
      return;
    }
    order(from, to);
  }

  /// The same; where `to` has started, that is ended, and it runs again after `from`.
  public void order(String from, String to) {
    boolean live = workbench.phase().isLive();
    if (!live && workbench.plan().isEmpty()) {
      return;
    }
    List<Dependency> closing = ringOf(from, to);
    if (from.equals(to) || !closing.isEmpty()) {
      String sentence =
          from.equals(to)
              ? "%s cannot come after itself.".formatted(to)
              : "Tasks wait for each other: %s. The edge was not added; remove one of the others first."
                  .formatted(CycleException.describe(closing));
      ring.set(null);
      ring.set(new Ring(closing, sentence));
      return;
    }
    boolean there =
        model.state().graph().into(to).stream()
            .anyMatch(e -> e.from().equals(from) && e.provenance() == Provenance.DECLARED);
    if (there) {
      workbench.tell(Notice.information("%s comes after %s already.".formatted(to, from)));
      return;
    }
    if (live) {
      workbench
          .send(new Command.ComeAfter(to, from, workbench.operator()))
          .thenAccept(
              done -> {
                if (done) {
                  alsoInThePlan(from, to);
                }
              });
    } else {
      addToPlan(from, to);
    }
  }

  private void addToPlan(String from, String to) {
    edit("let %s come after %s".formatted(to, from), file -> text.addDependency(file, to, from));
  }

  /// The run has it; the file, which may have been changed since the run began, gets it where it
  /// has both tasks.
  private void alsoInThePlan(String from, String to) {
    List<Task> tasks = workbench.plan().map(PlanFile::plan).map(Plan::tasks).orElse(List.of());
    boolean has = tasks.stream().anyMatch(t -> t.id().equals(from));
    if (has && tasks.stream().anyMatch(t -> t.id().equals(to) && !t.dependsOn().contains(from))) {
      addToPlan(from, to);
    }
  }

  /// Lets `to` no longer declare to come after `from`.
  public void remove(String from, String to) {
    if (refused()) {
      return;
    }
    Optional<Dependency> edge =
        model.state().graph().into(to).stream().filter(e -> e.from().equals(from)).findFirst();
    Provenance why = edge.map(Dependency::provenance).orElse(Provenance.DECLARED);
    switch (why) {
      case DATA ->
          workbench.tell(
              Notice.error(
                  "%s uses an output of %s. Change its input in the plan file to remove this edge."
                      .formatted(to, from)));
      case CLAIM ->
          workbench.tell(
              Notice.error(
                  "%s reads what %s writes. Change their claims in the plan file to remove this edge."
                      .formatted(to, from)));
      case DECLARED, ADDED ->
          edit(
              "no longer let %s come after %s".formatted(to, from),
              file -> text.removeDependency(file, to, from));
    }
  }

  private Subscription watchSelection() {
    ListChangeListener<String> selection = change -> lookAtClaims();
    model.selected().addListener(selection);
    return () -> model.selected().removeListener(selection);
  }

  private void lookAtClaims() {
    claimable.set(
        workbench.plan().isPresent()
            && !workbench.phase().isLive()
            && unclaimed().filter(missing -> !missing.isNone()).isPresent());
  }

  private Optional<MissingClaims> unclaimed() {
    return model.selectedTask().flatMap(id -> model.state().task(id)).map(MissingClaims::of);
  }

  private void claim() {
    if (refused()) {
      return;
    }
    unclaimed()
        .ifPresent(
            missing ->
                edit(
                    "let %s claim what it did".formatted(missing.task()),
                    file ->
                        text.addClaims(file, missing.task(), missing.writes(), missing.reads())));
  }

  private boolean refused() {
    Phase phase = workbench.phase();
    if (phase.isLive()) {
      workbench.tell(
          Notice.error(
              "The plan cannot be changed while it runs. Stop the run, or wait for its end."));
      return true;
    }
    return workbench.plan().isEmpty();
  }

  private void edit(String description, Function<PlanFile, String> change) {
    save(
        file -> {
          String after = change.apply(file);
          return new UndoHistory.Edit<>(description, file.text(), after);
        },
        history::did);
  }

  private void undo() {
    Optional<UndoHistory.Edit<String>> last = history.nextUndo();
    if (last.isPresent() && !refused()) {
      UndoHistory.Edit<String> edit = last.get();
      save(
          file -> new UndoHistory.Edit<>(edit.description(), edit.after(), edit.before()),
          saved -> history.undid());
    }
  }

  private void redo() {
    Optional<UndoHistory.Edit<String>> next = history.nextRedo();
    if (next.isPresent() && !refused()) {
      save(file -> next.get(), saved -> history.redid());
    }
  }

  private interface Change {
    UndoHistory.Edit<String> on(PlanFile file);
  }

  private void save(Change change, Consumer<UndoHistory.Edit<String>> then) {
    saving =
        saving
            .thenComposeAsync(
                ready -> {
                  PlanFile file = workbench.plan().orElse(null);
                  TaskGraph before = model.state().graph();
                  return file == null
                      ? CompletableFuture.<@Nullable Saved>completedFuture(null)
                      : CompletableFuture.supplyAsync(
                          () -> write(file, before, change), background);
                },
                window)
            .thenAcceptAsync(
                saved -> {
                  if (saved != null) {
                    take(saved, then);
                  }
                },
                window)
            // One that goes wrong must not keep every later one from being saved.
            .exceptionallyAsync(this::wentWrong, window);
  }

  private @Nullable Void wentWrong(Throwable problem) {
    LOG.log(Level.SEVERE, "An edit of the plan", problem);
    workbench.tell(Notice.error("The plan could not be changed; the log says why."));
    return null;
  }

  /// @param words where it was not written, why; else what it brought about besides
  private record Saved(
      UndoHistory.@Nullable Edit<String> edit, @Nullable PlanPreview plan, String words) {}

  private Saved write(PlanFile file, TaskGraph before, Change change) {
    try {
      UndoHistory.Edit<String> edit = change.on(file);
      if (edit.after().equals(edit.before())) {
        return new Saved(null, null, "The plan says that already.");
      }
      if (!Files.readString(file.path()).equals(edit.before())) {
        return new Saved(
            null,
            read(file.path()),
            "The plan file changed on disk meanwhile. It was read again; nothing was written.");
      }
      workbench.expect(edit.after());
      Files.writeString(file.path(), edit.after());
      PlanPreview plan = read(file.path());
      return new Saved(edit, plan, GivenWay.sentence(before, plan.state().graph()));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "Saving " + file.path(), e);
      return new Saved(
          null,
          null,
          "%s could not be saved. Check that you may write to it; nothing was changed."
              .formatted(file.path()));
    } catch (PlanEditException e) {
      LOG.log(Level.INFO, "An edit of " + file.path(), e);
      return new Saved(null, null, String.valueOf(e.getMessage()));
    }
  }

  private PlanPreview read(Path file) {
    return PlanPreview.of(plans.read(file), model.now());
  }

  private void take(Saved saved, Consumer<UndoHistory.Edit<String>> then) {
    if (saved.plan() != null && saved.edit() != null) {
      ours = saved.plan().file().text();
    }
    if (saved.plan() != null) {
      workbench.planEdited(saved.plan());
    }
    if (saved.edit() != null) {
      then.accept(saved.edit());
      workbench.tell(Notice.information(saved.words()));
    } else {
      workbench.tell(Notice.error(saved.words()));
    }
  }

  /// The last ring that was refused.
  public ReadOnlyObjectProperty<@Nullable Ring> ringProperty() {
    return ring.getReadOnlyProperty();
  }

  public Action editing() {
    return editing;
  }

  public Action undoAction() {
    return undo;
  }

  /// Corrects the claims of the selected task.
  public Action claimAction() {
    return claim;
  }

  public Action redoAction() {
    return redo;
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
