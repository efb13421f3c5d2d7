package dev.signalbox.console.graph;

import dev.signalbox.console.theme.Fonts;
import dev.signalbox.console.theme.Glyphs;
import dev.signalbox.console.theme.Palette;
import dev.signalbox.report.StateGlyph;
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
import org.jgrapht.alg.drawing.model.Point2D;

/// Paints conflicts: a line in their colour between the tasks concerned, under the boxes, and over
/// them a pill that says what. Zoomed out, the pill shrinks less than the boxes do, and from afar
/// only its sign is left, as where there is no room beside the boxes: it is what must be seen.
final class ConflictPainter {
  private static final double[] TRIED = {0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8};
  private static final double[][] ASIDE = {
    {0, 0}, {0, 1}, {0, -1}, {1, 0}, {-1, 0}, {0, 2}, {0, -2}
  };

  private final TextFit fit;
  private final Font large = Fonts.sansBold(11);
  private final Font small = Fonts.sansBold(9);
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
                  paintPill(gc, picture, camera, conflict, pill);
                }
              });
    }
    pills = placed;
  }

  private void paintPill(
      GraphicsContext gc, Picture picture, Camera camera, ConflictLook conflict, Rectangle2D pill) {
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
    if (pill.getWidth() <= pill.getHeight()) {
      Glyphs.draw(
          gc,
          StateGlyph.CONFLICT.path(),
          pill.getMinX() + 1.5,
          pill.getMinY() + 1.5,
          pill.getHeight() - 3,
          colours.onAccent());
      return;
    }
    gc.setFill(colours.onAccent());
    gc.setFont(font(camera));
    gc.setTextAlign(TextAlignment.CENTER);
    gc.setTextBaseline(VPos.CENTER);
    gc.fillText(
        conflict.label(),
        pill.getMinX() + pill.getWidth() / 2,
        pill.getMinY() + pill.getHeight() / 2);
    gc.setTextAlign(TextAlignment.LEFT);
    gc.setTextBaseline(VPos.BASELINE);
  }

  private Font font(Camera camera) {
    return Detail.at(camera.scale()) == Detail.FULL ? large : small;
  }

  private double height(Camera camera) {
    return Detail.at(camera.scale()) == Detail.FULL ? 20 : 15;
  }

  private double width(Camera camera, ConflictLook conflict) {
    return switch (Detail.at(camera.scale())) {
      case FULL -> Math.ceil(fit.width(conflict.label(), large)) + 20;
      case NAME -> Math.ceil(fit.width(conflict.label(), small)) + 14;
      case PATCH -> height(camera);
    };
  }

  private Optional<Rectangle2D> place(
      Picture picture, Camera camera, ConflictLook conflict, Map<String, Rectangle2D> placed) {
    double width = width(camera, conflict);
    double height = height(camera);
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
                      camera.toViewY(node.box().getMaxY()) + height * 0.7,
                      width,
                      height));
    }
    Rectangle2D label = beside(picture, camera, lines.getFirst(), width, height, placed);
    return Optional.of(
        covered(picture, camera, label, placed) == 0
            ? label
            : beside(picture, camera, lines.getFirst(), height, height, placed));
  }

  /// On the line or near it, where it covers the fewest.
  private static Rectangle2D beside(
      Picture picture,
      Camera camera,
      double[] line,
      double width,
      double height,
      Map<String, Rectangle2D> placed) {
    Rectangle2D best = Rectangle2D.EMPTY;
    int fewest = Integer.MAX_VALUE;
    for (double[] aside : ASIDE) {
      for (double t : TRIED) {
        Point2D on = Curves.point(line, t);
        Rectangle2D pill =
            around(
                camera.toViewX(on.getX()) + aside[0] * (width / 2 + 12),
                camera.toViewY(on.getY()) + aside[1] * (height + 6),
                width,
                height);
        int covered = covered(picture, camera, pill, placed);
        if (covered < fewest) {
          fewest = covered;
          best = pill;
        }
        if (covered == 0) {
          return pill;
        }
      }
    }
    return best;
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

  private static Rectangle2D around(double x, double y, double width, double height) {
    return new Rectangle2D(Math.round(x - width / 2), Math.round(y - height / 2), width, height);
  }

  /// From the task that met it to each other.
  private static List<double[]> lines(Picture picture, ConflictLook conflict) {
    List<NodeBox> nodes =
        conflict.tasks().stream().flatMap(task -> picture.drawing.node(task).stream()).toList();
    List<double[]> lines = new ArrayList<>();
    for (int i = 1; i < nodes.size(); i++) {
      lines.add(Curves.link(nodes.getFirst().box(), nodes.get(i).box()));
    }
    return lines;
  }
}
