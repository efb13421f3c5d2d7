package dev.signalbox.console.graph;

import dev.signalbox.console.theme.AgentColours;
import dev.signalbox.graph.TaskGraph;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import org.jspecify.annotations.Nullable;

/// Takes what the view is handed into the picture, a graph once its places have been found.
final class GraphContent implements AutoCloseable {
  private final GraphView view;
  private final Picture picture;
  private final GraphCanvas canvas;
  private final GraphOverlays overlays;
  private final EdgeEditing edits;
  private final GraphPlacer placer = new GraphPlacer(this::placed, this::placing, this::unplaced);
  private TaskGraph graph;
  private List<String> criticalPath = List.of();

  GraphContent(
      GraphView view,
      Picture picture,
      GraphCanvas canvas,
      GraphOverlays overlays,
      EdgeEditing edits) {
    this.view = view;
    this.picture = picture;
    this.canvas = canvas;
    this.overlays = overlays;
    this.edits = edits;
    graph = picture.graph;
  }

  void show(TaskGraph newest, List<String> longest) {
    graph = newest;
    criticalPath = List.copyOf(longest);
    arrange();
  }

  /// Looks for places anew, as the view's kind of layout asks.
  void arrange() {
    placer.place(graph, view.layoutKindProperty().get());
  }

  void looks(Map<String, NodeLook> looks) {
    if (!Platform.getPreferences().isReducedMotion()) {
      picture.ease(looks);
    }
    picture.looks = Map.copyOf(looks);
    view.read();
    canvas.redrawAll();
  }

  void conflicts(List<ConflictLook> conflicts) {
    picture.conflicts = List.copyOf(conflicts);
    GraphSelection selection = view.selection();
    if (conflicts.stream().noneMatch(c -> c.id().equals(selection.conflict.get()))) {
      selection.conflict.set(null);
    }
    canvas.redraw();
  }

  void only(@Nullable Set<String> tasks) {
    picture.matching = tasks == null ? null : Set.copyOf(tasks);
    canvas.redraw();
  }

  void agents(AgentColours agents) {
    picture.agents = agents;
    canvas.redraw();
  }

  private void placing(int tasks) {
    overlays.arranging(picture.drawing.isEmpty() ? tasks : 0);
  }

  private void placed(TaskGraph shown, Placement places) {
    GraphDrawing before = picture.drawing;
    boolean otherKind = picture.placement.kind() != places.kind();
    boolean moved = picture.placement != places;
    picture.placement = places;
    picture.graph = shown;
    picture.drawing = GraphDrawing.of(shown, places);
    picture.criticalPath(criticalPath);
    view.selection().keepOnly(shown);
    if (moved) {
      view.hover().gone();
      edits.cancelDrag();
      edits.dismiss();
    }
    if (before.isEmpty() || otherKind) {
      view.viewport().fit();
    } else {
      view.viewport().keepInPlace(before, view.selection().task.get());
    }
    overlays.arranging(0);
    overlays.empty(picture.drawing.isEmpty());
    view.read();
    canvas.redrawAll();
  }

  private void unplaced(Throwable problem) {
    overlays.arranging(0);
    overlays.say("The graph could not be arranged: " + problem + ". Choose another layout.");
  }

  ReadOnlyBooleanProperty settledProperty() {
    return placer.settled.getReadOnlyProperty();
  }

  @Override
  public void close() {
    placer.close();
  }
}
