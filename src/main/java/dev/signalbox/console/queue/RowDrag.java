package dev.signalbox.console.queue;

import dev.signalbox.console.model.QueueRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/// Reordering by plain mouse events: a line shows where the row would go, Escape calls it off.
final class RowDrag {
  private static final PseudoClass ABOVE = PseudoClass.getPseudoClass("drop-above");
  private static final PseudoClass BELOW = PseudoClass.getPseudoClass("drop-below");
  private static final PseudoClass LIFTED = PseudoClass.getPseudoClass("lifted");
  private static final double THRESHOLD = 4;

  private final ListView<QueueRow> list;
  private final QueueViewModel model;
  private @Nullable String task;
  private double pressedAt;
  private boolean dragging;
  private int gap = -1;

  RowDrag(ListView<QueueRow> list, QueueViewModel model) {
    this.list = list;
    this.model = model;
    list.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (dragging && event.getCode() == KeyCode.ESCAPE) {
            end();
            event.consume();
          }
        });
  }

  boolean isDragging() {
    return dragging;
  }

  void attach(ListCell<QueueRow> cell) {
    cell.addEventHandler(MouseEvent.MOUSE_PRESSED, event -> pressed(cell, event));
    cell.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
    cell.addEventHandler(MouseEvent.MOUSE_RELEASED, event -> released());
  }

  private void pressed(ListCell<QueueRow> cell, MouseEvent event) {
    QueueRow row = cell.getItem();
    boolean movable =
        row != null
            && row.movable()
            && model.canReorder()
            && event.getButton() == MouseButton.PRIMARY;
    task = movable ? row.task() : null;
    pressedAt = event.getSceneY();
  }

  private void dragged(MouseEvent event) {
    if (task == null) {
      return;
    }
    if (!dragging && Math.abs(event.getSceneY() - pressedAt) > THRESHOLD) {
      dragging = true;
      model.hold(true);
    }
    if (dragging) {
      mark(event.getSceneY());
    }
  }

  private void mark(double sceneY) {
    gap = -1;
    ListCell<QueueRow> last = null;
    for (ListCell<QueueRow> cell : cells()) {
      cell.pseudoClassStateChanged(ABOVE, false);
      cell.pseudoClassStateChanged(BELOW, false);
      QueueRow row = cell.getItem();
      cell.pseudoClassStateChanged(LIFTED, row != null && row.task().equals(task));
      double middle = cell.localToScene(0, cell.getHeight() / 2).getY();
      if (gap < 0 && sceneY < middle) {
        gap = cell.getIndex();
        cell.pseudoClassStateChanged(ABOVE, true);
      }
      last = cell;
    }
    if (gap < 0 && last != null) {
      gap = last.getIndex() + 1;
      last.pseudoClassStateChanged(BELOW, true);
    }
    model.preview(task, gap);
  }

  private List<ListCell<QueueRow>> cells() {
    List<ListCell<QueueRow>> cells = new ArrayList<>();
    for (Node node : list.lookupAll(".list-cell")) {
      if (node instanceof QueueCell cell && !cell.isEmpty() && cell.isVisible()) {
        cells.add(cell);
      }
    }
    cells.sort(Comparator.comparingInt(ListCell::getIndex));
    return cells;
  }

  private void released() {
    String moved = task;
    int to = gap;
    boolean was = dragging;
    end();
    if (was && moved != null && to >= 0) {
      model.moveTo(moved, to);
    }
  }

  private void end() {
    for (ListCell<QueueRow> cell : cells()) {
      cell.pseudoClassStateChanged(ABOVE, false);
      cell.pseudoClassStateChanged(BELOW, false);
      cell.pseudoClassStateChanged(LIFTED, false);
    }
    task = null;
    gap = -1;
    model.preview(null, -1);
    if (dragging) {
      dragging = false;
      model.hold(false);
    }
  }
}
