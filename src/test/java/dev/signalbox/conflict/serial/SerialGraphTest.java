package dev.signalbox.conflict.serial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.conflict.serial.Precedence.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SerialGraphTest {

  @Test
  void aStaleReaderIsPutBeforeTheWriter() {
    SerialGraph graph =
        graph(
            task("writer", 0, Set.of(), Set.of("a")), task("reader", 0, Set.of("a"), Set.of("b")));
    assertThat(graph.order()).contains(List.of("reader", "writer"));
    assertThat(graph.ringThrough("reader")).isEmpty();
  }

  @Test
  void writeSkewIsARing() {
    SerialGraph graph =
        graph(
            task("limit", 0, Set.of("use.py"), Set.of("limit.py")),
            task("use", 0, Set.of("limit.py"), Set.of("use.py")));
    assertThat(graph.order()).isEmpty();
    assertThat(graph.ringThrough("use").orElseThrow())
        .containsExactly(
            new Precedence("use", "limit", Kind.STALE, "limit.py"),
            new Precedence("limit", "use", Kind.STALE, "use.py"));
  }

  @Test
  void whoReadAndChangedWhatAnotherChangedMeanwhileIsInARing() {
    SerialGraph graph =
        graph(task("one", 0, Set.of("a"), Set.of("a")), task("two", 0, Set.of("a"), Set.of("a")));
    assertThat(graph.ringThrough("two")).isPresent();
  }

  @Test
  void whoChangedItUnreadMayComeInTheOrderOfTheLandings() {
    SerialGraph graph =
        graph(task("one", 0, Set.of(), Set.of("a")), task("two", 0, Set.of(), Set.of("a")));
    assertThat(graph.order()).contains(List.of("one", "two"));
  }

  @Test
  void namesThatSeveralAddToAFolderDoNotOverwriteEachOther() {
    SerialGraph graph =
        graph(
            task("one", 0, Set.of(), Set.of("src/", "src/one")),
            task("two", 0, Set.of(), Set.of("src/", "src/two")),
            task("lists", 1, Set.of("src/"), Set.of("list")));
    assertThat(graph.order()).contains(List.of("one", "lists", "two"));
  }

  @Test
  void whatWasToldIsKept() {
    SerialGraph graph =
        graph(
            task("parent", 0, Set.of(), Set.of("a")),
            task("meanwhile", 0, Set.of("a"), Set.of("b")),
            new Footprint("child", 1, reading(Set.of("b")), Set.of("c"), List.of("parent")));
    assertThat(graph.ringThrough("child")).isPresent();
  }

  @Test
  void noTaskLandsTwice() {
    assertThatThrownBy(
            () -> graph(task("a", 0, Set.of(), Set.of()), task("a", 1, Set.of(), Set.of())))
        .hasMessageContaining("twice");
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void theOrderKeepsToEveryPairThatTouchesTheSame(@ForAll("histories") List<Footprint> history) {
    SerialGraph graph = new SerialGraph(history);
    boolean[][] before = pairs(history);
    boolean possible = hasNoRing(before);
    assertThat(graph.order().isPresent()).isEqualTo(possible);
    for (int i = 0; i < history.size(); i++) {
      assertThat(graph.ringThrough(history.get(i).task()).isPresent())
          .isEqualTo(closed(before)[i][i]);
    }
    graph
        .order()
        .ifPresent(
            order -> {
              for (int i = 0; i < history.size(); i++) {
                for (int j = 0; j < history.size(); j++) {
                  if (before[i][j]) {
                    assertThat(order.indexOf(history.get(i).task()))
                        .isLessThan(order.indexOf(history.get(j).task()));
                  }
                }
              }
            });
  }

  @Property(tries = 2_000, edgeCases = EdgeCasesMode.NONE)
  void theSerialRunReadsTheSameAndEndsTheSame(@ForAll("histories") List<Footprint> history) {
    SerialGraph graph = new SerialGraph(history);
    if (graph.order().isEmpty()) {
      return;
    }
    List<Map<String, String>> trees = new ArrayList<>(List.of(new TreeMap<>()));
    Map<String, String> seen = new HashMap<>();
    for (Footprint footprint : history) {
      String values = values(footprint, trees.get(footprint.startedAfter()));
      seen.put(footprint.task(), values);
      trees.add(after(footprint, trees.getLast(), values));
    }
    Map<String, String> tree = new TreeMap<>();
    for (String task : graph.order().get()) {
      Footprint footprint =
          history.stream().filter(f -> f.task().equals(task)).findFirst().orElseThrow();
      String values = values(footprint, tree);
      assertThat(values).as("what %s reads", task).isEqualTo(seen.get(task));
      tree = after(footprint, tree, values);
    }
    assertThat(tree).isEqualTo(trees.getLast());
  }

  private static String values(Footprint footprint, Map<String, String> tree) {
    TreeMap<String, String> read = new TreeMap<>(tree);
    read.keySet().removeIf(key -> !footprint.reading().reads(key));
    return read.toString();
  }

  private static Map<String, String> after(
      Footprint footprint, Map<String, String> tree, String values) {
    Map<String, String> after = new TreeMap<>(tree);
    footprint
        .writes()
        .forEach(key -> after.put(key, footprint.task() + Integer.toHexString(values.hashCode())));
    return after;
  }

  /// The definition, pair by pair: whoever touches what another wrote comes before or after it as
  /// it did.
  private static boolean[][] pairs(List<Footprint> history) {
    boolean[][] before = new boolean[history.size()][history.size()];
    for (int i = 0; i < history.size(); i++) {
      for (int j = i + 1; j < history.size(); j++) {
        Footprint early = history.get(i);
        Footprint late = history.get(j);
        boolean sawIt = late.startedAfter() > i;
        if (early.writes().stream().anyMatch(late.writes()::contains)
            || late.writes().stream().anyMatch(early.reading()::reads)
            || late.after().contains(early.task())) {
          before[i][j] = true;
        }
        if (early.writes().stream().anyMatch(late.reading()::reads)) {
          before[sawIt ? i : j][sawIt ? j : i] = true;
        }
      }
    }
    return before;
  }

  private static boolean hasNoRing(boolean[][] before) {
    boolean[][] closed = closed(before);
    return IntStream.range(0, closed.length).noneMatch(i -> closed[i][i]);
  }

  private static boolean[][] closed(boolean[][] before) {
    int n = before.length;
    boolean[][] closed = new boolean[n][];
    for (int i = 0; i < n; i++) {
      closed[i] = before[i].clone();
    }
    for (int k = 0; k < n; k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          closed[i][j] |= closed[i][k] && closed[k][j];
        }
      }
    }
    return closed;
  }

  @Provide
  Arbitrary<List<Footprint>> histories() {
    Arbitrary<Set<String>> keys = Arbitraries.of("a", "b", "c", "d", "e").set().ofMaxSize(3);
    return Arbitraries.integers()
        .between(1, 7)
        .flatMap(
            size ->
                Combinators.combine(
                        IntStream.range(0, size)
                            .mapToObj(
                                place ->
                                    Combinators.combine(
                                            Arbitraries.integers().between(0, place),
                                            keys,
                                            keys,
                                            Arbitraries.integers().between(0, 19))
                                        .as(
                                            (saw, reads, writes, odd) ->
                                                footprint(place, saw, reads, writes, odd)))
                            .toList())
                    .as(footprints -> footprints));
  }

  /// One in twenty read everything, one in twenty was told to come after one that it saw.
  private static Footprint footprint(
      int place, int saw, Set<String> reads, Set<String> writes, int odd) {
    return new Footprint(
        "t" + place,
        saw,
        odd == 0 ? Reading.everything() : reading(reads),
        new HashSet<>(writes),
        odd == 1 && saw > 0 ? List.of("t" + (saw - 1)) : List.of());
  }

  private static Reading reading(Set<String> keys) {
    return new Reading.Of(keys);
  }

  private static Footprint task(
      String id, int startedAfter, Set<String> reads, Set<String> writes) {
    return new Footprint(id, startedAfter, reading(reads), writes, List.of());
  }

  private static SerialGraph graph(Footprint... landed) {
    return new SerialGraph(List.of(landed));
  }
}
