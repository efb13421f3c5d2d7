package dev.signalbox.console.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import javafx.geometry.Rectangle2D;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class CameraTest {

  @Property
  void whatIsUnderThePointerStaysThereWhileZooming(
      @ForAll @DoubleRange(min = 0.01, max = 100) double factor,
      @ForAll @DoubleRange(min = -500, max = 2000) double x,
      @ForAll @DoubleRange(min = -500, max = 2000) double y) {
    Camera camera = new Camera();
    camera.pan(31, -17);
    double worldX = camera.toWorldX(x);
    double worldY = camera.toWorldY(y);
    camera.zoom(factor, x, y);
    assertThat(camera.toViewX(worldX)).isCloseTo(x, within(1e-6));
    assertThat(camera.toViewY(worldY)).isCloseTo(y, within(1e-6));
    assertThat(camera.scale()).isBetween(Camera.SMALLEST, Camera.LARGEST);
  }

  @Property
  void fittingShowsEverythingThatCanBeShownAndNeverEnlarges(
      @ForAll @DoubleRange(min = 1, max = 40_000) double width,
      @ForAll @DoubleRange(min = 1, max = 20_000) double height) {
    Camera camera = new Camera();
    Rectangle2D drawing = new Rectangle2D(-40, 25, width, height);
    camera.fit(drawing, 1000, 700);
    assertThat(camera.scale()).isLessThanOrEqualTo(1);
    if (camera.scale() > Camera.SMALLEST) {
      assertThat(camera.shows(drawing, 1000, 700)).isTrue();
    }
  }

  @Property
  void revealingMovesAsLittleAsNeeded(
      @ForAll @DoubleRange(min = -3000, max = 3000) double x,
      @ForAll @DoubleRange(min = -3000, max = 3000) double y) {
    Camera camera = new Camera();
    Rectangle2D box = new Rectangle2D(x, y, Measures.NODE_WIDTH, Measures.NODE_HEIGHT);
    boolean inView = camera.shows(box, 800, 600);
    assertThat(camera.reveal(box, 800, 600)).isNotEqualTo(inView);
    assertThat(camera.shows(box, 800, 600)).isTrue();
    assertThat(camera.scale()).isEqualTo(1);
  }
}
