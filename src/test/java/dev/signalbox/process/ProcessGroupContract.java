package dev.signalbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
abstract class ProcessGroupContract {
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

  @TempDir Path folder;
  private final Supervisor supervisor =
      new Supervisor(
          "run-1",
          "s" + System.nanoTime(),
          "",
          System::nanoTime,
          () -> new Markers(System::nanoTime),
          this::launcher);

  abstract Launcher launcher();

  @AfterEach
  void close() {
    supervisor.close();
  }

  @Test
  void keepsBothStreamsInTheLogAndTellsTheExitCode() throws Exception {
    Path log = folder.resolve("log");
    Files.writeString(log, "before\n");
    try (ProcessGroup group = sh("echo out; echo err >&2; cat; exit 7", log)) {
      assertThat(group.waitFor()).isEqualTo(7);
      assertThat(group.tail()).isEqualTo("out\nerr\n");
    }
    assertThat(log).hasContent("before\nout\nerr\n");
  }

  @Test
  void hasOnlyTheEnvironmentItWasGiven() throws Exception {
    Path log = folder.resolve("log");
    try (ProcessGroup group =
        supervisor.start(
            List.of("/bin/sh", "-c", "echo $A-$HOME-; env"), folder, Map.of("A", "1"), log)) {
      group.waitFor();
    }
    assertThat(Files.readAllLines(log))
        .startsWith("1--")
        .anySatisfy(line -> assertThat(line).startsWith("SIGNALBOX_PROCESS=run-1."))
        .allMatch(line -> line.matches("1--|A=1|PWD=.*|SIGNALBOX_PROCESS=\\S+|_=.*"));
  }

  @Test
  void killsTheWholeGroup() throws Exception {
    Path children = folder.resolve("children");
    ProcessGroup group =
        sh(
            "trap '' TERM; sh -c 'trap \"\" TERM; echo $$ >> children; while :; do sleep 9; done'"
                + " & echo $$ >> children; wait",
            folder.resolve("log"));
    awaitLines(children, 2);
    group.terminate(Duration.ofMillis(50));
    for (String pid : Files.readAllLines(children)) {
      awaitEnd(Long.parseLong(pid));
    }
    assertThat(group.isAlive()).isFalse();
  }

  @Test
  void letsEveryProcessOfTheGroupEndByItselfWithinTheGrace() throws Exception {
    Path children = folder.resolve("children");
    ProcessGroup group =
        sh(
            "sh -c 'trap \"sleep 0.3; echo saved > saved; exit\" TERM; echo $$ >> children;"
                + " while :; do sleep 0.05; done' & wait",
            folder.resolve("log"));
    awaitLines(children, 1);
    group.terminate(Duration.ofSeconds(30));
    assertThat(folder.resolve("saved")).hasContent("saved\n");
  }

  @Test
  void whatACommandLeavesRunningEndsWithIt() throws Exception {
    Path children = folder.resolve("children");
    try (ProcessGroup group =
        sh("sleep 500 & echo $! > children; echo done", folder.resolve("log"))) {
      assertThat(group.waitFor()).isZero();
    }
    awaitEnd(Long.parseLong(Files.readString(children).strip()));
    assertThat(folder.resolve("log"))
        .hasContent("done\n[signalbox: left a process running, which was ended]\n");
  }

  @Test
  void waitsNoLongerThanTold() throws Exception {
    try (ProcessGroup group = sh("sleep 500", folder.resolve("log"))) {
      assertThat(group.waitFor(Duration.ofMillis(1))).isEqualTo(OptionalInt.empty());
      assertThat(group.isAlive()).isTrue();
    }
  }

  @Test
  void whereThereIsNoSetsidPerlMakesTheGroup() throws Exception {
    Path perl = Path.of("/usr/bin/perl");
    assumeThat(perl).exists();
    Path children = folder.resolve("children");
    Supervisor byPerl =
        new Supervisor(
            "run-1",
            "perl" + System.nanoTime(),
            "",
            System::nanoTime,
            () -> new Markers(System::nanoTime),
            () -> new PortableLauncher(() -> OwnSession.byPerl(perl.toString())));
    ProcessGroup group =
        byPerl.start(
            List.of("/bin/sh", "-c", "sleep 500 & echo $! > children; echo $$ >> children; wait"),
            folder,
            PATH,
            OutputStream.nullOutputStream());
    awaitLines(children, 2);
    assertThat(Files.readAllLines(children).get(1)).isEqualTo(String.valueOf(group.pid()));
    assertThat(ProcFs.stat(Long.parseLong(Files.readAllLines(children).getFirst())))
        .get()
        .extracting(ProcFs.Stat::session)
        .isEqualTo(group.pid());
    group.terminate(Duration.ofMillis(50));
    for (String pid : Files.readAllLines(children)) {
      awaitEnd(Long.parseLong(pid));
    }
  }

  @Test
  void closingKills() throws Exception {
    ProcessGroup group = sh("sleep 500", folder.resolve("log"));
    group.close();
    awaitEnd(group.pid());
  }

  @Test
  void anOutputThatFailsDoesNotHoldTheCommandUp() throws Exception {
    try (ProcessGroup group =
        supervisor.start(
            List.of("/bin/sh", "-c", "head -c 1000000 /dev/zero; echo end"),
            folder,
            PATH,
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("disk full");
              }
            })) {
      assertThat(group.waitFor()).isZero();
      assertThat(group.tail()).endsWith("end\n");
      assertThat(group.logProblem()).get().hasToString("java.io.IOException: disk full");
    }
  }

  @Test
  void aFolderThatIsNotThereIsAnError() {
    Path gone = folder.resolve("gone");
    assertThatThrownBy(() -> supervisor.start(List.of("true"), gone, PATH, folder.resolve("log")))
        .isInstanceOf(IOException.class);
  }

  private ProcessGroup sh(String script, Path log) throws IOException {
    return supervisor.start(List.of("/bin/sh", "-c", script), folder, PATH, log);
  }

  private static void awaitEnd(long pid) throws Exception {
    var process = ProcessHandle.of(pid);
    if (process.isPresent()) {
      process.get().onExit().get(30, TimeUnit.SECONDS);
    }
  }

  private static void awaitLines(Path file, int lines) throws IOException {
    while (!Files.exists(file) || Files.readAllLines(file).size() < lines) {
      Thread.onSpinWait();
    }
  }
}
