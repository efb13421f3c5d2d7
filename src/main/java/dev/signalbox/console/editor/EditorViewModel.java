package dev.signalbox.console.editor;

import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.model.Choices;
import dev.signalbox.console.model.Notice;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.Workbench;
import dev.signalbox.engine.Command;
import dev.signalbox.graph.CycleException;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.Task;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;

/// Adds and removes dependencies of the open plan.
public final class EditorViewModel {
  private final RunModel model;
  private final Workbench workbench;
  private final PlanText text;
  private final PlanSaving saving;

  private final ReadOnlyObjectWrapper<@Nullable Ring> ring = new ReadOnlyObjectWrapper<>();

  /// A dependency that was refused.
  ///
  /// @param edges the ring it would close
  /// @param sentence why
  public record Ring(List<Dependency> edges, String sentence) {}

  private final Action editing;
  private final Action undo;
  private final Action redo;

  public EditorViewModel(
      RunModel model,
      Workbench workbench,
      Choices choices,
      Actions actions,
      PlanText text,
      PlanSaving saving) {
    this.model = model;
    this.workbench = workbench;
    this.text = text;
    this.saving = saving;
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
                saving
                    .history()
                    .undoTitleProperty()
                    .map(title -> title.isEmpty() ? "Undo" : "Undo: " + title),
                "Takes the last change of the plan back",
                KeyCombination.valueOf("Shortcut+Z"),
                saving.history().undoTitleProperty().isNotEmpty(),
                saving::undo));
    redo =
        actions.add(
            new Action(
                "edit-redo",
                saving
                    .history()
                    .redoTitleProperty()
                    .map(title -> title.isEmpty() ? "Redo" : "Redo: " + title),
                "Makes the change again that was taken back",
                KeyCombination.valueOf("Shortcut+Shift+Z"),
                saving.history().redoTitleProperty().isNotEmpty(),
                saving::redo));
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
    saving.edit(
        "let %s come after %s".formatted(to, from), file -> text.addDependency(file, to, from));
  }

  /// The run has it; the file, which may have been changed since the run began, gets it where it
  /// has both tasks.
  private void alsoInThePlan(String from, String to) {
    if (inThePlan(from).isPresent()
        && inThePlan(to).filter(task -> !task.dependsOn().contains(from)).isPresent()) {
      addToPlan(from, to);
    }
  }

  private Optional<Task> inThePlan(String id) {
    return workbench
        .plan()
        .map(PlanFile::plan)
        .flatMap(plan -> plan.tasks().stream().filter(task -> task.id().equals(id)).findFirst());
  }

  /// Lets `from` come after `to`, which comes after it as somebody has declared. While a run goes
  /// on, in that too, before either has started.
  public void turn(String from, String to) {
    if (workbench.phase().isLive()) {
      workbench
          .send(new Command.TurnEdge(from, to, workbench.operator()))
          .thenAccept(
              done -> {
                if (done && inThePlan(to).filter(t -> t.dependsOn().contains(from)).isPresent()) {
                  turnInPlan(from, to);
                }
              });
    } else if (workbench.plan().isPresent()) {
      turnInPlan(from, to);
    }
  }

  private void turnInPlan(String from, String to) {
    saving.edit(
        "let %s come after %s, not before it".formatted(from, to),
        file -> text.turnDependency(file, from, to));
  }

  /// Lets `to` no longer declare to come after `from`.
  public void remove(String from, String to) {
    if (saving.refused()) {
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
          saving.edit(
              "no longer let %s come after %s".formatted(to, from),
              file -> text.removeDependency(file, to, from));
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

  public Action redoAction() {
    return redo;
  }
}
