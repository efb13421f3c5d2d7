package dev.signalbox.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.BenchmarkTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// How long one comparison of two globs takes, over all pairs of globs such as plans hold.
@Tag("benchmark")
class GlobBenchmarkTest {
  private static final List<Glob> GLOBS =
      List.of(
              "src/main/java/**",
              "src/test/java/**/*Test.java",
              "src/main/java/dev/signalbox/claim/*.java",
              "src/main/java/dev/signalbox/claim/Glob.java",
              "**/pom.xml",
              "module-a/**",
              "module-{a,b,c}/src/**",
              "docs/**/*.md",
              "docs/guide/",
              "*.md",
              "db/schema.sql",
              "db/**",
              "db/migrations/[0-9][0-9]*_*.sql",
              "{README,CHANGELOG}.md",
              "**/*.{ts,tsx}",
              "web/src/components/**/*.tsx",
              "**/test_*.py",
              "app/*/models.py",
              ".github/workflows/*.yml",
              "**")
          .stream()
          .map(Glob::parse)
          .toList();

  @Test
  void microseconds_a_pair() throws IOException {
    long met = 0;
    for (int round = 0; round < 2_000; round++) {
      met += allPairs();
    }
    int rounds = 2_000;
    long start = System.nanoTime();
    for (int round = 0; round < rounds; round++) {
      met += allPairs();
    }
    double micros = (System.nanoTime() - start) / 1e3 / rounds / (GLOBS.size() * GLOBS.size());
    BenchmarkTable table = new BenchmarkTable("Whether two globs can meet");
    table.row("pairs", GLOBS.size() * GLOBS.size(), "us a pair", micros);
    table.write("globs");
    assertThat(met).isPositive();
  }

  /// As where a plan of 200 tasks is read: each glob is new, and each pair is asked once.
  @Test
  void two_hundred_claims_against_two_hundred() throws IOException {
    List<Double> millis = new ArrayList<>();
    long met = 0;
    for (int round = 0; round < 15; round++) {
      List<List<Glob>> left = claims("a");
      List<List<Glob>> right = claims("b");
      long start = System.nanoTime();
      for (List<Glob> a : left) {
        for (List<Glob> b : right) {
          met += Claims.firstOverlap(a, b).isPresent() ? 1 : 0;
        }
      }
      millis.add((System.nanoTime() - start) / 1e6);
    }
    double first = millis.getFirst();
    millis.sort(null);
    BenchmarkTable table = new BenchmarkTable("200 claims against 200");
    table.row(
        "pairs of claims",
        200 * 200,
        "ms, the first time",
        first,
        "ms, median",
        millis.get(millis.size() / 2));
    table.write("claims");
    assertThat(met).isPositive();
  }

  /// Two globs a claim, in ten parts of a repository.
  private static List<List<Glob>> claims(String side) {
    List<List<Glob>> claims = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String part = "part" + i % 10 + "/";
      Glob one = Glob.parse(part + GLOBS.get(i % GLOBS.size()).pattern());
      Glob other = Glob.parse(part + side + i + "/**/*.{java,kt}");
      claims.add(List.of(one, other));
    }
    return claims;
  }

  private static long allPairs() {
    long met = 0;
    for (Glob a : GLOBS) {
      for (Glob b : GLOBS) {
        met += a.witness(b).isPresent() ? 1 : 0;
      }
    }
    return met;
  }
}
