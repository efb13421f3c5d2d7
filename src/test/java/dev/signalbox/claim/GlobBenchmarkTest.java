package dev.signalbox.claim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.BenchmarkTable;
import java.io.IOException;
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
