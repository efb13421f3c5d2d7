package dev.signalbox.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Commands grown at random, together with what they must print.
class ShellWriterPropertyTest {

  @Property(tries = 120)
  void aValueArrivesAsItIsHoweverItIsNested(@ForAll long seed) throws Exception {
    Random random = new Random(seed);
    String value = ShellWriterTest.NASTY.get(random.nextInt(ShellWriterTest.NASTY.size()));
    Growing grown = new Growing(random, value);
    for (int i = 0; i <= random.nextInt(4); i++) {
      grown.command(3);
    }
    Path folder = Files.createTempDirectory("shell");
    try {
      for (String shell : new String[] {"sh", "bash"}) {
        assumeTrue(ShellWriterTest.has(shell));
        assertThat(ShellWriterTest.run(shell, folder, grown.source.toString(), value))
            .as("%s with ‹%s›:%n%s", shell, value, grown.source)
            .isEqualTo(grown.expected.toString());
      }
      assertThat(folder.resolve("PWNED")).doesNotExist();
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static final class Growing {
    private final Random random;
    private final String value;
    final StringBuilder source = new StringBuilder();
    final StringBuilder expected = new StringBuilder();

    Growing(Random random, String value) {
      this.random = random;
      this.value = value;
    }

    /// One command with its line end.
    void command(int depth) {
      switch (random.nextInt(depth == 0 ? 4 : 8)) {
        case 0, 1 -> {
          source.append("show ");
          shown(depth);
          source.append(random.nextBoolean() ? "\n" : " # it's \" ( ` ${input.v}\n");
        }
        case 2 -> {
          source.append("x=");
          expected.append('<');
          word(depth);
          expected.append('>');
          source.append("; show \"$x\"\n");
        }
        case 3 -> {
          source.append("cat <<END\n");
          parts(depth, "it's \"#( a", "\\\\", "\\");
          source.append("\nEND\n");
          expected.append('\n');
        }
        case 4 -> {
          source.append("case b in a) ;; b) ");
          command(depth - 1);
          source.append("esac\n");
        }
        case 5 -> {
          source.append("if true; then\n");
          command(depth - 1);
          source.append("fi\n");
        }
        case 6 -> {
          source.append("( ");
          command(depth - 1);
          source.append(")\n");
        }
        default -> {
          source.append("cat <<'it is' - <<-MORE >/dev/null\n' ( ` $(\nit is\n\t\"\n\tMORE\n");
          command(depth - 1);
        }
      }
    }

    private void shown(int depth) {
      for (int i = 0; i <= random.nextInt(2); i++) {
        expected.append('<');
        word(depth);
        expected.append('>');
        source.append(' ');
      }
    }

    private void word(int depth) {
      for (int i = 0; i <= random.nextInt(3); i++) {
        switch (random.nextInt(6)) {
          case 0 -> both("a#", "a#");
          case 1, 2 -> both("${input.v}", value);
          case 3 -> {
            source.append('\'');
            both(" \" \\ $x ( ` # ", " \" \\ $x ( ` # ");
            both("${input.v}", value);
            source.append('\'');
          }
          case 4 -> both("\\'\\\"\\$", "'\"$");
          default -> {
            source.append('"');
            parts(depth, " it's # ( ) ; ", "\\\"\\$", "\"$");
            source.append('"');
          }
        }
      }
    }

    /// What may stand within double quotes, or in a here-document.
    private void parts(int depth, String plain, String escaped, String meaning) {
      for (int i = 0; i <= random.nextInt(3); i++) {
        switch (random.nextInt(depth == 0 ? 3 : 6)) {
          case 0 -> both(plain, plain);
          case 1 -> both("${input.v}", value);
          case 2 -> both(escaped, meaning);
          case 3 -> {
            source.append("$(printf %s. ");
            word(depth - 1);
            source.append(')');
            expected.append('.');
          }
          case 4 -> {
            source.append("${unset:-b ");
            expected.append("b ");
            both("${input.v}", value);
            source.append('}');
          }
          default -> {
            source.append("$(case q in (p) ;; q) printf %s. ");
            word(depth - 1);
            source.append(";; esac)");
            expected.append('.');
          }
        }
      }
    }

    private void both(String text, String meaning) {
      source.append(text);
      expected.append(meaning);
    }
  }
}
