package dev.signalbox.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.EventLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real disk that is full, and one that is read-only: a file system of two megabytes in memory,
/// which only the processes of this test see. Skipped where the system lets nobody mount one.
class SmallDiskTest {
  @TempDir Path folder;

  @Test
  void aFullAndAReadOnlyDiskCostNothingThatWasAcknowledged() throws Exception {
    assumeTrue(
        runs("true"), "user and mount namespaces are not permitted here, so no disk is mounted");
    String java =
        "'%s' -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '%s' '%s' '%s'"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                OnTheDisk.class.getName(),
                folder.resolve("disk"));
    Files.createDirectory(folder.resolve("disk"));
    String said =
        output(
            """
            set -e
            mount -t tmpfs -o size=2m tmpfs DISK
            head -c 300000 /dev/zero > DISK/filler
            JAVA fill
            JAVA open
            mount -o remount,ro DISK
            JAVA open
            mount -o remount,rw DISK
            rm DISK/filler
            JAVA read
            """
                .replace("DISK", folder.resolve("disk").toString())
                .replace("JAVA", java));
    List<String> lines = said.lines().filter(line -> line.contains(": ")).toList();
    assertThat(lines).as(said).hasSize(5);
    long acknowledged = Long.parseLong(lines.get(0).replace("acknowledged: ", ""));
    assertThat(acknowledged).isPositive();
    assertThat(lines.get(1)).startsWith("append: There is no room left on the disk of the journal");
    assertThat(lines.get(2)).as("on a full disk").matches("open: (fine|There is no room left.*)");
    assertThat(lines.get(3))
        .as("on a read-only disk")
        .startsWith("open: The journal")
        .contains("cannot be written. Give yourself write access");
    assertThat(lines.get(4)).isEqualTo("read: " + acknowledged);
  }

  private boolean runs(String script) throws InterruptedException {
    try {
      return start(script).waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private String output(String script) throws Exception {
    Process process = start(script);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private Process start(String script) throws IOException {
    return new ProcessBuilder("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script)
        .redirectErrorStream(true)
        .start();
  }

  static final class OnTheDisk {
    public static void main(String[] args) throws Exception {
      Path file = Path.of(args[0], "journal.db");
      switch (args[1]) {
        case "fill" -> fill(file);
        case "open" -> {
          try (Journal _ = Journal.open(file)) {
            System.out.println("open: fine");
          } catch (JournalException e) {
            System.out.println("open: " + e.getMessage());
          }
        }
        default -> {
          try (Journal journal = Journal.open(file)) {
            System.out.println("read: " + journal.read("r").size());
          }
        }
      }
    }

    private static void fill(Path file) throws Exception {
      long next = 1;
      try (Journal journal = Journal.open(file);
          EventLog log = journal.logOf("r")) {
        while (true) {
          List<Entry> batch = new ArrayList<>();
          while (batch.size() < 3) {
            Event event =
                next + batch.size() == 1
                    ? JournalTest.started("r", "p", "", "a")
                    : new Event.Noted("x".repeat(5_000));
            batch.add(new Entry(next + batch.size(), Instant.EPOCH, event));
          }
          log.append(batch);
          next += batch.size();
        }
      } catch (EventLog.EventLogException e) {
        System.out.println("acknowledged: " + (next - 1));
        System.out.println("append: " + e.getMessage());
        // As a kill would: nothing is closed in order.
        Runtime.getRuntime().halt(0);
      }
    }
  }
}
