package dev.signalbox.console.graph;

import dev.signalbox.console.theme.Fonts;
import dev.signalbox.console.theme.Palette;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

/// Paints conflicts: a line in their colour between the tasks concerned, under the boxes, and over
/// them a pill that says what. A pill keeps its size at every zoom: it is what must be read.
final class ConflictPainter {
  private static final double PILL_HEIGHT = 20;
  private static final double[] TRIED = {0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8};

  private final TextFit fit;
  private final Font font = Fonts.sansBold(11);
  private Map<String, Rectangle2D> pills = new LinkedHashMap<>();

  ConflictPainter(TextFit fit) {
    this.fit = fit;
  }

  /// The conflict whose pill is at a point of the view.
  Optional<String> at(double viewX, double viewY) {
    return pills.entrySet().stream()
        .filter(pill -> pill.getValue().contains(viewX, viewY))
        .map(Map.Entry::getKey)
        .reduce((first, last) -> last);
  }

  Optional<Rectangle2D> pill(String conflict) {
    return Optional.ofNullable(pills.get(conflict));
  }

  void paintLines(GraphicsContext gc, Picture picture, Camera camera) {
    gc.setLineWidth(2.4);
    gc.setStroke(picture.palette.conflict());
    for (ConflictLook conflict : picture.conflicts) {
      for (double[] line : lines(picture, conflict)) {
        EdgePainter.line(gc, camera, line);
      }
    }
  }

  void paintPills(GraphicsContext gc, Picture picture, Camera camera, double width, double height) {
    Map<String, Rectangle2D> placed = new LinkedHashMap<>();
    for (ConflictLook conflict : picture.conflicts) {
      place(picture, camera, conflict, placed)
          .ifPresent(
              pill -> {
                placed.put(conflict.id(), pill);
                if (pill.intersects(0, 0, width, height)) {
                  paintPill(gc, picture, conflict, pill);
                }
              });
    }
    pills = placed;
  }

  private void paintPill(
      GraphicsContext gc, Picture picture, ConflictLook conflict, Rectangle2D pill) {
    Palette colours = picture.palette;
    double arc = pill.getHeight();
    boolean marked =
        conflict.id().equals(picture.selectedConflict)
            || conflict.id().equals(picture.hoveredConflict);
    if (marked) {
      gc.setFill(colours.text());
      gc.fillRoundRect(
          pill.getMinX() - 2,
          pill.getMinY() - 2,
          pill.getWidth() + 4,
          pill.getHeight() + 4,
          arc + 4,
          arc + 4);
    }
    gc.setFill(colours.conflict());
    gc.fillRoundRect(pill.getMinX(), pill.getMinY(), pill.getWidth(), pill.getHeight(), arc, arc);
    gc.setFill(colours.onAccent());
    gc.setFont(font);
    gc.setTextAlign(TextAlignment.CENTER);
    gc.setTextBaseline(VPos.CENTER);
    gc.fillText(
        conflict.label(),
        pill.getMinX() + pill.getWidth() / 2,
        pill.getMinY() + pill.getHeight() / 2);
    gc.setTextAlign(TextAlignment.LEFT);
    gc.setTextBaseline(VPos.BASELINE);
  }

  private Optional<Rectangle2D> place(
      Picture picture, Camera camera, ConflictLook conflict, Map<String, Rectangle2D> placed) {
    double width = Math.ceil(fit.width(conflict.label(), font)) + 20;
    List<double[]> lines = lines(picture, conflict);
    if (lines.isEmpty()) {
      // Whom it meets is not drawn: it hangs below its one task.
      return conflict.tasks().stream()
          .flatMap(task -> picture.drawing.node(task).stream())
          .findFirst()
          .map(
              node ->
                  around(
                      camera.toViewX(node.midX()),
                      camera.toViewY(node.box().getMaxY()) + 4,
                      width));
    }
    double[] line = lines.getFirst();
    Rectangle2D best = null;
    int fewest = Integer.MAX_VALUE;
    for (double t : TRIED) {
      Rectangle2D pill =
          around(
              camera.toViewX(line[0] + (line[2] - line[0]) * t),
              camera.toViewY(line[1] + (line[3] - line[1]) * t),
              width);
      int covered = covered(picture, camera, pill, placed);
      if (covered < fewest) {
        fewest = covered;
        best = pill;
      }
    }
    return Optional.ofNullable(best);
  }

  private static int covered(
      Picture picture, Camera camera, Rectangle2D pill, Map<String, Rectangle2D> placed) {
    Rectangle2D world =
        new Rectangle2D(
            camera.toWorldX(pill.getMinX()),
            camera.toWorldY(pill.getMinY()),
            pill.getWidth() / camera.scale(),
            pill.getHeight() / camera.scale());
    int others = (int) placed.values().stream().filter(pill::intersects).count();
    return picture.drawing.nodesIn(world).size() + others;
  }

  private static Rectangle2D around(double x, double y, double width) {
    return new Rectangle2D(
        Math.round(x - width / 2), Math.round(y - PILL_HEIGHT / 2), width, PILL_HEIGHT);
  }

  /// From the task that met it to each other.
  private static List<double[]> lines(Picture picture, ConflictLook conflict) {
    List<NodeBox> nodes =
        conflict.tasks().stream().flatMap(task -> picture.drawing.node(task).stream()).toList();
    List<double[]> lines = new ArrayList<>();
    for (int i = 1; i < nodes.size(); i++) {
      lines.add(Curves.between(nodes.getFirst().box(), nodes.get(i).box()));
    }
    return lines;
  }
}
