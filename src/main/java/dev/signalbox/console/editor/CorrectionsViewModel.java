package dev.signalbox.console.editor;

import dev.signalbox.claim.Glob;
import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.Workbench;
import dev.signalbox.engine.Drift;
import dev.signalbox.engine.RunState;
import dev.signalbox.graph.Dependency;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.Task;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.scene.input.KeyCombination;
import javafx.util.Subscription;

/// Makes the plan say of the selected task what a run has shown: each in one step that can be taken
/// back.
public final class CorrectionsViewModel implements AutoCloseable {
  private static final Correction NONE =
      new Correction(
          "",
          new MissingClaims("", List.of(), List.of()),
          List.of(),
          List.of(),
          List.of(),
          List.of());

  private final RunModel model;
  private final Workbench workbench;
  private final PlanSaving saving;
  private final ReadOnlyObjectWrapper<Correction> atHand = new ReadOnlyObjectWrapper<>(NONE);
  private final List<Action> all;
  private final Subscription subscription;

  /// @param unusedEdges whom it declares to come after, and nothing came of it
  /// @param missingEdges whom it had better come after
  private record Correction(
      String task,
      MissingClaims missing,
      List<String> unusedWrites,
      List<String> unusedReads,
      List<String> unusedEdges,
      List<String> missingEdges) {}

  public CorrectionsViewModel(
      RunModel model, Workbench workbench, Actions actions, PlanText text, PlanSaving saving) {
    this.model = model;
    this.workbench = workbench;
    this.saving = saving;
    all =
        List.of(
            action(
                actions,
                "claim-what-it-did",
                "C",
                "Writes what the task changed and read beyond its claims into the plan file",
                c -> c.missing.isNone() ? "" : "Claim what it did",
                "let %s claim what it did",
                (c, file) -> text.addClaims(file, c.task, c.missing.writes(), c.missing.reads())),
            action(
                actions,
                "drop-unused-claims",
                "Shift+C",
                "Takes the claims that covered nothing out of the plan file; another run may need them",
                c ->
                    c.unusedWrites.isEmpty() && c.unusedReads.isEmpty() ? "" : "Drop unused claims",
                "drop what %s claims and did not use",
                (c, file) -> text.removeClaims(file, c.task, c.unusedWrites, c.unusedReads)),
            action(
                actions,
                "drop-unused-edges",
                "X",
                "Takes the edge out of the plan file: the task neither read nor changed what the other had changed",
                c ->
                    c.unusedEdges.isEmpty()
                        ? ""
                        : "No longer after " + named(c.unusedEdges, "unused edges"),
                "drop the edges of %s that nothing came of",
                (c, file) -> text.removeDependencies(file, c.task, c.unusedEdges)),
            action(
                actions,
                "add-missing-edges",
                "M",
                "Adds the edge to the plan file: the task had read what the other changed, and ran again for it",
                c -> c.missingEdges.isEmpty() ? "" : "Come after " + named(c.missingEdges, "tasks"),
                "let %s come after whom it had read from",
                (c, file) -> text.addDependencies(file, c.task, c.missingEdges)));
    ListChangeListener<String> selection = change -> look();
    model.selected().addListener(selection);
    subscription =
        Subscription.combine(
            () -> model.selected().removeListener(selection),
            workbench.planProperty().subscribe(plan -> look()),
            workbench.phaseProperty().subscribe(phase -> look()),
            model.revisionProperty().subscribe(revision -> look()));
  }

  private static String named(List<String> tasks, String many) {
    return tasks.size() == 1 ? tasks.getFirst() : tasks.size() + " " + many;
  }

  private Action action(
      Actions actions,
      String id,
      String key,
      String hint,
      Function<Correction, String> title,
      String description,
      BiFunction<Correction, PlanFile, String> change) {
    return actions.add(
        new Action(
            id,
            atHand.map(title),
            hint,
            KeyCombination.valueOf(key),
            Bindings.createBooleanBinding(() -> !title.apply(atHand.get()).isEmpty(), atHand),
            () -> {
              Correction now = atHand.get();
              if (!saving.refused()) {
                saving.edit(description.formatted(now.task), file -> change.apply(now, file));
              }
            }));
  }

  private void look() {
    RunState run = model.state();
    atHand.set(
        model
            .selectedTask()
            .filter(id -> !workbench.phase().isLive() && run.task(id).isPresent())
            .flatMap(this::inTheFile)
            .map(now -> of(run, now))
            .orElse(NONE));
  }

  private Optional<Task> inTheFile(String id) {
    return workbench
        .plan()
        .map(PlanFile::plan)
        .flatMap(plan -> plan.tasks().stream().filter(t -> t.id().equals(id)).findFirst());
  }

  /// @param now the task as the file has it: what it says already is not offered again
  private static Correction of(RunState run, Task now) {
    String task = now.id();
    Optional<Drift> drift = Drift.of(run.status(task));
    List<String> writes = patterns(now.claims().knownWrites());
    List<String> reads = patterns(now.claims().knownReads());
    return new Correction(
        task,
        MissingClaims.of(run.status(task)).without(writes, reads),
        drift.map(Drift::unusedWrites).orElse(List.of()).stream().filter(writes::contains).toList(),
        drift.map(Drift::unusedReads).orElse(List.of()).stream().filter(reads::contains).toList(),
        run.graph().into(task).stream()
            .filter(edge -> now.dependsOn().contains(edge.from()))
            .filter(edge -> Drift.isUsed(run, edge).filter(used -> !used).isPresent())
            .map(Dependency::from)
            .toList(),
        Drift.missingEdges(run, task).stream()
            .filter(other -> !now.dependsOn().contains(other))
            .toList());
  }

  private static List<String> patterns(List<Glob> globs) {
    return globs.stream().map(Glob::pattern).toList();
  }

  /// What the last run has shown and the plan does not say yet, the best first.
  public List<Action> actions() {
    return all;
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
