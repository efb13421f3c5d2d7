package dev.signalbox.conflict.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// A union never loses a line of either side, and makes none up.
class UnionPropertyTest {

  @Property(tries = 250)
  void ofImports(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<String> base = some(random, 6, "import base.B%d;\n");
    List<String> left = edited(random, base, "import left.L%d;\n");
    List<String> right = edited(random, base, "import right.R%d;\n");
    holds(new ImportsUnion(), "A.java", base, left, right);
  }

  @Property(tries = 250)
  void ofChangeLogs(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<String> base = some(random, 4, "- base %d\n");
    List<String> left = edited(random, base, "- left %d\n");
    List<String> right = edited(random, base, "- right %d\n");
    holds(new ChangelogUnion(), "CHANGELOG.md", base, left, right);
  }

  private static void holds(
      TextResolver resolver, String path, List<String> base, List<String> left, List<String> right)
      throws Exception {
    ThreeWay merge = ThreeWay.of(join(base), join(left), join(right));
    Optional<String> text = resolver.resolve(path, merge).map(TextResolver.Result::text);
    if (text.isEmpty()) {
      return;
    }
    List<String> result = ThreeWay.lines(text.get());
    for (List<String> side : List.of(left, right)) {
      List<String> added = new ArrayList<>(side);
      added.removeAll(base);
      assertThat(result).containsAll(added);
    }
    List<String> known = new ArrayList<>(base);
    known.addAll(left);
    known.addAll(right);
    assertThat(known).containsAll(result);
    for (String line : base) {
      if (left.contains(line) && right.contains(line)) {
        assertThat(result).contains(line);
      } else if (!left.contains(line) && !right.contains(line)) {
        assertThat(result).doesNotContain(line);
      }
    }
    assertThat(result).doesNotHaveDuplicates();
  }

  private static List<String> some(Random random, int most, String pattern) {
    List<String> lines = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      lines.add(pattern.formatted(i));
    }
    return lines;
  }

  private static List<String> edited(Random random, List<String> base, String pattern) {
    List<String> lines = new ArrayList<>(base);
    lines.removeIf(line -> random.nextInt(5) == 0);
    for (String line : some(random, 3, pattern)) {
      lines.add(random.nextInt(lines.size() + 1), line);
    }
    return lines;
  }

  private static String join(List<String> lines) {
    return String.join("", lines);
  }
}
