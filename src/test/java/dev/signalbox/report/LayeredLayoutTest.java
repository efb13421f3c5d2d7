package dev.signalbox.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.report.LayeredLayout.Edge;
import dev.signalbox.report.LayeredLayout.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LayeredLayoutTest {

  @Test
  void aChainIsStraight() {
    LayeredLayout layout =
        new LayeredLayout(
            List.of(List.of("a", "x"), List.of("b", "y"), List.of("c", "z")),
            List.of(
                new Edge("a", "b"), new Edge("b", "c"), new Edge("x", "y"), new Edge("y", "z")));
    assertThat(layout.place("a").row()).isEqualTo(layout.place("c").row());
    assertThat(layout.place("x").row()).isEqualTo(layout.place("z").row());
    assertThat(layout.place("c").column()).isEqualTo(2);
    assertThat(layout.height()).isEqualTo(2);
  }

  @Test
  void whatIsCrossedIsUncrossed() {
    LayeredLayout layout =
        new LayeredLayout(
            List.of(List.of("a", "b"), List.of("x", "y")),
            List.of(new Edge("a", "y"), new Edge("b", "x")));
    assertThat(layout.place("y").row() < layout.place("x").row())
        .isEqualTo(layout.place("a").row() < layout.place("b").row());
  }

  @Property(tries = 200)
  void nothingTouchesAndLongEdgesHaveAPlaceInEachColumn(@ForAll long seed) {
    Random random = new Random(seed);
    List<List<String>> levels = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int column = 0; column <= random.nextInt(6); column++) {
      List<String> level = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(6); i++) {
        String id = column + "." + i;
        for (List<String> before : levels) {
          for (String from : before) {
            if (random.nextInt(4) == 0) {
              edges.add(new Edge(from, id));
            }
          }
        }
        level.add(id);
      }
      levels.add(level);
    }
    LayeredLayout layout = new LayeredLayout(levels, edges);
    for (int column = 0; column < levels.size(); column++) {
      List<Place> nodes = levels.get(column).stream().map(layout::place).toList();
      List<Place> lines = new ArrayList<>();
      for (Edge edge : edges) {
        int here = column;
        List<Place> bends = layout.bends(edge);
        int from = layout.place(edge.from()).column();
        int to = layout.place(edge.to()).column();
        assertThat(bends).hasSize(to - from - 1);
        bends.stream().filter(b -> b.column() == here).forEach(lines::add);
      }
      apart(nodes, nodes, 1);
      apart(nodes, lines, 0.75);
      apart(lines, lines, 0.5);
      assertThat(nodes).allMatch(p -> p.row() >= 0 && p.row() <= layout.height() - 1);
    }
  }

  private static void apart(List<Place> some, List<Place> others, double gap) {
    for (int i = 0; i < some.size(); i++) {
      for (int j = some == others ? i + 1 : 0; j < others.size(); j++) {
        assertThat(Math.abs(some.get(i).row() - others.get(j).row())).isGreaterThanOrEqualTo(gap);
      }
    }
  }
}
