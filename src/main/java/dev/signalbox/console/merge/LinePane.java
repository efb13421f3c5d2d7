package dev.signalbox.console.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/// Some columns of the rows. Only the rows in view have nodes, which serve others as it is
/// scrolled.
final class LinePane extends Region {
  static final double ROW = 18;

  private final List<Column> columns;
  private final Scrolling scrolling;
  private final List<List<LineCell>> pool = new ArrayList<>();
  private MergeRows rows = MergeRows.NONE;
  private int segment = -1;

  /// @param picked is called with the segment of a row that is pressed
  /// @param opened likewise, when it is pressed twice
  LinePane(List<Column> columns, Scrolling scrolling, IntConsumer picked, IntConsumer opened) {
    this.columns = List.copyOf(columns);
    this.scrolling = scrolling;
    getStyleClass().add("sb-merge-lines");
    Rectangle clip = new Rectangle();
    clip.widthProperty().bind(widthProperty());
    clip.heightProperty().bind(heightProperty());
    setClip(clip);
    scrolling.x().subscribe(now -> requestLayout());
    scrolling.y().subscribe(now -> requestLayout());
    addEventHandler(
        ScrollEvent.SCROLL,
        event -> {
          boolean aside = event.isShiftDown() && event.getDeltaX() == 0;
          scrolling.by(
              aside ? -event.getDeltaY() : -event.getDeltaX(), aside ? 0 : -event.getDeltaY());
          event.consume();
        });
    addEventHandler(
        MouseEvent.MOUSE_CLICKED,
        event -> {
          int row = (int) Math.floor((event.getY() + scrolling.y().get()) / ROW);
          if (event.getButton() == MouseButton.PRIMARY && row >= 0 && row < rows.count()) {
            (event.getClickCount() == 2 ? opened : picked).accept(rows.segmentAt(row));
          }
        });
  }

  void show(MergeRows now, int current) {
    rows = now;
    segment = current;
    requestLayout();
  }

  @Override
  protected void layoutChildren() {
    double y = scrolling.y().get();
    int first = (int) Math.floor(y / ROW);
    int needed = (int) Math.ceil(getHeight() / ROW) + 1;
    while (pool.size() < needed) {
      List<LineCell> row = columns.stream().map(LineCell::new).toList();
      pool.add(row);
      getChildren().addAll(row);
    }
    for (int i = 0; i < pool.size(); i++) {
      int index = first + i;
      boolean used = i < needed && index < rows.count();
      place(pool.get(i), index, used, index * ROW - y);
    }
  }

  // What it shows must not say how wide it is: lines may be long.
  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  @Override
  protected double computePrefWidth(double height) {
    return 200;
  }

  @Override
  protected double computeMinHeight(double width) {
    return 0;
  }

  @Override
  protected double computePrefHeight(double width) {
    return 6 * ROW;
  }

  private void place(List<LineCell> cells, int index, boolean used, double y) {
    double width = getWidth() / columns.size();
    for (int c = 0; c < columns.size(); c++) {
      LineCell cell = cells.get(c);
      cell.setVisible(used);
      if (used) {
        cell.show(rows.cell(columns.get(c), index), rows.segmentAt(index) == segment);
        cell.scroll(scrolling.x().get());
        double from = snapPositionX(c * width);
        cell.resizeRelocate(from, y, snapPositionX((c + 1) * width) - from, ROW);
      }
    }
  }
}
