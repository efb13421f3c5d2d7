package dev.signalbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedLogTest {
  @TempDir Path folder;

  @Test
  void keepsTheBeginningAndTheEnd() throws Exception {
    Path file = folder.resolve("log");
    try (BoundedLog log = new BoundedLog(file, 20, 30)) {
      for (int i = 1000; i < 2000; i++) {
        log.write((i + "\n").getBytes(StandardCharsets.UTF_8));
        assertThat(Files.size(file)).isLessThan(20 + 2 * 30 + 60);
      }
    }
    assertThat(Files.readString(file))
        .startsWith("1000\n1001\n1002\n1003\n\n[signalbox: ")
        .contains(" bytes left out here]\n")
        .endsWith("1996\n1997\n1998\n1999\n");
  }

  @Test
  void saysHowMuchIsLeftOutAlsoOverSeveralCommands() throws Exception {
    Path file = folder.resolve("log");
    for (int command = 0; command < 4; command++) {
      try (BoundedLog log = new BoundedLog(file, 20, 30)) {
        for (int i = 0; i < 100; i++) {
          log.write("123456789\n".getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    String text = Files.readString(file);
    String line = text.lines().filter(l -> l.startsWith("[signalbox: ")).findFirst().orElseThrow();
    long leftOut = Long.parseLong(line.replaceAll("\\D", ""));
    assertThat(text.length() - line.length() - 2 + leftOut).isEqualTo(4 * 100 * 10);
  }

  @Test
  void goesOnWhereAnEarlierCommandStopped() throws Exception {
    Path file = folder.resolve("log");
    for (String text : new String[] {"set-up\n", "task\n"}) {
      try (BoundedLog log = new BoundedLog(file)) {
        log.write(text.getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThat(file).hasContent("set-up\ntask\n");
  }

  @Test
  void theTailIsCutAtACharacter() {
    Tail tail = new Tail(5);
    byte[] bytes = "aäöü".getBytes(StandardCharsets.UTF_8);
    tail.add(bytes, bytes.length);
    assertThat(tail.text()).isEqualTo("öü");
  }
}
