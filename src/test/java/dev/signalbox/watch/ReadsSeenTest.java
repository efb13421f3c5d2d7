package dev.signalbox.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What counts as read of what a process of any kind does.
@EnabledOnOs(OS.LINUX)
class ReadsSeenTest {
  @TempDir Path folder;
  private WatchedFolder tree;

  @BeforeEach
  void watch() throws Exception {
    tree = WatchedFolder.small(folder);
    tree.write("script", "#!/bin/sh\n:\n");
    tree.run("chmod +x script");
    tree.watched();
  }

  @AfterEach
  void close() {
    tree.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "cat a                       | a",
        "cat empty                   | empty",
        "cat src/deep/d              | src/deep/d",
        "wc -c a                     | a",
        "read x < a                  | a",
        "head -c 1 a                 | a",
        "sed -i s/a/x/ a             | a",
        "cp a new                    | a",
        "cp a b                      | a",
        "dd if=a of=b conv=notrunc status=none | a",
        "cat a b                     | a b",
        "./script                    | script",
        "sh script                   | script",
        "if grep -q x a; then :; fi   | a",
        "python3 -c \"open('a').read()\" | a",
        "python3 -c \"f = open('a', 'r+'); f.read(); f.write('x')\" | a",
        "python3 -c \"import mmap, os; f = os.open('a', os.O_RDONLY); m = mmap.mmap(f, 0, prot=mmap.PROT_READ); os.close(f); m[0]; m.close()\" | a",
        "python3 -c \"import mmap, os; f = os.open('a', os.O_RDWR); m = mmap.mmap(f, 0); os.close(f); m[0] = 65; m.close()\" | a",
        "exec 3< a; rm a; cat <&3     | a",
        "exec 3< a; mv b a; cat <&3   | a",
        "mv a new; cat new            | a",
        "mv a src/new; cat src/new    | a",
        "mv src lib; cat lib/c        | src/c",
        "mkdir x; mv src x/y; mv x z; cat z/y/deep/d | src/deep/d",
        "mv a ..; cat ../a            | a",
        "mv src ..; cat ../src/c      | src/c",
        "echo x > a                  | -",
        "echo x >> a                 | -",
        "touch a                     | -",
        "touch new                   | -",
        "chmod +x a                  | -",
        "rm a                        | -",
        "mv a new                    | -",
        "stat a; test -e b; ls -d src | -",
        "cd src                      | -",
        "echo x > new; cat new       | -",
        "rm a; echo x > a; cat a     | -",
        "echo x > new; mv new a; cat a | -",
        "mkdir n; echo x > n/m; cat n/m | -",
        "rm -r src; mkdir src; echo x > src/c; cat src/c | -",
        "mkdir -p p/q/r; echo x > p/q/r/s; cat p/q/r/s; grep -r x p | -",
        ": > lock; flock lock true   | -",
        "mkfifo p; cat p & echo x > p; wait | -",
        "mkdir .git; echo x > .git/c; cat .git/c; ls .git | -",
      })
  void filesRead(String script, String expected) throws Exception {
    tree.run(script);
    tree.close();
    Reads reads = tree.watch.reads();
    assertThat(reads.isExact()).as(reads.why()).isTrue();
    assertThat(reads.files()).isEqualTo(paths(expected));
    assertThat(reads.afterWriting()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ls             | .",
        "ls src         | src",
        "echo *         | .",
        "ls -d src      | -",
        "ls src/deep    | src/deep",
        "mv src lib; ls lib | src",
        "mkdir n; ls n  | -",
        "rm -r src      | src src/deep",
        "find . -name d | . src src/deep",
        "find src       | src src/deep",
        "python3 -c 'import os; os.listdir(\"src\")' | src",
      })
  void namesRead(String script, String expected) throws Exception {
    Reads reads = tree.after(script);
    assertThat(reads.isExact()).as(reads.why()).isTrue();
    assertThat(reads.files()).isEmpty();
    assertThat(reads.subtrees()).isEmpty();
    assertThat(reads.folders()).isEqualTo(paths(expected));
  }

  /// `-` stands for none, `.` for the work tree itself.
  private static List<String> paths(String text) {
    return Stream.of(text.split(" "))
        .filter(path -> !path.equals("-"))
        .map(path -> path.equals(".") ? "" : path)
        .toList();
  }

  @Test
  void whatIsReadAfterItWasWrittenIntoIsToldApart() throws Exception {
    Reads reads = tree.after("echo x >> a; cat a; cat b; echo x >> b; cat b");
    assertThat(reads.afterWriting()).containsExactly("a");
    assertThat(reads.files()).containsExactly("b");
    assertThat(reads.mayHaveRead("a")).isTrue();
    assertThat(reads.mayHaveRead("src/c")).isFalse();
  }

  @Test
  void whereEveryFileAndEveryNameWasReadTheFolderIsEnough() throws Exception {
    Reads reads = tree.after("grep -r x src || true; cat a");
    assertThat(reads.subtrees()).containsExactly("src");
    assertThat(reads.files()).containsExactly("a");
    assertThat(reads.folders()).isEmpty();
    assertThat(reads.mayHaveRead("src/deep/d")).isTrue();
    assertThat(reads.mayHaveRead("src/deep/other")).isTrue();
    assertThat(reads.mayHaveListed("src/deep")).isTrue();
    assertThat(reads.mayHaveListed("")).isFalse();
    assertThat(tree.after("grep -r x . || true").subtrees()).containsExactly("");
  }

  @Test
  void whereEveryFileWasReadButNoNameTheFilesAreNamed() throws Exception {
    Reads reads = tree.after("cat src/c src/deep/d");
    assertThat(reads.subtrees()).isEmpty();
    assertThat(reads.files()).containsExactly("src/c", "src/deep/d");
  }

  /// Which links are read beside what is opened through them.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo x > b; mkdir n; ls n   | far gone",
        "cat src/deep/d              | far gone src/deep/d src/up src/way way",
        "cat a                       | a far gone src/up toa twice",
        "cat twice                   | a far gone src/up toa twice",
        "cat way/c                   | far gone src/c src/up way",
        "ls src/deep                 | far gone src/up src/way way",
        "ls src                      | far gone src/up src/way way",
        "ls -l way/                  | far gone src/up src/way way",
        "grep -r . src               | far gone way",
        "mv src lib; cat lib/way/d   | far gone src/deep/d src/up src/way way",
        "rm toa; echo x > toa; cat toa | far gone",
      })
  void links(String script, String expected) throws Exception {
    tree.close();
    tree.run(
        "ln -s a toa; ln -s toa twice; ln -s src way; ln -s deep src/way; ln -s .. src/up;"
            + " ln -s nothing gone; echo x > ../far; ln -s ../far far");
    tree.watched();
    Reads reads = tree.after(script);
    assertThat(reads.isExact()).as(reads.why()).isTrue();
    assertThat(reads.files()).isEqualTo(paths(expected));
  }

  @Test
  void anotherNameOfAFileThatIsReadCannotBeToldFromAnyFile() throws Exception {
    Reads reads = tree.after("ln a other; cat other");
    assertThat(reads.everything()).isTrue();
    assertThat(reads.why()).contains("other").endsWith("So everything counts as read.");
  }

  @Test
  void aFileThatIsStillOpenAtTheEndCountsAsRead() throws Exception {
    Process holder = tree.start("exec 3< a; exec 4>> b; echo x >&4; echo ready; read end");
    assertThat(holder.getInputStream().read()).isEqualTo('r');
    assertThat(tree.watch.reads().files()).isEmpty();
    tree.close();
    assertThat(tree.watch.reads().files()).containsExactly("a");
    holder.destroy();
    holder.waitFor();
  }

  @Test
  void whatHappensAfterTheEndIsNotSeen() throws Exception {
    tree.close();
    assertThat(tree.after("cat a; echo x > b").files()).isEmpty();
    assertThat(tree.watch.takeChanged()).isEqualTo(Changed.NOTHING);
  }

  @Test
  void readsWhileItLooksAwayAreNoReadsAndThoseBeforeAndAfterAre() throws Exception {
    for (int round = 0; round < 20; round++) {
      tree.run("cat a");
      tree.watch.pause();
      tree.run("cat b; ls src; grep -r x . || true; echo x > new");
      tree.watch.resume();
      Reads reads = tree.after("cat src/c");
      assertThat(reads.files()).containsExactly("a", "src/c");
      assertThat(reads.folders()).isEmpty();
      assertThat(tree.watch.takeChanged().paths()).containsExactly("new");
    }
  }

  @Test
  void namesThatAreNotEnglishAreNames() throws Exception {
    tree.close();
    // Whatever the locale of this process is.
    tree.run("mkdir \"$(printf '\\303\\274 x')\"; cd *x; echo x > \"$(printf '\\346\\227\\245')\"");
    tree.watched();
    assertThat(tree.after("cat *x/*").subtrees()).containsExactly("ü x");
    tree.run("for file in *x/*; do echo y > \"$file\"; done");
    assertThat(tree.watch.takeChanged().paths()).containsExactly("ü x/日");
  }

  @Test
  void aNameThatIsNoTextMakesItUncertain() throws Exception {
    Reads reads = tree.after("python3 -c \"open(b'\\xff', 'w')\"");
    assertThat(reads.everything()).isTrue();
  }

  @Test
  void whatIsIgnoredDoesNotCount() throws Exception {
    tree.close();
    tree.watched(
        new Unwatched() {
          @Override
          public boolean file(String path) {
            return path.equals("b") || path.startsWith("src/deep/");
          }

          @Override
          public boolean everythingIn(String folder) {
            return folder.equals("src/deep");
          }
        },
        () -> {});
    Reads reads = tree.after("cat a b; grep -r x src || true");
    assertThat(reads.files()).containsExactly("a");
    assertThat(reads.subtrees()).containsExactly("src");
  }
}
