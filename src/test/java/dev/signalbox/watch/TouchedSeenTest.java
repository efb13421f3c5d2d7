package dev.signalbox.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which files a process had a hand in, whatever they hold in the end.
@EnabledOnOs(OS.LINUX)
class TouchedSeenTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chmod -x a                       | a",
        "echo a > a                       | a",
        ": > empty                        | empty",
        "touch a                          | a",
        "rm a; echo a > a                 | a",
        "echo a > new; mv new a           | a",
        "mv a x; mv x a                   | a x",
        "sed -i s/q/r/ a                  | a",
        "mv src x; chmod -x x/c; mv x src | src/c",
        "rm -r src; mkdir src; echo c > src/c | src/c src/deep/d",
        "cat a; ls                        | -",
        "echo x > new; rm new; echo x > new; chmod +x new | -",
        "mkdir n; echo x > n/m; rm -r n   | -",
      })
  void filesTouched(String script, String expected) throws Exception {
    try (WatchedFolder tree = WatchedFolder.small(folder).watched()) {
      tree.run(script);
      tree.watch.close();
      assertThat(tree.watch.touched())
          .containsExactlyElementsOf(
              Stream.of(expected.split(" ")).filter(path -> !path.equals("-")).toList());
    }
  }
}
