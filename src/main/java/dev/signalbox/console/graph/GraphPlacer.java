package dev.signalbox.console.graph;

import dev.signalbox.graph.TaskGraph;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.jspecify.annotations.Nullable;

/// Has places found for the newest graph; what was asked for in between is dropped.
final class GraphPlacer implements AutoCloseable {
  private final GraphLayouts layouts = new GraphLayouts();
  private final BiConsumer<TaskGraph, Placement> found;
  private final IntConsumer waiting;
  private final Consumer<Throwable> failed;
  final ReadOnlyBooleanWrapper settled = new ReadOnlyBooleanWrapper(this, "settled", true);

  private GraphLayouts.@Nullable Structure wanted;
  private @Nullable Placement placement;
  private @Nullable TaskGraph graph;

  /// @param found is told, on the window's thread, where everything goes
  /// @param waiting is told how many tasks are being placed
  GraphPlacer(
      BiConsumer<TaskGraph, Placement> found, IntConsumer waiting, Consumer<Throwable> failed) {
    this.found = found;
    this.waiting = waiting;
    this.failed = failed;
  }

  void place(TaskGraph newest, LayoutKind kind) {
    graph = newest;
    GraphLayouts.Structure structure = GraphLayouts.Structure.of(newest, kind);
    if (structure.equals(wanted)) {
      // Only words have changed, or it is being placed already.
      if (settled.get() && placement != null) {
        found.accept(newest, placement);
      }
      return;
    }
    wanted = structure;
    if (structure.ids().isEmpty()) {
      placed(structure, new Placement(kind, java.util.Map.of(), java.util.Map.of()), null);
      return;
    }
    settled.set(false);
    waiting.accept(structure.ids().size());
    CompletableFuture<Placement> places = layouts.place(structure);
    if (places.isDone()) {
      places.whenComplete((p, e) -> placed(structure, p, e));
    } else {
      places.whenComplete((p, e) -> Platform.runLater(() -> placed(structure, p, e)));
    }
  }

  private void placed(
      GraphLayouts.Structure structure, @Nullable Placement places, @Nullable Throwable problem) {
    TaskGraph shown = graph;
    if (!structure.equals(wanted) || shown == null) {
      return;
    }
    if (places != null) {
      placement = places;
      found.accept(shown, places);
    } else if (problem != null) {
      failed.accept(problem);
    }
    settled.set(true);
  }

  @Override
  public void close() {
    layouts.close();
  }
}
