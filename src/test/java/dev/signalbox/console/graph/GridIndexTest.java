package dev.signalbox.console.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.geometry.Rectangle2D;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class GridIndexTest {

  @Property(tries = 300)
  void itFindsWhatLookingAtEverythingFinds(
      @ForAll("boxes") List<Rectangle2D> boxes, @ForAll("box") Rectangle2D area) {
    GridIndex<Integer> index = new GridIndex<>();
    for (int i = 0; i < boxes.size(); i++) {
      index.add(i, boxes.get(i));
    }
    List<Integer> expected =
        java.util.stream.IntStream.range(0, boxes.size())
            .filter(i -> boxes.get(i).intersects(area))
            .boxed()
            .toList();
    assertThat(index.in(area)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Provide
  Arbitrary<List<Rectangle2D>> boxes() {
    return box().list().ofMaxSize(60);
  }

  @Provide
  Arbitrary<Rectangle2D> box() {
    Arbitrary<Double> at = Arbitraries.doubles().between(-3000, 3000);
    Arbitrary<Double> size =
        Arbitraries.oneOf(
            Arbitraries.doubles().between(1, 300), Arbitraries.doubles().between(300, 9000));
    return Combinators.combine(at, at, size, size).as(Rectangle2D::new);
  }
}
