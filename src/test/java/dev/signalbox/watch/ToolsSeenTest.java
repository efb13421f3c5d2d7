package dev.signalbox.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What the tools that agents use read.
@EnabledOnOs(OS.LINUX)
class ToolsSeenTest {
  @TempDir Path folder;
  private WatchedFolder tree;

  @BeforeEach
  void makeRepository() throws Exception {
    tree = WatchedFolder.small(folder);
    tree.write("src/One.java", "class One { Two two; }\n");
    tree.write("src/Two.java", "class Two {}\n");
    tree.write("src/Three.java", "class Three {}\n");
    // Well before the index, so that git has no reason to look into what did not change.
    tree.run(
        "find . -exec touch -d 2001-01-01 {} +; git init -q; git add -A;"
            + " git -c user.name=x -c user.email=x commit -qm base");
    tree.watched();
  }

  @AfterEach
  void close() {
    tree.close();
  }

  @Test
  void gitStatusReadsEveryNameAndWhatWasWrittenInto() throws Exception {
    Reads reads = tree.after("echo x >> a; git status -s");
    assertThat(reads.files()).isEmpty();
    assertThat(reads.folders()).containsExactly("", "src", "src/deep");
    assertThat(reads.afterWriting()).isSubsetOf("a");
  }

  @Test
  void gitDiffReadsWhatWasWrittenInto() throws Exception {
    Reads reads = tree.after("echo x >> a; git diff");
    assertThat(reads.files()).isEmpty();
    assertThat(reads.folders()).isEmpty();
    assertThat(reads.afterWriting()).containsExactly("a");
  }

  @Test
  void gitAddReadsWhatWasWrittenIntoAndWithoutPathsEveryName() throws Exception {
    Reads reads = tree.after("echo x >> a; echo x > new; git add a new");
    assertThat(reads.files()).isEmpty();
    assertThat(reads.afterWriting()).containsExactly("a");
    assertThat(tree.after("git add -A").folders()).containsExactly("", "src", "src/deep");
  }

  @Test
  void stagingNamedPathsReadsNoName() throws Exception {
    Reads reads =
        tree.after("echo x >> a; printf 'a\\0' | git update-index -z --add --remove --stdin");
    assertThat(reads.files()).isEmpty();
    assertThat(reads.folders()).isEmpty();
    assertThat(reads.afterWriting()).containsExactly("a");
  }

  @Test
  void gitGrepReadsEveryFile() throws Exception {
    assertThat(tree.after("git grep -q nothing || true").files())
        .containsExactly(
            "a",
            "b",
            "empty",
            "src/One.java",
            "src/Three.java",
            "src/Two.java",
            "src/c",
            "src/deep/d");
  }

  @Test
  void aBuildReadsTheSourcesItNeeds() throws Exception {
    String javac = Path.of(System.getProperty("java.home"), "bin", "javac").toString();
    Reads reads = tree.after(javac + " -d out -sourcepath src src/One.java; ls out");
    assertThat(reads.files()).containsExactly("src/One.java", "src/Two.java");
    assertThat(reads.folders()).contains("src");
    assertThat(tree.watch.takeChanged().paths()).containsExactly("out/One.class", "out/Two.class");
  }

  @Test
  void pythonReadsWhatItImports() throws Exception {
    tree.close();
    tree.write("lib/one.py", "import two\n");
    tree.write("lib/two.py", "x = 1\n");
    tree.write("lib/three.py", "x = 1\n");
    tree.watched();
    Reads reads = tree.after("python3 -B lib/one.py");
    assertThat(reads.files()).containsExactly("lib/one.py", "lib/two.py");
  }
}
