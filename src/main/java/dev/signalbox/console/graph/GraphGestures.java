package dev.signalbox.console.graph;

import dev.signalbox.graph.Dependency;
import java.util.Optional;
import javafx.scene.Cursor;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ZoomEvent;
import org.jspecify.annotations.Nullable;

/// Turns pointer and keys into what they mean. Plain drag events only: they work on every platform,
/// the headless one too.
final class GraphGestures {
  private static final double SLACK = 4;

  private final GraphView view;
  private final Picture picture;
  private final Camera camera;
  private final EdgeEditing editing;
  private final HoverHint hover;

  private double pressX;
  private double pressY;
  private double lastX;
  private double lastY;
  private boolean moved;
  private boolean swallowed;
  private @Nullable String connectFrom;

  GraphGestures(
      GraphView view, Picture picture, Camera camera, EdgeEditing editing, HoverHint hover) {
    this.view = view;
    this.picture = picture;
    this.camera = camera;
    this.editing = editing;
    this.hover = hover;
  }

  /// @param surface where the pointer is listened to
  void install(Node surface) {
    surface.setOnMousePressed(this::pressed);
    surface.setOnMouseDragged(this::dragged);
    surface.setOnMouseReleased(this::released);
    surface.setOnMouseMoved(e -> hoverAt(surface, e));
    surface.setOnMouseExited(e -> hover.gone());
    surface.setOnScroll(this::scrolled);
    surface.setOnZoom(this::pinched);
    view.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
  }

  private void hoverAt(Node surface, MouseEvent e) {
    hover.at(e.getX(), e.getY(), camera);
    surface.setCursor(
        startOfConnection(e).isPresent()
            ? Cursor.CROSSHAIR
            : picture.hoveredEdge != null || picture.hoveredConflict != null
                ? Cursor.HAND
                : Cursor.DEFAULT);
  }

  private void pressed(MouseEvent e) {
    view.requestFocus();
    hover.hideTooltip();
    swallowed = editing.showsRing();
    if (swallowed) {
      editing.dismiss();
      return;
    }
    hover.at(e.getX(), e.getY(), camera);
    pressX = lastX = e.getX();
    pressY = lastY = e.getY();
    moved = false;
    connectFrom = e.getButton() == MouseButton.PRIMARY ? startOfConnection(e).orElse(null) : null;
  }

  /// In edit mode a drag from a task, or from its port, makes an edge.
  private Optional<String> startOfConnection(MouseEvent e) {
    return picture.editing ? Optional.ofNullable(picture.hoveredTask) : Optional.empty();
  }

  private void dragged(MouseEvent e) {
    if (swallowed) {
      return;
    }
    if (!moved && Math.hypot(e.getX() - pressX, e.getY() - pressY) < SLACK) {
      return;
    }
    moved = true;
    if (connectFrom != null) {
      editing.drag(connectFrom, e.getX(), e.getY(), view.taskAt(e.getX(), e.getY()).orElse(null));
    } else {
      hover.gone();
      view.viewport().pan(e.getX() - lastX, e.getY() - lastY);
    }
    lastX = e.getX();
    lastY = e.getY();
  }

  private void released(MouseEvent e) {
    if (swallowed) {
      return;
    }
    if (editing.isDragging()) {
      editing.drop();
      hover.at(e.getX(), e.getY(), camera);
    } else if (!moved && e.getButton() != MouseButton.MIDDLE) {
      click(e);
    }
    connectFrom = null;
  }

  private void click(MouseEvent e) {
    Optional<String> conflict = view.conflictAt(e.getX(), e.getY());
    Optional<String> task = view.taskAt(e.getX(), e.getY());
    if (conflict.isPresent()) {
      view.selection().pick(null, null, conflict.get());
    } else if (task.isPresent()) {
      view.selection().pick(task.get(), null, null);
      if (e.getClickCount() == 2 && e.getButton() == MouseButton.PRIMARY) {
        view.open(task.get());
      }
    } else {
      Optional<EdgePath> edge =
          picture.drawing.edgeAt(
              camera.toWorldX(e.getX()),
              camera.toWorldY(e.getY()),
              6 / camera.scale(),
              picture.hidden);
      view.selection().pick(null, edge.map(p -> p.shown(picture.hidden)).orElse(null), null);
    }
  }

  private void scrolled(ScrollEvent e) {
    if (e.isControlDown() || e.isShortcutDown()) {
      if (e.getDeltaY() != 0) {
        view.viewport().zoom(Math.pow(1.1, e.getDeltaY() / 40), e.getX(), e.getY());
      }
    } else {
      view.viewport().pan(e.getDeltaX(), e.getDeltaY());
    }
    hover.at(e.getX(), e.getY(), camera);
    e.consume();
  }

  private void pinched(ZoomEvent e) {
    view.viewport().zoom(e.getZoomFactor(), e.getX(), e.getY());
    e.consume();
  }

  private void key(KeyEvent e) {
    // Keys of the buttons in the corner are theirs.
    if (e.getTarget() != view || e.isShortcutDown() || e.isAltDown()) {
      return;
    }
    GraphSelection selection = view.selection();
    boolean known =
        switch (e.getCode()) {
          case LEFT ->
              e.isShiftDown() ? selection.goEdge(true) : selection.go(Navigation.Direction.LEFT);
          case RIGHT ->
              e.isShiftDown() ? selection.goEdge(false) : selection.go(Navigation.Direction.RIGHT);
          case UP -> selection.go(Navigation.Direction.UP);
          case DOWN -> selection.go(Navigation.Direction.DOWN);
          case HOME -> selection.select(Navigation.first(picture.drawing));
          case END -> selection.select(Navigation.last(picture.drawing));
          case PLUS, ADD, EQUALS -> view.zoomIn();
          case MINUS, SUBTRACT -> view.zoomOut();
          case DIGIT0, NUMPAD0 -> view.fit();
          case ENTER -> openSelected();
          case DELETE, BACK_SPACE -> removeSelectedEdge();
          case T -> turnSelectedEdge();
          case ESCAPE -> escape();
          default -> false;
        };
    if (known) {
      e.consume();
    }
  }

  private boolean openSelected() {
    String task = view.selection().task.get();
    if (task != null) {
      view.open(task);
    }
    return task != null;
  }

  private boolean removeSelectedEdge() {
    Dependency edge = view.selection().edge.get();
    if (edge != null) {
      editing.remove(edge);
    }
    return edge != null;
  }

  private boolean turnSelectedEdge() {
    Dependency edge = view.selection().edge.get();
    if (edge != null) {
      editing.turn(edge);
    }
    return edge != null;
  }

  private boolean escape() {
    if (editing.isDragging()) {
      editing.cancelDrag();
      swallowed = true;
      return true;
    }
    if (view.hasNotice()) {
      editing.dismiss();
      return true;
    }
    return false;
  }
}
