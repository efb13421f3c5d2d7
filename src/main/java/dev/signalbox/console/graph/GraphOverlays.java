package dev.signalbox.console.graph;

import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// The few real nodes above the canvas: a sentence at the top, the tools and the overview in the
/// corners, what stands there while there are no tasks, and the focus ring.
final class GraphOverlays {
  private static final double EDGE = 12;

  private final GraphView view;
  private final GraphTools tools;
  private final Minimap minimap;
  private final Label notice = new Label();
  private final Label arranging = new Label();
  private final StackPane empty = new StackPane();
  private final Region ring = new Region();
  private final ObjectProperty<Node> emptyContent =
      new SimpleObjectProperty<>(new Label("The tasks of a plan appear here."));

  GraphOverlays(GraphView view, ObjectProperty<LayoutKind> layout, BooleanProperty editing) {
    this.view = view;
    tools = new GraphTools(view::zoomOut, view::zoomIn, view::fit, layout, editing);
    minimap = new Minimap((x, y) -> view.viewport().centreOn(x, y));
    notice.getStyleClass().add("sb-notice");
    notice.setId("graph-notice");
    notice.setWrapText(true);
    notice.setVisible(false);
    notice.setMouseTransparent(true);
    arranging.getStyleClass().add("sb-soft");
    arranging.setVisible(false);
    arranging.setMouseTransparent(true);
    empty.getStyleClass().add("sb-empty");
    empty.setPickOnBounds(false);
    empty.getChildren().setAll(emptyContent.get());
    emptyContent.addListener((o, was, is) -> empty.getChildren().setAll(is));
    ring.getStyleClass().add("sb-graph-ring");
    ring.setMouseTransparent(true);
    minimap.setVisible(false);
    empty(true);
  }

  List<Node> nodes() {
    return List.of(arranging, empty, minimap, tools, notice, ring);
  }

  ObjectProperty<Node> emptyProperty() {
    return emptyContent;
  }

  /// @param none there are no tasks
  void empty(boolean none) {
    empty.setVisible(none);
    tools.setVisible(!none);
  }

  /// @param tasks how many are being placed for the first time; 0 takes the words away
  void arranging(int tasks) {
    arranging.setVisible(tasks > 0);
    arranging.setText("Arranging %,d tasks".formatted(tasks));
    if (tasks > 0) {
      empty.setVisible(false);
    }
    view.requestLayout();
  }

  void say(String sentence) {
    notice.setText(sentence);
    notice.setVisible(!sentence.isEmpty());
    view.requestLayout();
  }

  boolean hasNotice() {
    return notice.isVisible();
  }

  void follow(Picture picture, Camera camera, boolean statesChanged) {
    tools.zoom(camera.scale());
    boolean needed =
        !picture.drawing.isEmpty()
            && !camera.shows(picture.drawing.bounds(), view.getWidth(), view.getHeight());
    if (needed && (statesChanged || !minimap.isVisible())) {
      minimap.paint(picture);
      view.requestLayout();
    }
    minimap.setVisible(needed);
    if (needed) {
      minimap.follow(camera.visible(view.getWidth(), view.getHeight()));
    }
  }

  void layout(double width, double height) {
    ring.resizeRelocate(0, 0, width, height);
    empty.resizeRelocate(0, 0, width, height);
    place(tools, EDGE, height - EDGE - tools.prefHeight(-1));
    place(minimap, width - EDGE - minimap.prefWidth(-1), height - EDGE - minimap.prefHeight(-1));
    place(
        arranging, (width - arranging.prefWidth(-1)) / 2, (height - arranging.prefHeight(-1)) / 2);
    double most = Math.max(120, width - 4 * EDGE);
    double wide = Math.min(most, notice.prefWidth(-1));
    notice.resizeRelocate(
        Math.round((width - wide) / 2), EDGE, wide, Math.ceil(notice.prefHeight(wide)));
  }

  private static void place(Region node, double x, double y) {
    node.resizeRelocate(Math.round(x), Math.round(y), node.prefWidth(-1), node.prefHeight(-1));
  }
}
