package dev.signalbox.conflict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.signalbox.conflict.Conflict.Kind;
import dev.signalbox.conflict.Conflict.Versions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ConflictResolverTest {
  private static final String BASE = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";

  private final ConflictResolver resolver = new ConflictResolver();

  private static Conflict text(Map<String, Versions> versions) {
    return new Conflict(
        Kind.TEXT, List.of("late", "early"), List.copyOf(versions.keySet()), "", versions);
  }

  @Test
  void versionsThatFitAreMerged() {
    Versions a = new Versions(BASE, BASE.replace("one", "ONE"), BASE.replace("seven", "SEVEN"));
    Versions b = new Versions("x\n", "x\n", "y\n");
    assertThat(resolver.resolve(text(Map.of("a.txt", a, "b.txt", b))))
        .isEqualTo(
            new Resolution.Merged(
                Map.of(
                    "a.txt", "ONE\ntwo\nthree\nfour\nfive\nsix\nSEVEN\n",
                    "b.txt", "y\n")));
  }

  @Test
  void versionsThatDoNotFitGoBackToTheirTaskAndThenToAPerson() {
    Versions a = new Versions(BASE, BASE.replace("four", "LATE"), BASE.replace("four", "EARLY"));
    Versions b = new Versions("x\n", "x\n", "y\n");
    Conflict conflict = text(Map.of("a.txt", a, "b.txt", b));
    assertThat(resolver.resolve(conflict))
        .isInstanceOfSatisfying(
            Resolution.Rerun.class,
            rerun -> {
              assertThat(rerun.task()).isEqualTo("late");
              assertThat(rerun.why()).startsWith("Run late again on what has landed: ");
            });
    assertThat(resolver.resolve(conflict, true))
        .isInstanceOfSatisfying(
            Resolution.AskPerson.class,
            ask ->
                assertThat(ask.places())
                    .containsExactly("a.txt\n<<<<<<< late\nLATE\n=======\nEARLY\n>>>>>>> early"));
  }

  @Test
  void withoutVersionsItsTaskRunsAgainAndThenAPersonDecides() {
    Conflict conflict =
        new Conflict(Kind.TEXT, List.of("late", "early"), List.of("a.txt"), "both changed line 4");
    assertThat(resolver.resolve(conflict))
        .isEqualTo(
            new Resolution.Rerun(
                "late",
                "Run late again on what has landed: the changes do not fit together (both changed"
                    + " line 4)."));
    assertThat(resolver.resolve(conflict, true))
        .isEqualTo(
            new Resolution.AskPerson(
                List.of("a.txt"),
                "The changes do not fit together (both changed line 4), after another attempt."));
  }

  @Test
  void aPathWithoutVersionsIsNotDropped() {
    Versions a = new Versions(BASE, BASE.replace("one", "ONE"), BASE);
    Conflict conflict =
        new Conflict(Kind.TEXT, List.of("late"), List.of("a.txt", "b.txt"), "", Map.of("a.txt", a));
    assertThat(resolver.resolve(conflict)).isInstanceOf(Resolution.Rerun.class);
    assertThat(resolver.resolve(conflict, true))
        .isInstanceOfSatisfying(
            Resolution.AskPerson.class, ask -> assertThat(ask.places()).containsExactly("b.txt"));
  }

  @Test
  void aRedCheckIsNoMatterOfText() {
    Versions fits = new Versions("x\n", "x\n", "y\n");
    Conflict conflict =
        new Conflict(
            Kind.CHECK, List.of("late"), List.of("a.txt"), "2 tests fail", Map.of("a.txt", fits));
    assertThat(resolver.resolve(conflict))
        .isEqualTo(
            new Resolution.Rerun(
                "late",
                "Run late again on what has landed: the check fails on the merged tree (2 tests"
                    + " fail)."));
    assertThat(resolver.resolve(conflict, true)).isInstanceOf(Resolution.AskPerson.class);
  }

  @Test
  void withoutATaskOnlyAPersonIsLeft() {
    Conflict conflict = new Conflict(Kind.TEXT, List.of(), List.of("a.txt"), "");
    assertThat(resolver.resolve(conflict)).isInstanceOf(Resolution.AskPerson.class);
  }

  @Test
  void binaryContentIsForAPerson() {
    Versions binary = new Versions("a\0b", "a\0c", "a\0d");
    assertThat(resolver.resolve(text(Map.of("x.bin", binary)), true))
        .isInstanceOfSatisfying(
            Resolution.AskPerson.class,
            ask ->
                assertThat(ask.places())
                    .singleElement()
                    .asString()
                    .startsWith("x.bin (git could not merge x.bin: Cannot merge binary files"));
  }

  @Test
  void markersInTheTextAreText() {
    String marks = "<<<<<<< a\n=======\n>>>>>>> b\n";
    Versions versions = new Versions(marks + BASE, marks + BASE + "end\n", marks + BASE);
    assertThat(resolver.resolve(text(Map.of("doc.md", versions))))
        .isEqualTo(new Resolution.Merged(Map.of("doc.md", marks + BASE + "end\n")));
  }

  @Property(tries = 60)
  void noLineOfEitherSideIsLost(
      @ForAll("edits") List<String> left, @ForAll("edits") List<String> right) {
    Versions versions = new Versions(BASE, edited("L", left), edited("R", right));
    Resolution resolution = resolver.resolve(text(Map.of("a.txt", versions)), true);
    Stream<String> both =
        left.stream().filter(right::contains).flatMap(x -> Stream.of("L" + x, "R" + x));
    switch (resolution) {
      case Resolution.Merged merged -> {
        assertThat(both).isEmpty();
        assertThat(merged.contents().get("a.txt").lines())
            .containsAll(left.stream().map(x -> "L" + x).toList())
            .containsAll(right.stream().map(x -> "R" + x).toList());
      }
      case Resolution.AskPerson ask ->
          assertThat(String.join("\n", ask.places()).lines()).containsAll(both.toList());
      case Resolution.Rerun rerun -> fail(rerun.why());
    }
  }

  @Provide
  Arbitrary<List<String>> edits() {
    return Arbitraries.of("one", "two", "three", "four", "five", "six", "seven")
        .list()
        .uniqueElements()
        .ofMaxSize(3);
  }

  private static String edited(String side, List<String> lines) {
    String text = BASE;
    for (String line : lines) {
      text = text.replaceFirst("(?m)^" + line + "$", side + line);
    }
    return text;
  }
}
