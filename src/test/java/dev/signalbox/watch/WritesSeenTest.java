package dev.signalbox.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is told of what processes write.
@EnabledOnOs(OS.LINUX)
class WritesSeenTest {
  @TempDir Path folder;
  private WatchedFolder tree;
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

  @BeforeEach
  void watch() throws Exception {
    tree = WatchedFolder.small(folder).watched(Unwatched.NOTHING, () -> told.add("written"));
  }

  @AfterEach
  void close() {
    tree.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo x > a            | a",
        "echo x >> a           | a",
        "chmod +x a            | a",
        "rm a                  | a",
        "mv a src/b            | a src/b",
        "mv src lib            | lib src",
        "mv src lib; echo x > lib/deep/d | lib lib/deep/d src",
        "mkdir -p n/o; echo x > n/o/p | n/o/p",
        "cp -r src n           | n/c n/deep/d",
        "rm -r src             | src src/c src/deep src/deep/d",
        "cat a; ls; ls src     | ''",
        "mkdir .git; echo x > .git/config | ''",
        "mv src ..             | src",
        "ln -s a l             | l",
      })
  void pathsWritten(String script, String expected) throws Exception {
    tree.run(script);
    Changed changed = tree.watch.takeChanged();
    assertThat(changed.everything()).isFalse();
    assertThat(changed.paths())
        .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected.split(" ")));
    assertThat(tree.watch.takeChanged()).isEqualTo(Changed.NOTHING);
  }

  @Test
  void isToldOnceUntilItIsTaken() throws Exception {
    for (int round = 0; round < 5; round++) {
      tree.run("for i in 1 2 3 4 5; do echo $i > a; cat a; done");
      assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("written");
      tree.run("echo x > b");
      assertThat(tree.watch.takeChanged().paths()).containsExactly("a", "b");
    }
    assertThat(told).isEmpty();
  }

  @Test
  void whatADaemonWritesLaterIsTold() throws Exception {
    Process daemon = tree.start("read go; mkdir later; echo x > later/file; echo done");
    tree.run("cat a");
    assertThat(tree.watch.takeChanged()).isEqualTo(Changed.NOTHING);
    assertThat(told).isEmpty();
    daemon.outputWriter().append("go\n").flush();
    assertThat(told.poll(60, TimeUnit.SECONDS)).isEqualTo("written");
    assertThat(WatchedFolder.finish(daemon)).isEqualTo("done");
    assertThat(tree.watch.takeChanged().paths()).contains("later/file");
  }

  @Test
  void aFolderThatIsMovedWhileItIsWrittenInLosesNothing() throws Exception {
    tree.run(
        """
        mkdir -p w0
        (cd w0; i=0; while [ $i -lt 300 ]; do mkdir -p f$i/g; echo x > f$i/g/h; i=$((i + 1)); done) &
        i=0
        while [ $i -lt 100 ]; do mv w$i w$((i + 1)); i=$((i + 1)); done
        wait
        """);
    tree.watch.takeChanged();
    tree.run("for i in $(seq 0 299); do echo y > w100/f$i/g/h; done; cat src/c");
    Changed changed = tree.watch.takeChanged();
    assertThat(changed.everything()).isFalse();
    assertThat(changed.paths()).hasSize(300).allMatch(path -> path.matches("w100/f\\d+/g/h"));
    assertThat(tree.watch.reads().files()).containsExactly("src/c");
    assertThat(tree.watch.reads().isExact()).isTrue();
  }

  @Test
  void whatIsMadeBeforeTheWatchOnItsFolderStandsIsTold() throws Exception {
    tree.run("for i in $(seq 1 200); do mkdir -p p$i/q/r; echo x > p$i/q/r/s; done");
    assertThat(tree.watch.takeChanged().paths()).hasSize(200).contains("p7/q/r/s");
    tree.run("for i in $(seq 1 200); do echo y > p$i/q/r/s; done");
    assertThat(tree.watch.takeChanged().paths()).hasSize(200);
    assertThat(tree.watch.reads().isExact()).isTrue();
  }
}
