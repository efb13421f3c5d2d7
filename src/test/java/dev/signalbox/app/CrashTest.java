package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.plan.PlanReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` in mid-run, then resume: what had landed stays, what ran runs again, nothing lands
/// twice.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class CrashTest {
  @TempDir Path folder;

  /// The process that is killed: runs the plan it is given, and says what happens, until somebody
  /// does.
  static final class Victim {
    public static void main(String[] args) throws Exception {
      StateFolders folders = new StateFolders(Path.of(args[0]), Path.of(args[1]));
      try (RunSession session =
          RunSession.start(folders, new PlanReader().read(Path.of(args[2])), RunOptions.DEFAULT)) {
        session.subscribe(
            entries -> {
              for (Entry entry : entries) {
                switch (entry.event()) {
                  case Event.Landed e -> System.out.println("landed " + e.task());
                  case Event.AttemptPrepared e -> System.out.println("runs " + e.task());
                  default -> {}
                }
              }
            });
        session.ended().get();
      }
    }
  }

  @Test
  void aKilledProcessLosesNothingThatLanded() throws Exception {
    Scratch scratch = new Scratch(folder);
    Path go = folder.resolve("go");
    Path pids = folder.resolve("pids");
    Path plan =
        scratch.plan(
            """
            name: crash
            parallel: 3
            agents: { A: { kind: shell, capacity: 3 } }
            tasks:
              - { id: one, run: echo 1 > one.txt }
              - { id: two, run: echo 2 > two.txt }
              - { id: hung, run: "(setsid sleep 600 >/dev/null 2>&1 & echo $! >PID); echo $$ >>PID; echo begun > hung.txt; until [ -e GO ]; do sleep 0.05; done; echo done >> hung.txt" }
              - { id: last, depends_on: [one, hung], run: cat one.txt hung.txt > last.txt }
            """
                .replace("GO", go.toString())
                .replace("PID", pids.toString()));
    Process victim =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-classpath",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Victim.class.getName(),
                scratch.folders.state().toString(),
                scratch.folders.config().toString(),
                plan.toString())
            .redirectError(folder.resolve("victim.log").toFile())
            .start();
    Set<String> awaited = new HashSet<>(Set.of("landed one", "landed two", "runs hung"));
    try (BufferedReader said = victim.inputReader()) {
      while (!awaited.isEmpty()) {
        String line = said.readLine();
        assertThat(line).as("the run goes on until it is killed").isNotNull();
        awaited.remove(line);
      }
    }
    while (!Files.exists(pids) || Files.readAllLines(pids).size() < 2) {
      Thread.onSpinWait();
    }
    List<ProcessHandle> hung =
        Files.readAllLines(pids).stream()
            .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
            .toList();
    assertThat(hung).as("the command and its daemon run").hasSize(2);
    // Its guard goes first, so that all is left to the one who resumes.
    ProcessHandle guard =
        victim
            .children()
            .filter(child -> child.info().toString().contains("signalbox-guard"))
            .findFirst()
            .orElseThrow();
    guard.destroyForcibly();
    guard.onExit().get();
    victim.destroyForcibly().waitFor();
    assertThat(hung).allMatch(CrashTest::runs);

    try (RunSession session = RunSession.resume(scratch.folders, "", RunOptions.DEFAULT)) {
      assertThat(hung).as("left over by the session that was killed").noneMatch(CrashTest::runs);
      Files.createFile(go);
      assertThat(session.ended().get()).isEqualTo(RunOutcome.SUCCEEDED);
    }
    List<String> landed = scratch.landed("signalbox/crash");
    assertThat(landed).containsExactlyInAnyOrder("one", "two", "hung", "last").endsWith("last");
    assertThat(scratch.git("show", "signalbox/crash:last.txt")).isEqualTo("1\nbegun\ndone\n");
    assertThat(scratch.git("worktree", "list").lines()).as("no work tree is left").hasSize(1);
  }

  // A zombie has ended; its parent has not asked yet.
  private static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (IOException e) {
      return false;
    }
  }
}
