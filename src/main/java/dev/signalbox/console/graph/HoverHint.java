package dev.signalbox.console.graph;

import java.util.Objects;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.control.Tooltip;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// What happens when the pointer rests: after a moment the ancestry of a task lights up, after a
/// longer one its tooltip shows. Passing over the graph does neither.
final class HoverHint {
  private final Node owner;
  private final Picture picture;
  private final ConflictPainter conflicts;
  private final Runnable redraw;
  private final Tooltip tooltip = new Tooltip();
  private final PauseTransition light = new PauseTransition(Duration.millis(140));
  private final PauseTransition explain = new PauseTransition(Duration.millis(550));
  private double x;
  private double y;

  HoverHint(Node owner, Picture picture, ConflictPainter conflicts, Runnable redraw) {
    this.owner = owner;
    this.picture = picture;
    this.conflicts = conflicts;
    this.redraw = redraw;
    tooltip.setWrapText(true);
    tooltip.setMaxWidth(360);
    light.setOnFinished(e -> lightUp());
    explain.setOnFinished(e -> show());
  }

  /// The pointer is at a point of the view.
  void at(double viewX, double viewY, Camera camera) {
    x = viewX;
    y = viewY;
    double worldX = camera.toWorldX(viewX);
    double worldY = camera.toWorldY(viewY);
    @Nullable String conflict = conflicts.at(viewX, viewY).orElse(null);
    @Nullable String task =
        conflict != null ? null : taskAt(worldX, worldY, camera.scale()).orElse(null);
    @Nullable Pair edge =
        conflict != null || task != null
            ? null
            : picture
                .drawing
                .edgeAt(worldX, worldY, 6 / camera.scale(), picture.hidden)
                .map(EdgePath::pair)
                .orElse(null);
    over(task, edge, conflict);
  }

  /// In edit mode a task's port, which stands half outside its box, belongs to it.
  private Optional<String> taskAt(double worldX, double worldY, double scale) {
    Optional<String> inside = picture.drawing.nodeAt(worldX, worldY).map(NodeBox::id);
    if (inside.isPresent() || !picture.editing) {
      return inside;
    }
    double reach = 12 / scale;
    Rectangle2D around = new Rectangle2D(worldX - reach, worldY - reach, reach, 2 * reach);
    return picture.drawing.nodesIn(around).stream()
        .filter(n -> Math.hypot(worldX - n.box().getMaxX(), worldY - n.midY()) <= reach)
        .map(NodeBox::id)
        .findFirst();
  }

  void gone() {
    over(null, null, null);
  }

  private void over(@Nullable String task, @Nullable Pair edge, @Nullable String conflict) {
    if (Objects.equals(task, picture.hoveredTask)
        && Objects.equals(edge, picture.hoveredEdge)
        && Objects.equals(conflict, picture.hoveredConflict)) {
      return;
    }
    picture.hoveredTask = task;
    picture.hoveredEdge = edge;
    picture.hoveredConflict = conflict;
    hideTooltip();
    if (task == null) {
      light.stop();
      picture.lit = null;
    } else if (picture.lit != null) {
      lightUp();
    } else {
      light.playFromStart();
    }
    if (task != null || edge != null || conflict != null) {
      explain.playFromStart();
    }
    redraw.run();
  }

  private void lightUp() {
    String task = picture.hoveredTask;
    if (task != null && picture.graph.task(task).isPresent() && !picture.editing) {
      picture.lit = picture.ancestry(task);
      redraw.run();
    }
  }

  private void show() {
    String text = text();
    Point2D at = owner.localToScreen(x, y);
    if (text.isEmpty() || at == null || picture.rubber != null) {
      return;
    }
    tooltip.setText(text);
    tooltip.show(owner, at.getX() + 12, at.getY() + 16);
  }

  private String text() {
    if (picture.hoveredTask != null) {
      return picture
          .drawing
          .node(picture.hoveredTask)
          .map(node -> Words.tooltip(node, picture.look(node)))
          .orElse("");
    }
    if (picture.hoveredEdge != null) {
      return picture.drawing.edge(picture.hoveredEdge).map(Words::tooltip).orElse("");
    }
    return picture.conflicts.stream()
        .filter(c -> c.id().equals(picture.hoveredConflict))
        .map(c -> c.detail().isBlank() ? c.label() : c.detail())
        .findFirst()
        .orElse("");
  }

  Tooltip tooltip() {
    return tooltip;
  }

  void hideTooltip() {
    explain.stop();
    tooltip.hide();
  }

  void close() {
    light.stop();
    hideTooltip();
  }
}
