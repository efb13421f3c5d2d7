package dev.signalbox.console.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir Path folder;

  @Test
  void whatIsAddedIsReadOnceInLines() throws IOException {
    Path log = folder.resolve("a.log");
    LogTail tail = new LogTail(log);
    assertThat(tail.read().lines()).isEmpty();
    add(log, "one\ntw");
    LogTail.Added first = tail.read();
    assertThat(first.lines()).containsExactly("one");
    assertThat(first.open()).isEqualTo("tw");
    add(log, "o\nthree\n");
    LogTail.Added second = tail.read();
    assertThat(second.lines()).containsExactly("two", "three");
    assertThat(second.open()).isEmpty();
    assertThat(tail.read().lines()).isEmpty();
  }

  @Test
  void aCharacterThatComesInTwoPartsIsWhole() throws IOException {
    Path log = folder.resolve("a.log");
    byte[] bytes = "grün\n".getBytes(StandardCharsets.UTF_8);
    LogTail tail = new LogTail(log);
    Files.write(log, java.util.Arrays.copyOf(bytes, 3));
    tail.read();
    Files.write(
        log, java.util.Arrays.copyOfRange(bytes, 3, bytes.length), StandardOpenOption.APPEND);
    assertThat(tail.read().lines()).containsExactly("grün");
  }

  @Test
  void aLongLogIsReadFromNearItsEnd() throws IOException {
    Path log = folder.resolve("a.log");
    StringBuilder text = new StringBuilder();
    int lines = 60_000;
    for (int i = 0; i < lines; i++) {
      text.append("line %05d\n".formatted(i));
    }
    add(log, text.toString());
    LogTail tail = new LogTail(log);
    List<String> read = new ArrayList<>();
    LogTail.Added added = tail.read();
    while (!added.lines().isEmpty()) {
      assertThat(added.cut()).isTrue();
      read.addAll(added.lines());
      added = tail.read();
    }
    assertThat(read).allMatch(line -> line.matches("line \\d{5}"));
    assertThat(read.getLast()).isEqualTo("line 59999");
    assertThat(read.size()).isBetween(1000, LogTail.HEAD_START / 11 + 1);
  }

  @Test
  void coloursAndCursorMovesAreLeftOut() throws IOException {
    Path log = folder.resolve("a.log");
    add(log, "\u001B[31mred\u001B[0m\t|\n10 %\r50 %\r100 %\r\n\u001B]0;title\u0007words\n");
    assertThat(new LogTail(log).read().lines()).containsExactly("red    |", "100 %", "words");
  }

  @Test
  void aLineWithoutEndDoesNotGrowForEver() throws IOException {
    Path log = folder.resolve("a.log");
    LogTail tail = new LogTail(log);
    for (int i = 0; i < 20; i++) {
      add(log, "x".repeat(50_000));
      assertThat(tail.read().open().length()).isLessThan(10_000);
    }
  }

  @Test
  void aLongLineIsShownFromNearItsEnd() throws IOException {
    Path log = folder.resolve("a.log");
    add(log, "x".repeat(3 * LogTail.HEAD_START) + "y".repeat(LogTail.STEP));
    LogTail tail = new LogTail(log);
    assertThat(tail.read().open()).matches("x{2000} …");
    assertThat(tail.read().open()).matches("y{2000} …");
  }

  @Test
  void whereMoreIsPrintedThanIsReadItsEndIsShown() throws IOException {
    Path log = folder.resolve("a.log");
    LogTail tail = new LogTail(log);
    add(log, "first\n");
    tail.read();
    for (int i = 0; i < 60_000; i++) {
      add(log, "line %05d\n".formatted(i));
    }
    LogTail.Added added = tail.read();
    assertThat(added.restarted()).isTrue();
    assertThat(added.cut()).isTrue();
    assertThat(added.lines().getFirst()).isGreaterThan("line 30000");
    List<String> last = List.of();
    while (!added.lines().isEmpty()) {
      last = added.lines();
      added = tail.read();
    }
    assertThat(last.getLast()).isEqualTo("line 59999");
  }

  @Test
  void aFileThatBeginsAnewIsReadAnew() throws IOException {
    Path log = folder.resolve("a.log");
    LogTail tail = new LogTail(log);
    add(log, "a long first line\n");
    tail.read();
    Files.writeString(log, "new\n");
    LogTail.Added added = tail.read();
    assertThat(added.restarted()).isTrue();
    assertThat(added.lines()).containsExactly("new");
  }

  private static void add(Path log, String text) throws IOException {
    Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
