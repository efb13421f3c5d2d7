package dev.signalbox.console.status;

import dev.signalbox.console.model.Counts;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/// How far the run is as a bar in parts: landed, landing, running, waiting for a person, failed,
/// skipped; what is left is empty.
final class ProgressStrip extends Region {
  private static final double WIDTH = 220;
  private static final double HEIGHT = 6;

  private final Region landed = part("sb-part-landed");
  private final Region landing = part("sb-part-landing");
  private final Region running = part("sb-part-running");
  private final Region asking = part("sb-part-asking");
  private final Region failed = part("sb-part-failed");
  private final Region skipped = part("sb-part-skipped");
  private Counts counts = Counts.NONE;

  ProgressStrip() {
    getStyleClass().add("sb-progress-strip");
    setMinSize(60, HEIGHT);
    setPrefSize(WIDTH, HEIGHT);
    setMaxHeight(HEIGHT);
    Rectangle rounded = new Rectangle();
    rounded.setArcWidth(HEIGHT);
    rounded.setArcHeight(HEIGHT);
    rounded.widthProperty().bind(widthProperty());
    rounded.heightProperty().bind(heightProperty());
    setClip(rounded);
    getChildren().addAll(landed, landing, running, asking, failed, skipped);
  }

  private Region part(String styleClass) {
    Region region = new Region();
    region.getStyleClass().add(styleClass);
    region.setManaged(false);
    return region;
  }

  void show(Counts now) {
    if (!now.equals(counts)) {
      counts = now;
      requestLayout();
    }
  }

  @Override
  protected void layoutChildren() {
    double x = 0;
    x = place(landed, x, counts.landed());
    x = place(landing, x, counts.landing());
    x = place(running, x, counts.running());
    x = place(asking, x, counts.asking());
    x = place(failed, x, counts.failed() + counts.rejected());
    place(skipped, x, counts.skipped());
  }

  private double place(Region part, double x, int number) {
    double width = counts.total() == 0 ? 0 : getWidth() * number / counts.total();
    part.resizeRelocate(x, 0, width, getHeight());
    return x + width;
  }
}
