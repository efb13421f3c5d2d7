package dev.signalbox.console.editor;

import dev.signalbox.console.model.Notice;
import dev.signalbox.console.model.Phase;
import dev.signalbox.console.model.PlanPreview;
import dev.signalbox.console.model.PlanSource;
import dev.signalbox.console.model.RunModel;
import dev.signalbox.console.model.UndoHistory;
import dev.signalbox.console.model.Workbench;
import dev.signalbox.graph.CycleException;
import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.graph.TaskGraph;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.PlanEditException;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.PlanReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// Writes edits of the open plan into its file, one after the other, and takes them back.
public final class PlanSaving implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PlanSaving.class.getName());

  private final RunModel model;
  private final Workbench workbench;
  private final PlanSource plans;
  private final Executor background;
  private final Executor window;
  private final UndoHistory<String> history = new UndoHistory<>();
  private final Subscription subscription;
  // Edits are saved one after the other; each sees what the one before it wrote.
  private CompletableFuture<Void> saving = CompletableFuture.completedFuture(null);
  private String ours = "";
  private @Nullable Path openFile;

  public PlanSaving(
      RunModel model, Workbench workbench, PlanSource plans, Executor background, Executor window) {
    this.model = model;
    this.workbench = workbench;
    this.plans = plans;
    this.background = background;
    this.window = window;
    subscription = workbench.planProperty().subscribe(this::planShown);
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

  UndoHistory<String> history() {
    return history;
  }

  /// Whether the plan cannot be changed now, which is said.
  boolean refused() {
    Phase phase = workbench.phase();
    if (phase.isLive()) {
      workbench.tell(
          Notice.error(
              "The plan cannot be changed while it runs. Stop the run, or wait for its end."));
      return true;
    }
    return workbench.plan().isEmpty();
  }

  void edit(String description, Function<PlanFile, String> change) {
    save(
        file -> {
          String after = change.apply(file);
          demandNoNewRing(file, after);
          return new UndoHistory.Edit<>(description, file.text(), after);
        },
        history::did);
  }

  /// The file may have come to differ from the run whose graph a person looks at.
  private static void demandNoNewRing(PlanFile file, String after) {
    Optional<String> ring = ring(new PlanReader().parse(file.path(), after));
    if (ring.isPresent() && ring(file).isEmpty()) {
      throw new PlanEditException(ring.get() + ". Nothing was written.");
    }
  }

  private static Optional<String> ring(PlanFile file) {
    Plan plan = file.plan();
    if (plan != null) {
      try {
        new DependencyResolver(plan.undeclared()).addAll(plan.tasks()).graph();
      } catch (CycleException e) {
        return Optional.of(String.valueOf(e.getMessage()));
      }
    }
    return Optional.empty();
  }

  void undo() {
    Optional<UndoHistory.Edit<String>> last = history.nextUndo();
    if (last.isPresent() && !refused()) {
      UndoHistory.Edit<String> edit = last.get();
      save(
          file -> new UndoHistory.Edit<>(edit.description(), edit.after(), edit.before()),
          saved -> history.undid());
    }
  }

  void redo() {
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

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
