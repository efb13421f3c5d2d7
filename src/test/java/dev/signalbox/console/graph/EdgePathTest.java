package dev.signalbox.console.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Provenance;
import java.util.List;
import java.util.Set;
import javafx.geometry.Rectangle2D;
import org.jgrapht.alg.drawing.model.Point2D;
import org.junit.jupiter.api.Test;

class EdgePathTest {
  private static final Rectangle2D LEFT = new Rectangle2D(0, 0, 146, 58);
  private static final Rectangle2D RIGHT = new Rectangle2D(400, 200, 146, 58);
  private static final Dependency DECLARED = new Dependency("a", "b", Provenance.DECLARED, "");
  private static final Dependency CLAIM = new Dependency("a", "b", Provenance.CLAIM, "x");

  @Test
  void aTrackLeavesAndArrivesLevelAndPassesItsBends() {
    EdgePath edge =
        path(Curves.track(LEFT, RIGHT, List.of(Point2D.of(200, 120), Point2D.of(346, 120))));
    assertThat(edge.distance(146, 29)).isZero();
    assertThat(edge.distance(200, 120)).isZero();
    assertThat(edge.distance(270, 120)).isLessThan(0.5);
    assertThat(edge.distance(400, 229)).isZero();
    assertThat(edge.endAngle()).isZero();
    assertThat(edge.distance(270, 150)).isGreaterThan(20);
  }

  @Test
  void aStraightLineEndsAtTheBoxes() {
    double[] c = Curves.straight(LEFT, RIGHT);
    assertThat(List.of(c[1], c[c.length - 1])).containsExactly(58.0, 200.0);
  }

  @Test
  void aLinkIsStraightToANeighbourAndGoesAroundWhatStandsBetween() {
    Rectangle2D below = new Rectangle2D(40, 92, 146, 58);
    assertThat(ends(Curves.link(LEFT, below))).containsExactly(93.0, 58.0, 93.0, 92.0);
    assertThat(ends(Curves.link(below, LEFT))).containsExactly(93.0, 92.0, 93.0, 58.0);
    Rectangle2D farBelow = new Rectangle2D(0, 276, 146, 58);
    assertThat(Curves.point(Curves.link(LEFT, farBelow), 0.5).getX()).isGreaterThan(160);
    Rectangle2D beside = new Rectangle2D(174, 0, 146, 58);
    assertThat(ends(Curves.link(LEFT, beside))).containsExactly(146.0, 29.0, 174.0, 29.0);
    Rectangle2D farBeside = new Rectangle2D(522, 0, 146, 58);
    assertThat(Curves.point(Curves.link(LEFT, farBeside), 0.5).getY()).isLessThan(-15);
  }

  private static List<Double> ends(double[] curve) {
    return List.of(curve[0], curve[1], curve[6], curve[7]);
  }

  @Test
  void itIsDrawnByItsStrongestReasonThatIsNotHidden() {
    EdgePath edge = path(Curves.straight(LEFT, RIGHT));
    assertThat(edge.shown(Set.of())).isEqualTo(DECLARED);
    assertThat(edge.shown(Set.of(Provenance.DECLARED))).isEqualTo(CLAIM);
    assertThat(edge.shown(Set.of(Provenance.DECLARED, Provenance.CLAIM))).isNull();
  }

  private static EdgePath path(double[] curve) {
    return EdgePath.of(new Pair("a", "b"), List.of(DECLARED, CLAIM), curve);
  }
}
