package dev.signalbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A process that starts commands is killed; nothing of them survives it.
@Timeout(120)
class GuardTest {
  private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

  /// One of each: a plain one, one that ignores TERM, one with another environment, one in the
  /// background of a group, a daemon, and one that is found only in a control group.
  private static final List<String> COMMANDS =
      List.of(
          "echo $$ >>pids; exec sleep 600",
          "trap '' TERM; echo $$ >>pids; while :; do sleep 1; done",
          "echo $$ >>pids; exec env -i sleep 600",
          "sleep 600 & echo $! >>pids; wait",
          "(setsid sh -c 'trap \"\" HUP; echo $$ >>pids; exec sleep 600' >/dev/null 2>&1 &); sleep 600",
          "(env -i setsid sh -c 'echo $$ >>pids; exec sleep 600' >/dev/null 2>&1 &); sleep 600");

  @TempDir Path folder;

  /// The process that is killed.
  static final class Victim {
    public static void main(String[] args) throws Exception {
      Path folder = Path.of(args[0]);
      String session = Long.toHexString(new Random().nextLong());
      Markers markers = new Markers(System::nanoTime);
      boolean groups = args[1].equals("control groups");
      Supervisor supervisor =
          new Supervisor(
              "run",
              session,
              "",
              System::nanoTime,
              () -> groups ? Cgroups.permitted("run", session, markers).orElseThrow() : markers,
              Launcher::ofThisMachine);
      // The last one is out of the markers' sight.
      for (String command : COMMANDS.subList(0, COMMANDS.size() - (groups ? 0 : 1))) {
        supervisor.start(
            List.of("/bin/sh", "-c", command), folder, PATH, OutputStream.nullOutputStream());
      }
      for (int i = 0; i < 50; i++) {
        supervisor.start(List.of("true"), folder, PATH, OutputStream.nullOutputStream()).waitFor();
      }
      while (!Files.exists(folder.resolve("pids"))
          || Files.readAllLines(folder.resolve("pids")).size()
              < COMMANDS.size() - (groups ? 0 : 1)) {
        Thread.onSpinWait();
      }
      System.out.println("started " + session);
      Thread.sleep(600_000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"control groups", "marks"})
  void whenItsOwnerIsKilledNothingSurvives(String way) throws Exception {
    if (way.equals("control groups")) {
      Optional<Cgroups> permitted =
          Cgroups.permitted("probe", "x" + ProcessHandle.current().pid(), new Markers(() -> 0));
      permitted.ifPresent(Cgroups::close);
      assumeThat(permitted).isPresent();
    }
    Process victim =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-classpath",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Victim.class.getName(),
                folder.toString(),
                way)
            .redirectError(folder.resolve("victim.log").toFile())
            .start();
    String session;
    try (BufferedReader said = victim.inputReader()) {
      String line = said.readLine();
      assertThat(line).as(Files.readString(folder.resolve("victim.log"))).startsWith("started ");
      session = line.substring("started ".length());
      List<Long> pids = pids();
      assertThat(pids).allMatch(ContainmentTest::runs);
      victim.destroyForcibly().waitFor();
      for (long pid : pids) {
        awaitEnd(pid);
      }
    }
    awaitNone("run." + session + ".");
    for (Cgroups.Mounted mounted : Cgroups.mounts(ProcFs.read(Path.of("/proc/self/mountinfo")))) {
      Optional<Path> own = mounted.directory(ProcFs.read(Path.of("/proc/self/cgroup")));
      while (own.isPresent() && Files.exists(own.get().resolve("signalbox.run." + session))) {
        Thread.sleep(10);
      }
    }
  }

  @Test
  void oddInputIsPassedOverAndAnotherProcessOfTheSameNumberIsSpared() throws Exception {
    Process neighbour = new ProcessBuilder("setsid", "sleep", "600").start();
    Process own = new ProcessBuilder("setsid", "sleep", "600").start();
    try {
      while (Signals.groupOf(neighbour.pid()) != neighbour.pid()
          || Signals.groupOf(own.pid()) != own.pid()) {
        Thread.onSpinWait();
      }
      long start = ProcFs.stat(own.pid()).orElseThrow().start();
      List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", Guard.SCRIPT));
      command.addAll(List.of("signalbox-guard", "run.none.", ""));
      Process guard = new ProcessBuilder(command).redirectErrorStream(true).start();
      try (OutputStream input = guard.getOutputStream()) {
        String lines =
            """

            add
            add x y
            add 0 0
            add 1 1
            add -1 5
            add 007 1
            add $(touch ran) `touch ran`
            kill %1$d
            add %1$d
            add %1$d 12
            add %2$d 7
            add %2$d %3$d
            remove 99999999
            remove %2$d0
            add 99999999 %3$d
            \u0000\u0001\u00ff * ? [a-z
            add %1$d %4$d
            remove %1$d
            add %1$d %4$d"""
                .formatted(
                    neighbour.pid(),
                    own.pid(),
                    start,
                    ProcFs.stat(neighbour.pid()).orElseThrow().start());
        input.write(lines.getBytes(StandardCharsets.ISO_8859_1));
      }
      assertThat(new String(guard.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .isEmpty();
      guard.waitFor();
      assertThat(own.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(neighbour.isAlive()).as("its line was cut off").isTrue();
      assertThat(Path.of("ran")).doesNotExist();
    } finally {
      neighbour.destroyForcibly();
      own.destroyForcibly();
    }
  }

  @Test
  void aGuardThatWasKilledIsReplaced() throws Exception {
    try (Supervisor supervisor = new Supervisor("replaced", new Random())) {
      ProcessGroup first =
          supervisor.start(List.of("sleep", "600"), folder, PATH, OutputStream.nullOutputStream());
      ProcessHandle guard = guards("replaced.").getFirst();
      guard.destroyForcibly();
      guard.onExit().get(60, TimeUnit.SECONDS);
      while (!guards("replaced.").isEmpty()) {
        Thread.onSpinWait();
      }
      supervisor.start(List.of("true"), folder, PATH, OutputStream.nullOutputStream()).waitFor();
      assertThat(guards("replaced.")).hasSize(1);
      assertThat(first.isAlive()).isTrue();
    }
    assertThat(guards("replaced.")).as("it ends with its owner").isEmpty();
  }

  private static List<ProcessHandle> guards(String marks) {
    return ProcessHandle.current()
        .children()
        .filter(
            child ->
                ProcFs.read(Path.of("/proc/" + child.pid() + "/cmdline"))
                    .contains("signalbox-guard\0" + marks))
        .toList();
  }

  private List<Long> pids() throws Exception {
    return Files.readAllLines(folder.resolve("pids")).stream().map(Long::valueOf).toList();
  }

  private static void awaitEnd(long pid) throws InterruptedException {
    while (ContainmentTest.runs(pid)) {
      Thread.sleep(5);
    }
  }

  private static void awaitNone(String marks) throws InterruptedException {
    while (ProcFs.all().stream()
        .anyMatch(pid -> ProcFs.isMarked(pid, mark -> mark.startsWith(marks)))) {
      Thread.sleep(5);
    }
  }
}
