package dev.signalbox.console.theme;

import dev.signalbox.engine.TaskState;
import dev.signalbox.report.StateGlyph;
import javafx.scene.Node;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Paint;
import javafx.scene.shape.SVGPath;

/// Shapes as nodes and as strokes on a canvas.
public final class Glyphs {
  /// The side of the box every shape is drawn in.
  public static final double BOX = 16;

  private Glyphs() {}

  /// A state's shape in its colour, 16×16. To change the state of a cell that is used again, see
  /// [#show].
  public static Node state(TaskState state) {
    StackPane box = box(StateGlyph.WAITING.path());
    show(box, state);
    return box;
  }

  /// Turns a node made by [#state] into another state's.
  public static void show(Node glyph, TaskState state) {
    if (glyph instanceof StackPane box && box.getChildren().getFirst() instanceof SVGPath shape) {
      shape.setContent(StateGlyph.of(state).path());
      for (StateStyle style : StateStyle.values()) {
        box.getStyleClass().remove(style.styleClass());
      }
      box.getStyleClass().add(StateStyle.of(state).styleClass());
      box.setAccessibleText(StateGlyph.word(state));
    }
  }

  /// A shape that no state has, in a colour of the style sheet's: `attention`, `conflict`, `failed`
  /// and so on.
  public static Node glyph(StateGlyph glyph, String styleClass) {
    StackPane box = box(glyph.path());
    box.getStyleClass().add(styleClass);
    return box;
  }

  /// A button's shape, in the colour of the words beside it.
  public static Node icon(Icon icon) {
    StackPane box = box(icon.path());
    box.getStyleClass().setAll("sb-icon");
    return box;
  }

  /// A chip that says the state in words on its colour.
  public static Label chip(TaskState state) {
    Label chip = new Label(StateGlyph.word(state));
    chip.getStyleClass().addAll("sb-chip", StateStyle.of(state).styleClass());
    return chip;
  }

  /// A key's name as it stands on a button.
  public static Label key(String name) {
    Label key = new Label(name);
    key.getStyleClass().add("sb-key");
    return key;
  }

  /// Draws a shape with its box's corner at `x`, `y` and `size` as its side.
  public static void draw(
      GraphicsContext gc, String path, double x, double y, double size, Paint paint) {
    gc.save();
    gc.translate(x, y);
    gc.scale(size / BOX, size / BOX);
    gc.setFill(paint);
    gc.beginPath();
    gc.appendSVGPath(path);
    gc.fill();
    gc.restore();
  }

  private static StackPane box(String path) {
    SVGPath shape = new SVGPath();
    shape.setContent(path);
    shape.getStyleClass().add("shape");
    // Paths are placed by their bounds; the box's own corners keep every shape where it was drawn.
    shape.setManaged(false);
    StackPane box = new StackPane(shape);
    box.getStyleClass().add("sb-glyph");
    box.setMinSize(BOX, BOX);
    box.setPrefSize(BOX, BOX);
    box.setMaxSize(BOX, BOX);
    box.setMouseTransparent(true);
    return box;
  }
}
