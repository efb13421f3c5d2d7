package dev.signalbox.console.graph;

import dev.signalbox.console.theme.Theme;
import java.time.InstantSource;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.canvas.Canvas;
import org.jspecify.annotations.Nullable;

/// What the graph is painted on: when, in which colours, and how large.
final class GraphCanvas implements AutoCloseable {
  private final Picture picture;
  private final Camera camera;
  private final GraphOverlays overlays;
  private final InstantSource clock;
  private final Canvas canvas = new Canvas();
  private final GraphPainter painter = new GraphPainter();
  private final RedrawLoop loop = new RedrawLoop(this::paint, this::redraw);
  private final ListChangeListener<String> sheets = c -> takePalette();
  private @Nullable Scene scene;
  private boolean minimapStale = true;

  /// @param overlays what follows the camera above the canvas
  /// @param clock what elapsed times are counted by
  GraphCanvas(Picture picture, Camera camera, GraphOverlays overlays, InstantSource clock) {
    this.picture = picture;
    this.camera = camera;
    this.overlays = overlays;
    this.clock = clock;
    canvas.getStyleClass().add("canvas");
  }

  Node node() {
    return canvas;
  }

  /// Where conflicts were painted.
  ConflictPainter conflicts() {
    return painter.conflicts();
  }

  /// The picture has changed.
  void redraw() {
    loop.request();
  }

  /// Tasks or their looks have changed: the overview shows them too.
  void redrawAll() {
    minimapStale = true;
    loop.clocks(scene != null && picture.hasClock());
    redraw();
  }

  /// Takes over the theme of the scene that the canvas stands in now; null where it has left one.
  void scene(@Nullable Scene now) {
    if (scene != null) {
      scene.getStylesheets().removeListener(sheets);
    }
    scene = now;
    if (now != null) {
      now.getStylesheets().addListener(sheets);
    }
    takePalette();
    loop.clocks(now != null && picture.hasClock());
  }

  private void takePalette() {
    if (scene != null) {
      picture.palette = Theme.of(scene).palette();
      minimapStale = true;
      redraw();
    }
  }

  /// @return whether it had another size
  boolean resize(double width, double height) {
    if (canvas.getWidth() == width && canvas.getHeight() == height) {
      return false;
    }
    canvas.setWidth(width);
    canvas.setHeight(height);
    return true;
  }

  /// Paints at once, so that nothing stretched or empty is seen while a divider is dragged.
  void paintNow() {
    paint(picture.frame);
  }

  private boolean paint(long frame) {
    picture.frame = frame;
    picture.now = clock.instant();
    painter.paint(canvas, picture, camera);
    overlays.follow(picture, camera, minimapStale);
    minimapStale = false;
    return picture.stillEases();
  }

  boolean isResting() {
    return loop.isResting();
  }

  @Override
  public void close() {
    loop.close();
  }
}
