package dev.signalbox.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;

/// Globs against brute force: a naive matcher, and every short path there is.
class GlobPropertyTest {
  private static final List<String> PATHS = shortPaths("ab./", 5);

  private static final List<String> REAL_PATHS = real(PATHS);

  /// For many pairs: trying a path takes so much longer than telling whether two globs meet.
  private static final List<String> SHORTER_PATHS = real(shortPaths("ab./", 4));

  private static List<String> real(List<String> paths) {
    return paths.stream()
        .filter(p -> Arrays.stream(p.split("/", -1)).allMatch(NaiveGlob::isName))
        .toList();
  }

  @Property
  void matches_exactly_what_the_naive_matcher_matches(@ForAll("patterns") String pattern) {
    Glob glob = Glob.parse(pattern);
    NaiveGlob naive = new NaiveGlob(pattern);
    for (String path : PATHS) {
      assertThat(glob.matches(path)).as("%s on %s", pattern, path).isEqualTo(naive.matches(path));
    }
  }

  @Property
  void a_witness_is_a_shortest_common_path(
      @ForAll("patterns") String left, @ForAll("patterns") String right) {
    meetWhereBruteForceSays(left, right, REAL_PATHS);
  }

  private static void meetWhereBruteForceSays(String left, String right, List<String> paths) {
    Glob a = Glob.parse(left);
    Glob b = Glob.parse(right);
    NaiveGlob naiveA = new NaiveGlob(left);
    NaiveGlob naiveB = new NaiveGlob(right);

    Optional<String> witness = a.witness(b);
    Optional<String> found =
        paths.stream().filter(p -> naiveA.matches(p) && naiveB.matches(p)).findFirst();

    witness.ifPresent(
        path -> {
          assertThat(naiveA.matches(path)).as("%s matches %s", left, path).isTrue();
          assertThat(naiveB.matches(path)).as("%s matches %s", right, path).isTrue();
          assertThat(a.matches(path) && b.matches(path)).isTrue();
        });
    found.ifPresent(
        path -> {
          assertThat(witness).as("%s and %s meet in %s", left, right, path).isPresent();
          assertThat(witness.orElseThrow().length()).isLessThanOrEqualTo(path.length());
        });
    if (witness.isPresent() && paths.contains(witness.get())) {
      assertThat(found.orElseThrow()).hasSameSizeAs(witness.get());
    }
    assertThat(b.witness(a).map(String::length)).isEqualTo(witness.map(String::length));
  }

  /// `mvn -Plong test -Dtest=GlobPropertyTest`
  @Property(tries = 100_000)
  @Tag("long")
  void a_hundred_thousand_pairs_meet_where_brute_force_says(
      @ForAll("patterns") String left, @ForAll("patterns") String right) {
    meetWhereBruteForceSays(left, right, SHORTER_PATHS);
  }

  @Property
  void a_glob_meets_itself(@ForAll("patterns") String pattern) {
    Glob glob = Glob.parse(pattern);
    assertThat(glob.witness(Glob.parse(pattern))).hasValueSatisfying(p -> glob.matches(p));
  }

  /// Any text either is a glob or is refused with a place in it.
  @Property(tries = 5000)
  void no_text_breaks_the_parser(@ForAll("scraps") String text) {
    try {
      assertThat(Glob.parse(text).pattern()).isEqualTo(text);
    } catch (GlobSyntaxException e) {
      assertThat(e.index()).isBetween(0, text.length());
      assertThat(e.getMessage()).endsWith(".");
    }
  }

  @Provide
  Arbitrary<String> scraps() {
    return Arbitraries.of(
            "a", "b", ".", "/", "*", "?", "[", "]", "{", "}", ",", "!", "-", "\\", "é")
        .list()
        .ofMaxSize(9)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<String> patterns() {
    return pattern(2).filter(GlobPropertyTest::isGlob);
  }

  private static Arbitrary<String> pattern(int depth) {
    Arbitrary<String> name =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just("**")),
            Tuple.of(4, part(depth).list().ofMinSize(1).ofMaxSize(3).map(GlobPropertyTest::glue)));
    return name.list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .flatMap(
            names ->
                Arbitraries.frequency(Tuple.of(9, ""), Tuple.of(1, "/"))
                    .map(end -> String.join("/", names) + end));
  }

  private static Arbitrary<String> part(int depth) {
    Arbitrary<String> plain =
        Arbitraries.of("a", "b", ".", "a", "b", "*", "?", "[ab]", "[!a]", "[a-b]", "[!.]", "\\.");
    if (depth == 0) {
      return plain;
    }
    Arbitrary<String> option =
        Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.of("", "/b", "a/", "**", "/**", "**/")),
            Tuple.of(3, Arbitraries.lazy(() -> pattern(depth - 1))));
    Arbitrary<String> braces =
        option
            .list()
            .ofMinSize(1)
            .ofMaxSize(3)
            .map(options -> "{" + String.join(",", options) + "}");
    return Arbitraries.frequencyOf(Tuple.of(5, plain), Tuple.of(1, braces));
  }

  private static String glue(List<String> parts) {
    return String.join("", parts);
  }

  private static boolean isGlob(String pattern) {
    try {
      Glob.parse(pattern);
      return true;
    } catch (GlobSyntaxException e) {
      return false;
    }
  }

  private static List<String> shortPaths(String alphabet, int maxLength) {
    List<String> all = new ArrayList<>();
    List<String> last = List.of("");
    for (int i = 0; i < maxLength; i++) {
      List<String> longer = new ArrayList<>();
      for (String path : last) {
        alphabet.chars().forEach(c -> longer.add(path + (char) c));
      }
      all.addAll(longer);
      last = longer;
    }
    all.sort(Comparator.comparingInt(String::length));
    return all;
  }
}
