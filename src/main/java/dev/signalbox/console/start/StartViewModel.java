package dev.signalbox.console.start;

import dev.signalbox.app.OpenRun;
import dev.signalbox.console.action.Action;
import dev.signalbox.console.action.Actions;
import dev.signalbox.console.model.RunStarter;
import dev.signalbox.console.model.Workbench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The ways to the first plan.
public final class StartViewModel {
  private final Workbench workbench;
  private final Supplier<List<String>> recent;
  private final Action open;
  private final @Nullable Action quickstart;
  private final RunStarter runs;
  private final Executor background;
  private final Executor window;
  private final ObservableList<OpenRun> elsewhere = FXCollections.observableArrayList();

  /// @param quickstart the example plan, or null where it is not at hand
  /// @param recent plan files, the newest first
  public StartViewModel(
      Workbench workbench,
      Actions actions,
      Action open,
      @Nullable Path quickstart,
      Supplier<List<String>> recent,
      RunStarter runs,
      Executor background,
      Executor window) {
    this.workbench = workbench;
    this.recent = recent;
    this.open = open;
    this.runs = runs;
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

  /// Looks again what other processes run; that asks each of them, so it happens aside.
  void look() {
    background.execute(
        () -> {
          List<OpenRun> found = runs.elsewhere();
          window.execute(
              () -> {
                elsewhere.setAll(found);
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
