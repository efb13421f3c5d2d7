package dev.signalbox.process;

import dev.signalbox.BenchmarkTable;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What it costs to start, contain and end a command, beside other ways to start the same.
@Tag("benchmark")
class SpawnBenchmarkTest {
  private static final int COMMANDS = 3_000;
  private static final int WIDE = 2;
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

  @TempDir Path folder;
  private final BenchmarkTable table =
      new BenchmarkTable("%,d × true, %d at once, twice".formatted(COMMANDS, WIDE));

  private interface Way {
    void run() throws Exception;
  }

  @Test
  void threeThousandTimesTrueTwoWide() throws Exception {
    for (int round = 0; round < 2; round++) {
      measure("xargs -P", this::xargs);
      measure("ProcessBuilder", () -> inJava(() -> plain()));
      for (String way : List.of("marks, portable", "marks", "chosen")) {
        Markers markers = new Markers(System::nanoTime);
        String session = Long.toHexString(new Random().nextLong());
        Supplier<Containment> choice =
            () ->
                way.startsWith("marks")
                    ? markers
                    : Containment.choose("run", session, System::nanoTime);
        try (Supervisor supervisor =
            new Supervisor(
                "run",
                session,
                "",
                System::nanoTime,
                choice,
                () ->
                    way.endsWith("portable")
                        ? new PortableLauncher(OwnSession::words)
                        : Launcher.ofThisMachine())) {
          measure("Supervisor, " + way, () -> inJava(() -> supervised(supervisor)));
        }
      }
    }
    table.write("spawn");
  }

  private void supervised(Supervisor supervisor) throws Exception {
    supervisor.start(List.of("true"), folder, PATH, OutputStream.nullOutputStream()).waitFor();
  }

  private void plain() throws Exception {
    Process process = new ProcessBuilder("true").redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    process.waitFor();
  }

  private void xargs() throws Exception {
    Path input = folder.resolve("numbers");
    Files.writeString(input, "1\n".repeat(COMMANDS));
    new ProcessBuilder("xargs", "-P" + WIDE, "-n1", "true")
        .redirectInput(input.toFile())
        .start()
        .waitFor();
  }

  private static void inJava(Way one) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(WIDE)) {
      for (int i = 0; i < COMMANDS; i++) {
        threads.submit(
            () -> {
              one.run();
              return null;
            });
      }
    }
  }

  private void measure(String name, Way way) throws Exception {
    long start = System.nanoTime();
    way.run();
    table.row("what", name, "s", (System.nanoTime() - start) / 1e9);
  }
}
