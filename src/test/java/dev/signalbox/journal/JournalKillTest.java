package dev.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.EventLog;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed in the middle of appending.
class JournalKillTest {
  private static final int BATCH = 7;
  @TempDir Path folder;

  @Test
  void killedInMidAppendItKeepsWhatItAcknowledged() throws Exception {
    Path file = folder.resolve("journal.db");
    for (int round = 1; round <= 3; round++) {
      String run = "run" + round;
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  "--enable-native-access=ALL-UNNAMED",
                  Appender.class.getName(),
                  file.toString(),
                  run)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      long acknowledged = 0;
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
        for (int i = 0; i < 10 * round; i++) {
          acknowledged = Long.parseLong(out.readLine());
        }
        try (Journal journal = Journal.open(file)) {
          assertThatThrownBy(() -> journal.logOf(run))
              .hasMessageContaining("(process " + child.pid() + ")");
          assertThat(journal.isOpen(run)).isTrue();
        }
        child.toHandle().destroyForcibly(); // unlike the process itself, leaves its pipe open
        child.waitFor();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          acknowledged = Long.parseLong(line);
        }
      }
      try (Journal journal = Journal.open(file)) {
        List<Entry> kept = journal.read(run); // refuses a gap by itself
        assertThat((long) kept.size()).isBetween(acknowledged, acknowledged + BATCH);
        assertThat(kept.size() % BATCH).as("only whole batches").isZero();
        assertThat(journal.isOpen(run)).isFalse();
        try (EventLog log = journal.logOf(run)) {
          log.append(
              List.of(new Entry(kept.size() + 1L, Instant.EPOCH, new Event.Noted("goes on"))));
        }
      }
    }
  }

  static final class Appender {
    public static void main(String[] args) throws Exception {
      Journal journal = Journal.open(Path.of(args[0]));
      EventLog log = journal.logOf(args[1]);
      for (long next = 1; ; ) {
        List<Entry> batch = new ArrayList<>();
        while (batch.size() < BATCH) {
          Event event =
              next == 1 ? JournalTest.started(args[1], "p", "", "a") : new Event.Noted("n" + next);
          batch.add(new Entry(next++, Instant.now(), event));
        }
        log.append(batch);
        System.out.println(next - 1);
      }
    }
  }
}
