package dev.signalbox.console.merge;

import dev.signalbox.conflict.threeway.Segment;
import dev.signalbox.console.theme.Palette;
import dev.signalbox.console.theme.Theme;
import javafx.beans.value.ObservableValue;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/// The whole file as a strip: where the conflicts are, and which are open.
final class Overview extends Region {
  static final double WIDTH = 8;

  private final Canvas canvas = new Canvas(WIDTH, 1);
  private final ObservableValue<Theme> theme;
  private MergeRows rows = MergeRows.NONE;

  Overview(ObservableValue<Theme> theme) {
    this.theme = theme;
    getChildren().add(canvas);
    setMinWidth(WIDTH);
    setPrefWidth(WIDTH);
    setMaxWidth(WIDTH);
    setMouseTransparent(true);
    theme.subscribe(now -> draw());
  }

  void show(MergeRows now) {
    rows = now;
    draw();
  }

  private void draw() {
    Palette palette = theme.getValue().palette();
    GraphicsContext gc = canvas.getGraphicsContext2D();
    double height = canvas.getHeight();
    gc.clearRect(0, 0, WIDTH, height);
    if (rows.count() == 0) {
      return;
    }
    double scale = height / rows.count();
    for (int i = 0; i < rows.segments(); i++) {
      Segment segment = rows.segment(i);
      if (segment.kind() == Segment.Kind.NOBODY) {
        continue;
      }
      Color color =
          rows.isOpen(i)
              ? palette.conflict()
              : segment.isConflict() ? palette.done() : palette.faint();
      gc.setFill(color);
      double from = rows.firstRow(i) * scale;
      gc.fillRect(2, from, WIDTH - 4, Math.max(3, (rows.endRow(i) - rows.firstRow(i)) * scale));
    }
  }

  @Override
  protected void layoutChildren() {
    if (canvas.getHeight() != getHeight()) {
      canvas.setHeight(getHeight());
      draw();
    }
  }
}
