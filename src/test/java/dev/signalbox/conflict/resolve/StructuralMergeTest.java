package dev.signalbox.conflict.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is expected of mergiraf: of the stand-in that [RungsTest] climbs the ladder with, and of
/// the real one where it is installed (`cargo install mergiraf`).
class StructuralMergeTest {
  private static final String BASE = "class A {\n  int a() { return 1; }\n}\n";
  private static final String LEFT =
      "class A {\n  int a() { return 1; }\n\n  int left() { return 2; }\n}\n";
  private static final String RIGHT =
      "class A {\n  int a() { return 1; }\n\n  int right() { return 3; }\n}\n";
  private static final String CHANGED = "class A {\n  int a() { return 4; }\n}\n";
  private static final String OTHERWISE = "class A {\n  int a() { return 5; }\n}\n";

  @TempDir Path folder;

  @Test
  void theStandInDoesWhatIsExpected() throws Exception {
    Path program = folder.resolve("mergiraf");
    Files.writeString(
        program,
        """
        #!/bin/sh
        [ "$1" = merge ] && [ "$5" = --output ] && [ "$7" = --path-name ] && [ "$9" = --timeout ] || exit 9
        grep -q left "$3" && grep -q right "$4" || exit 1
        sed '$d' "$3" > "$6"
        grep right "$4" >> "$6"
        echo '}' >> "$6"
        """);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    isHeldTo(StructuralMerge.find("/nowhere:" + folder).orElseThrow());
  }

  @Test
  void soDoesTheRealOne() throws Exception {
    Optional<StructuralMerge> real = StructuralMerge.find(System.getenv("PATH"));
    assumeThat(real).as("mergiraf is installed").isPresent();
    isHeldTo(real.orElseThrow());
  }

  private static void isHeldTo(StructuralMerge merge) throws Exception {
    assertThat(merge.merge("src/A.java", BASE, LEFT, RIGHT).orElseThrow())
        .startsWith("class A {\n")
        .endsWith("}\n")
        .containsOnlyOnce("int a()")
        .containsOnlyOnce("int left()")
        .containsOnlyOnce("int right()")
        .doesNotContain("<<<<");
    assertThat(merge.merge("src/A.java", BASE, CHANGED, OTHERWISE)).isEmpty();
  }
}
