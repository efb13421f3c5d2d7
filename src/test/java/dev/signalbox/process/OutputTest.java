package dev.signalbox.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a command prints, little of it is in memory and a bounded part of it on disk.
@Timeout(60)
class OutputTest {
  private static final long MOST_ALLOCATED = 16L << 20;
  private static final long MOST_DIRECT = 4L << 20;

  @TempDir Path folder;
  private final Supervisor supervisor = new Supervisor("run", new Random());

  @AfterEach
  void close() {
    supervisor.close();
  }

  @Test
  void manyLines() throws Exception {
    Path log = print("seq 1000000 8000000", 55_000_000);
    assertThat(end(log)).endsWith("\n7999999\n8000000\n");
    assertThat(Files.newBufferedReader(log).readLine()).isEqualTo("1000000");
  }

  @Test
  void oneLongLine() throws Exception {
    Path log = print("head -c 100000000 /dev/zero | tr '\\0' x; echo end", 100_000_000);
    assertThat(end(log)).endsWith("xxxend\n");
  }

  @Test
  void whatIsNoText() throws Exception {
    print("head -c 64000000 /dev/urandom", 64_000_000);
  }

  @Test
  @Tag("long")
  void aGigabyte() throws Exception {
    Path log = print("head -c 1073741824 /dev/zero; echo; echo end", 1L << 30);
    assertThat(end(log)).endsWith("\nend\n");
  }

  private Path print(String command, long bytes) throws Exception {
    Path log = folder.resolve("log");
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    supervisor.start(List.of("true"), folder, Map.of(), folder.resolve("first")).waitFor();
    long before = threads.getTotalThreadAllocatedBytes();
    try (ProcessGroup group =
        supervisor.start(
            List.of("/bin/sh", "-c", command), folder, Map.of("PATH", "/usr/bin:/bin"), log)) {
      assertThat(group.waitFor()).isZero();
      assertThat(group.logProblem()).isEmpty();
    }
    assertThat(threads.getTotalThreadAllocatedBytes() - before)
        .as("bytes allocated for %d bytes printed", bytes)
        .isLessThan(MOST_ALLOCATED);
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      assertThat(pool.getMemoryUsed()).as(pool.getName()).isLessThan(MOST_DIRECT);
    }
    assertThat(Files.size(log)).isLessThan(3 * BoundedLog.DEFAULT_PART + 100);
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] line = new byte[60];
      file.seek(BoundedLog.DEFAULT_PART);
      file.readFully(line);
      String said = new String(line, StandardCharsets.ISO_8859_1);
      assertThat(said).containsPattern("^\n\\[signalbox: \\d+ bytes left out here]\n");
      long leftOut = Long.parseLong(said.replaceAll("(?s)^\n\\[signalbox: (\\d+) .*", "$1"));
      long lineLength = said.indexOf("]\n") + 2;
      assertThat(leftOut + Files.size(log) - lineLength).isGreaterThanOrEqualTo(bytes);
    }
    return log;
  }

  private static String end(Path log) throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(file.length() - 100);
      byte[] last = new byte[100];
      file.readFully(last);
      return new String(last, StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void howLongACommandHasBeenSilentIsKnown() throws Exception {
    AtomicLong nanos = new AtomicLong(5);
    Supervisor watched =
        new Supervisor(
            "run",
            "s",
            "",
            nanos::get,
            () -> new Markers(System::nanoTime),
            Launcher::ofThisMachine);
    Path go = folder.resolve("go");
    try (watched;
        ProcessGroup group =
            watched.start(
                List.of("/bin/sh", "-c", "mkfifo go end; echo made; read x <go; echo $x; cat end"),
                folder,
                Map.of("PATH", "/usr/bin:/bin"),
                folder.resolve("log"))) {
      awaitTail(group, "made\n");
      nanos.addAndGet(Duration.ofMinutes(5).toNanos());
      assertThat(group.silence()).isEqualTo(Duration.ofMinutes(5));
      assertThat(group.waitForUnlessSilent(Duration.ofMinutes(5))).isEmpty();
      Files.writeString(go, "word\n");
      awaitTail(group, "made\nword\n");
      assertThat(group.silence()).isZero();
      nanos.addAndGet(Duration.ofMinutes(4).toNanos());
      assertThat(group.silence()).isEqualTo(Duration.ofMinutes(4));
      Files.writeString(folder.resolve("end"), "");
      assertThat(group.waitForUnlessSilent(Duration.ofMinutes(5))).hasValue(0);
    }
  }

  private static void awaitTail(ProcessGroup group, String text) {
    while (!group.tail().equals(text)) {
      Thread.onSpinWait();
    }
  }
}
