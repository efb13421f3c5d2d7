package dev.signalbox.console.conflicts;

import dev.signalbox.console.conflicts.MatrixViewModel.Matrix;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;

/// The matrix of tasks that may meet, with what its marks mean.
public final class MatrixView extends StackPane implements AutoCloseable {
  private final VBox filled;
  private final Label summary = new Label();
  private final MatrixGrid grid;
  private final Subscription subscription;

  /// @param open shows the conflict that was chosen
  public MatrixView(MatrixViewModel model, Runnable open) {
    getStyleClass().add("sb-page");
    grid = new MatrixGrid(model, open);
    summary.setId("matrix-summary");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox head =
        new HBox(
            16,
            summary,
            gap,
            meaning("conflict", "does not fit"),
            meaning("file", "fits, and good to know"));
    head.getStyleClass().add("sb-matrix-head");
    head.setAlignment(Pos.CENTER_LEFT);
    summary.setMinWidth(0);
    ScrollPane scroll = new ScrollPane(grid);
    scroll.setFitToWidth(true);
    grid.roomProperty().bind(scroll.heightProperty().subtract(24));
    VBox.setVgrow(scroll, Priority.ALWAYS);
    filled = new VBox(head, scroll);
    Label empty =
        new Label(
            "No tasks side by side. While several work at once, each stands here with each,\n"
                + "and the pairs whose changes do not fit are marked as soon as they are written.");
    VBox emptyBox = new VBox(empty);
    emptyBox.getStyleClass().add("sb-empty");
    emptyBox.visibleProperty().bind(filled.visibleProperty().not());
    getChildren().addAll(filled, emptyBox);
    subscription = model.matrixProperty().subscribe(this::show);
  }

  private static HBox meaning(String kind, String words) {
    Region mark = new Region();
    mark.getStyleClass().addAll("sb-matrix-mark", kind);
    mark.setMinSize(12, 12);
    mark.setMaxSize(12, 12);
    Label label = new Label(words);
    label.getStyleClass().addAll("sb-soft", "sb-small");
    label.setMinWidth(Region.USE_PREF_SIZE);
    HBox entry = new HBox(6, mark, label);
    entry.setAlignment(Pos.CENTER_LEFT);
    return entry;
  }

  private void show(Matrix matrix) {
    filled.setVisible(matrix.tasks().size() > 1);
    summary.setText(matrix.summary());
    summary.setTooltip(new Tooltip(matrix.summary()));
    grid.show(matrix);
  }

  @Override
  public void close() {
    subscription.unsubscribe();
  }
}
