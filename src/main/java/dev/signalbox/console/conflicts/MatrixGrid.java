package dev.signalbox.console.conflicts;

import dev.signalbox.console.conflicts.MatrixViewModel.Cell;
import dev.signalbox.console.conflicts.MatrixViewModel.Matrix;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// The half of a square in which each task meets each other once. A task's name stands where its
/// row ends and its column begins, so that it is there once and lies straight. Cells are as large
/// as there is room for, and never too small to hit.
final class MatrixGrid extends Pane {
  private static final double SMALLEST = 16;
  private static final double LARGEST = 36;
  private static final double ROOM_FOR_NUMBER = 26;
  private static final double MARGIN = 16;
  private static final double NAME = 180;
  private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");

  private final MatrixViewModel model;
  private final Runnable open;
  private final DoubleProperty room = new SimpleDoubleProperty(this, "room", 400);
  private final Region across = new Region();
  private final Region down = new Region();
  private final List<Label> names = new ArrayList<>();
  private final List<Region> rows = new ArrayList<>();
  private final List<Region> columns = new ArrayList<>();
  private final List<Button> marks = new ArrayList<>();
  private Matrix shown = new Matrix(List.of(), List.of(), "");

  MatrixGrid(MatrixViewModel model, Runnable open) {
    this.model = model;
    this.open = open;
    setId("matrix");
    across.getStyleClass().add("sb-matrix-lane");
    down.getStyleClass().add("sb-matrix-lane");
    room.subscribe(height -> requestLayout());
  }

  /// How high it may be without being scrolled.
  DoubleProperty roomProperty() {
    return room;
  }

  void show(Matrix matrix) {
    String focused = marks.stream().filter(Node::isFocused).map(Node::getId).findFirst().orElse("");
    shown = matrix;
    names.clear();
    rows.clear();
    columns.clear();
    marks.clear();
    for (MatrixViewModel.Name task : matrix.tasks()) {
      Region row = new Region();
      row.getStyleClass().add("sb-matrix-row");
      rows.add(row);
      Region column = new Region();
      column.getStyleClass().add("sb-matrix-column");
      columns.add(column);
      Label name =
          new Label(task.note().isEmpty() ? task.task() : task.task() + " · " + task.note());
      name.getStyleClass().add(task.landed() ? "sb-soft" : "sb-matrix-name");
      name.setTextOverrun(OverrunStyle.ELLIPSIS);
      name.setTooltip(new Tooltip(name.getText()));
      name.setOnMouseClicked(event -> model.follow(task.task()));
      names.add(name);
    }
    matrix.cells().forEach(cell -> marks.add(mark(matrix, cell)));
    List<Node> all = new ArrayList<>(rows);
    all.addAll(columns);
    all.add(across);
    all.add(down);
    all.addAll(names);
    all.addAll(marks);
    getChildren().setAll(all);
    light(null);
    marks.stream().filter(m -> focused.equals(m.getId())).findFirst().ifPresent(Node::requestFocus);
    requestLayout();
  }

  private Button mark(Matrix matrix, Cell cell) {
    Button mark = new Button();
    mark.setId(
        "cell-%s-%s"
            .formatted(
                matrix.tasks().get(cell.row()).task(), matrix.tasks().get(cell.column()).task())
            .replace(' ', '-'));
    mark.getStyleClass().setAll("sb-matrix-mark", cell.isInTheWay() ? "conflict" : "file");
    String words = cell.conflict().title().text() + ", " + cell.conflict().outcome();
    mark.setTooltip(new Tooltip(words));
    mark.setAccessibleText(words);
    mark.setOnAction(
        event -> {
          model.choose(cell);
          open.run();
        });
    mark.hoverProperty().subscribe(hover -> light(hover ? cell : null));
    mark.focusedProperty().subscribe(focused -> light(focused ? cell : null));
    return mark;
  }

  /// Shows which two tasks a cell is of.
  private void light(@Nullable Cell cell) {
    across.setVisible(cell != null);
    down.setVisible(cell != null);
    for (int i = 0; i < names.size(); i++) {
      names
          .get(i)
          .pseudoClassStateChanged(LIT, cell != null && (i == cell.row() || i == cell.column()));
    }
    if (cell != null) {
      double side = side();
      double x = MARGIN + cell.column() * side;
      double y = MARGIN + cell.row() * side;
      across.resizeRelocate(x, y, (cell.row() - cell.column()) * side, side);
      down.resizeRelocate(
          x, MARGIN + cell.column() * side + side, side, y - MARGIN - cell.column() * side);
    }
  }

  private double side() {
    int tasks = Math.max(1, shown.tasks().size());
    return Math.floor(Math.clamp((room.get() - 2 * MARGIN) / tasks, SMALLEST, LARGEST));
  }

  @Override
  protected double computePrefHeight(double width) {
    return 2 * MARGIN + shown.tasks().size() * side();
  }

  @Override
  protected double computePrefWidth(double height) {
    return 2 * MARGIN + shown.tasks().size() * side() + NAME;
  }

  @Override
  protected double computeMinWidth(double height) {
    return computePrefWidth(height);
  }

  /// At how many places the two do not fit.
  private static String number(Cell cell) {
    int hunks = cell.conflict().conflict().hunks().size();
    return String.valueOf(hunks > 0 ? hunks : cell.conflict().conflict().paths().size());
  }

  @Override
  protected void layoutChildren() {
    double side = side();
    for (int i = 0; i < names.size(); i++) {
      double y = MARGIN + i * side;
      double x = MARGIN + i * side;
      rows.get(i).resizeRelocate(MARGIN, y, i * side, side);
      columns.get(i).resizeRelocate(x, y + side, side, (names.size() - 1 - i) * side);
      names
          .get(i)
          .resizeRelocate(x + 8, y, Math.max(40, Math.max(NAME, getWidth() - x - 16)), side);
    }
    for (int i = 0; i < marks.size(); i++) {
      Cell cell = shown.cells().get(i);
      marks.get(i).setText(cell.isInTheWay() && side >= ROOM_FOR_NUMBER ? number(cell) : "");
      double inset = cell.isInTheWay() ? 2 : Math.floor(side * 0.3);
      marks
          .get(i)
          .resizeRelocate(
              MARGIN + cell.column() * side + inset,
              MARGIN + cell.row() * side + inset,
              side - 2 * inset,
              side - 2 * inset);
    }
  }
}
