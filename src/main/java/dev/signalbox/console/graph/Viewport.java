package dev.signalbox.console.graph;

import java.util.Comparator;
import java.util.Optional;
import javafx.geometry.Rectangle2D;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// Moves the camera of a view. Until a person moves it, everything stays in view; afterwards
/// nothing but a person moves it, unless something has to be shown.
final class Viewport {
  private final Region view;
  private final Picture picture;
  private final Camera camera;
  private final Runnable redraw;
  private boolean follows = true;

  Viewport(Region view, Picture picture, Camera camera, Runnable redraw) {
    this.view = view;
    this.picture = picture;
    this.camera = camera;
    this.redraw = redraw;
  }

  void fit() {
    follows = true;
    camera.fit(picture.drawing.bounds(), view.getWidth(), view.getHeight());
    redraw.run();
  }

  void resized() {
    if (follows) {
      fit();
    }
  }

  void zoom(double factor, double x, double y) {
    follows = false;
    camera.zoom(factor, x, y);
    redraw.run();
  }

  void zoomAboutMiddle(double factor) {
    zoom(factor, view.getWidth() / 2, view.getHeight() / 2);
  }

  void pan(double dx, double dy) {
    follows = false;
    camera.pan(dx, dy);
    redraw.run();
  }

  void centreOn(double worldX, double worldY) {
    follows = false;
    camera.centre(new Rectangle2D(worldX, worldY, 0, 0), view.getWidth(), view.getHeight());
    redraw.run();
  }

  void reveal(String task) {
    picture
        .drawing
        .node(task)
        .ifPresent(
            node -> {
              if (camera.reveal(node.box(), view.getWidth(), view.getHeight())) {
                follows = false;
                redraw.run();
              }
            });
  }

  /// After a new layout the box a person looks at is where it was: the selected one, else the one
  /// nearest to the middle.
  ///
  /// @param before what was drawn until now; the picture has the new drawing already
  void keepInPlace(GraphDrawing before, @Nullable String selected) {
    anchor(before, selected)
        .ifPresent(
            old ->
                picture
                    .drawing
                    .node(old.id())
                    .ifPresent(
                        now ->
                            camera.keep(
                                now.box().getMinX(),
                                now.box().getMinY(),
                                camera.toViewX(old.box().getMinX()),
                                camera.toViewY(old.box().getMinY()))));
    if (follows && !camera.shows(picture.drawing.bounds(), view.getWidth(), view.getHeight())) {
      fit();
    }
  }

  private Optional<NodeBox> anchor(GraphDrawing before, @Nullable String selected) {
    if (selected != null && before.node(selected).isPresent()) {
      return before.node(selected);
    }
    double x = camera.toWorldX(view.getWidth() / 2);
    double y = camera.toWorldY(view.getHeight() / 2);
    return before.nodesIn(camera.visible(view.getWidth(), view.getHeight())).stream()
        .filter(node -> picture.drawing.node(node.id()).isPresent())
        .min(Comparator.comparingDouble(node -> Math.hypot(node.midX() - x, node.midY() - y)));
  }
}
