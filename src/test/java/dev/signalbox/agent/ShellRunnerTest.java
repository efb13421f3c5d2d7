package dev.signalbox.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.plan.Agent;
import dev.signalbox.plan.Task;
import dev.signalbox.process.Supervisor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ShellRunnerTest {
  @TempDir Path folder;
  private Path tree = Path.of("");
  private Agent agent = Agent.shell("AGT-001");
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();
  private final Supervisor processes = new Supervisor("run-1", new Random());
  private final ShellRunner runner = new ShellRunner(processes);

  @BeforeEach
  void makeTree() throws Exception {
    tree = Files.createDirectory(folder.resolve("tree"));
  }

  @AfterEach
  void close() {
    processes.close();
  }

  @Test
  void aCommandRunsInItsWorkTreeAndItsOutputIsLogged() throws Exception {
    AgentOutcome outcome = run("pwd -P; echo to the error stream >&2; echo x >new; echo done");
    assertThat(outcome.succeeded()).isTrue();
    assertThat(outcome.summary()).isEqualTo("done");
    assertThat(log()).isEqualTo(tree.toRealPath() + "\nto the error stream\ndone\n");
    assertThat(tree.resolve("new")).hasContent("x\n");
  }

  @Test
  void itsEnvironmentIsWhatSignalboxHasThenTheAgentsThenTheAttempts() throws Exception {
    agent = new Agent("AGT-001", "shell", 1, "sh", Map.of("A", "agent", "B", "agent"), null);
    environment.put("B", "attempt");
    environment.put("SIGNALBOX_TASK", "somebody else");
    ShellRunner with =
        new ShellRunner(
            processes,
            Map.of(
                "PATH", System.getenv("PATH"),
                "HOME", "/home/x",
                "A", "inherited",
                "GIT_DIR", "/users/repo/.git",
                "SIGNALBOX_V1_INPUT_X", "left over"));
    AgentOutcome outcome =
        with.run(
            request(
                "echo \"$HOME|$A|$B|$SIGNALBOX_RUN|$SIGNALBOX_TASK|$SIGNALBOX_ATTEMPT|$SIGNALBOX_AGENT\";"
                    + " echo \"${GIT_DIR-none}|${SIGNALBOX_V1_INPUT_X-none}|$PWD\"",
                1));
    assertThat(outcome.exit()).isZero();
    assertThat(log())
        .isEqualTo("/home/x|agent|attempt|run-1|t|1|AGT-001\nnone|none|" + tree + "\n");
  }

  @Test
  void itsInputIsEmptyAndThereIsNoTerminal() throws Exception {
    assertThat(
            run("cat; test -t 0 || test -t 1 || echo none; (: </dev/tty) 2>/dev/null || echo none"))
        .isEqualTo(new AgentOutcome(0, Map.of(), "none"));
    assertThat(log()).isEqualTo("none\nnone\n");
  }

  @Test
  void valuesArriveAsTheyAre() throws Exception {
    values.put("input.message", "it's $(touch pwned)\n");
    values.put("tasks.api.output.routes", List.of("/a", "/b c"));
    AgentOutcome outcome =
        run("printf '%s|' ${input.message} '${input.message}' \"${tasks.api.output.routes}\"");
    assertThat(outcome.exit()).isZero();
    assertThat(log()).isEqualTo("it's $(touch pwned)\n|it's $(touch pwned)\n|[\"/a\",\"/b c\"]|");
    assertThat(tree.resolve("pwned")).doesNotExist();
  }

  @Test
  void outputsAreLinesAndAnObjectOutsideTheWorkTree() throws Exception {
    AgentOutcome outcome =
        run(
            """
            echo "route=/invoices/:id" >>"$SIGNALBOX_OUTPUTS"
            printf 'a.b-c = with = signs \\n\\nempty=\\r\\nboth=line' >>"$SIGNALBOX_OUTPUTS"
            echo '{"n": 3, "deep": {"list": [1, null]}, "both": "object"}' >"$SIGNALBOX_OUTPUTS_JSON"
            """);
    assertThat(outcome.summary()).contains("Line 2 of SIGNALBOX_OUTPUTS is not KEY=VALUE");
    outcome =
        run(
            """
            echo "route=/invoices/:id" >>"$SIGNALBOX_OUTPUTS"
            printf 'a.b-c= with = signs \\n\\nempty=\\r\\nboth=line' >>"$SIGNALBOX_OUTPUTS"
            echo '{"n": 3, "deep": {"list": [1, null]}, "both": "object"}' >"$SIGNALBOX_OUTPUTS_JSON"
            """);
    List<@Nullable Object> list = new ArrayList<>();
    list.add(1);
    list.add(null);
    assertThat(outcome)
        .isEqualTo(
            AgentOutcome.success(
                Map.of(
                    "route",
                    "/invoices/:id",
                    "a.b-c",
                    " with = signs ",
                    "empty",
                    "",
                    "both",
                    "object",
                    "n",
                    3,
                    "deep",
                    Map.of("list", list))));
    assertThat(tree).isEmptyDirectory();
  }

  @Test
  void outputsThatCannotBeReadFailTheAttemptWithASentence() throws Exception {
    Map<String, String> sentences = new HashMap<>();
    sentences.put(
        "echo nothing >>\"$SIGNALBOX_OUTPUTS\"",
        "Line 1 of SIGNALBOX_OUTPUTS is not KEY=VALUE: nothing");
    sentences.put(
        "printf 'a=1\\nb=\\377' >>\"$SIGNALBOX_OUTPUTS\"",
        "Line 2 of SIGNALBOX_OUTPUTS is not UTF-8");
    sentences.put("echo '[1]' >\"$SIGNALBOX_OUTPUTS_JSON\"", "does not hold one JSON object");
    sentences.put("echo '{\"a\": }' >\"$SIGNALBOX_OUTPUTS_JSON\"", "(line 1, column ");
    sentences.put("echo '{} {}' >\"$SIGNALBOX_OUTPUTS_JSON\"", "does not hold one JSON object");
    sentences.put("echo '{\"a b\": 1}' >\"$SIGNALBOX_OUTPUTS_JSON\"", "names an output \"a b\"");
    sentences.put("echo null >\"$SIGNALBOX_OUTPUTS_JSON\"", "no JSON object");
    sentences.put("head -c 1100000 /dev/zero >\"$SIGNALBOX_OUTPUTS\"", "larger than 1 MiB");
    sentences.put("mkfifo \"$SIGNALBOX_OUTPUTS_JSON\"", "replaced by something else");
    sentences.put("ln -s nowhere \"$SIGNALBOX_OUTPUTS\"", "replaced by something else");
    for (Map.Entry<String, String> entry : sentences.entrySet()) {
      AgentOutcome outcome = run(entry.getKey());
      assertThat(outcome.exit()).as(entry.getKey()).isEqualTo(ShellRunner.BAD_OUTPUTS);
      assertThat(outcome.summary()).contains(entry.getValue()).endsWith(".").doesNotContain("\n");
      assertThat(outcome.outputs()).isEmpty();
    }
  }

  @Test
  void aFailureSaysItsExitAndTheLastThingPrinted() throws Exception {
    AgentOutcome outcome =
        run("printf 'first\\n\\033[31mno such table:\\tinvoices\\033[0m\\a\\n\\n  \\n'; exit 3");
    assertThat(outcome).isEqualTo(AgentOutcome.failure(3, "exit 3: no such table: invoices"));
    assertThat(run("exit 4").summary()).isEqualTo("exit 4");
    assertThat(run("printf '%0300d' 7; exit 1").summary())
        .hasSize("exit 1: ".length() + 200)
        .endsWith("0…");
    assertThat(run("printf '10%%\\r50%%\\r'; kill -9 $$"))
        .isEqualTo(AgentOutcome.failure(137, "ended by signal 9 (KILL): 50%"));
  }

  @Test
  void outputsOfAFailureAreNotTaken() throws Exception {
    assertThat(run("echo a=1 >>\"$SIGNALBOX_OUTPUTS\"; exit 1").outputs()).isEmpty();
  }

  @Test
  void outputsOfAnEarlierTryAreForgotten() throws Exception {
    run("echo a=1 >>\"$SIGNALBOX_OUTPUTS\"; echo '{\"b\":1}' >\"$SIGNALBOX_OUTPUTS_JSON\"");
    assertThat(run("true").outputs()).isEmpty();
    run("ln -s \"$PWD/elsewhere\" \"$SIGNALBOX_OUTPUTS\"");
    assertThat(run("echo a=1 >>\"$SIGNALBOX_OUTPUTS\"").outputs()).containsEntry("a", "1");
    assertThat(tree.resolve("elsewhere")).as("a link is followed nowhere").doesNotExist();
  }

  @Test
  void anotherShellIsTakenFromThePath() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(ShellWriterTest.has("bash"));
    agent = new Agent("AGT-001", "shell", 1, "bash", Map.of(), null);
    values.put("input.x", "a b");
    assertThat(run("a=(1 ${input.x}); echo \"${#a[@]} ${a[1]} $0\"").summary())
        .startsWith("2 a b /");
  }

  @Test
  void aShellThatIsNotThereIsSaid() {
    agent = new Agent("AGT-001", "shell", 1, "fishbone", Map.of(), null);
    assertThatThrownBy(() -> run("true"))
        .isInstanceOf(AgentException.class)
        .hasMessage(
            "Agent AGT-001 wants the shell fishbone, which is not on this machine. Install it, or name another in `shell:`.");
  }

  @Test
  void aShellOfAnotherFamilyGetsNoValues() throws Exception {
    Path odd = folder.resolve("oddsh");
    Files.writeString(odd, "#!/bin/sh\nexec /bin/sh \"$@\"\n");
    assertThat(odd.toFile().setExecutable(true)).isTrue();
    agent = new Agent("AGT-001", "shell", 1, odd.toString(), Map.of(), null);
    values.put("input.x", "1");
    assertThat(run("echo $HOME >/dev/null").exit()).isZero();
    assertThatThrownBy(() -> run("echo ${input.x}")).hasMessageContaining("quoting is known");
  }

  @Test
  void aTaskWithoutACommandIsSaid() {
    AgentRequest request = request("", 1);
    assertThatThrownBy(() -> runner.run(request))
        .hasMessage("Task t has no command, and agent AGT-001 runs commands. Give it a `run:`.");
  }

  @Test
  void aWorkTreeThatIsNotThereIsSaid() throws Exception {
    Files.delete(tree);
    assertThatThrownBy(() -> run("true"))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining("Task t could not be started")
        .hasMessageContaining(tree.toString());
  }

  @Test
  void interruptedBeforeItIsStartedItIsStoppedAndNothingIsWrongWithIt() {
    AgentRequest request = request("echo ran >ran", 1);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> runner.run(request)).isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).as("told by the exception").isFalse();
    assertThat(tree.resolve("ran")).doesNotExist();
  }

  @Test
  void interruptedItEndsEverythingTheCommandStarted() throws Exception {
    // One that ends when asked, one that does not, one that is deeper down.
    String command =
        """
        sh -c 'trap "" TERM; echo $$ >>"$0"; while :; do sleep 1; done' pids &
        sh -c 'sh -c "echo \\$\\$ >>pids; exec sleep 600"; :' &
        trap 'echo asked >>asked; exit 0' TERM
        echo $$ >>pids
        while [ "$(wc -l <pids)" -lt 3 ]; do :; done
        echo >>started
        wait
        """;
    AtomicReference<@Nullable Throwable> ended = new AtomicReference<>();
    AgentRequest request = request(command, 1);
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    ended.set(new AssertionError("ended with " + runner.run(request)));
                  } catch (Throwable e) {
                    ended.set(e);
                  }
                });
    awaitFile(tree.resolve("started"));
    thread.interrupt();
    thread.join();
    assertThat(ended.get()).isInstanceOf(InterruptedException.class);
    assertThat(tree.resolve("asked")).exists();
    for (String pid : Files.readAllLines(tree.resolve("pids"))) {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(p -> p.onExit().join());
    }
  }

  @Test
  void whatACommandLeavesRunningEndsWithIt() throws Exception {
    assertThat(run("sleep 600 & echo $! >pid").succeeded()).isTrue();
    String pid = Files.readString(tree.resolve("pid")).strip();
    ProcessHandle.of(Long.parseLong(pid)).ifPresent(p -> p.onExit().join());
  }

  @Test
  void oneThatIsSilentForTooLongIsEnded() throws Exception {
    AgentOutcome outcome = runner.run(silentFor("echo begun; sleep 600", Duration.ofMillis(300)));
    assertThat(outcome).isEqualTo(AgentOutcome.silent("printed nothing for 300ms: begun"));
    assertThat(outcome.succeeded()).isFalse();
    outcome =
        runner.run(silentFor("trap '' TERM; while :; do sleep 1; done", Duration.ofSeconds(1)));
    assertThat(outcome.ending()).isEqualTo(AgentOutcome.Ending.SILENT);
    assertThat(outcome.summary())
        .isEqualTo("printed nothing for 1s; ignored TERM and was killed after 2 s");
    outcome = runner.run(silentFor("echo done", Duration.ofMinutes(5)));
    assertThat(outcome).isEqualTo(new AgentOutcome(0, Map.of(), "done"));
  }

  @Test
  void whatHappenedToItsProcessesIsToldInTheSummary() throws Exception {
    assertThat(run("echo last words; kill -SEGV $$").summary())
        .isEqualTo("ended by signal 11 (SEGV): last words");
    String daemons =
        "(setsid sleep 600 >/dev/null 2>&1 &); setsid sleep 600 >/dev/null 2>&1 & echo started;";
    assertThat(run(daemons))
        .isEqualTo(
            new AgentOutcome(0, Map.of(), "started")
                .remarking("left 2 processes running, which were ended"));
    assertThat(run("sleep 600 & exit 3").summary())
        .isEqualTo("exit 3; left a process running, which was ended");
    assertThat(log()).isEqualTo("[signalbox: left a process running, which was ended]\n");
  }

  @Test
  void interruptedItTellsThatTermWasIgnored() throws Exception {
    AgentRequest request = request("trap '' TERM; echo >started; while :; do sleep 1; done", 1);
    AtomicReference<@Nullable Throwable> ended = new AtomicReference<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    ended.set(new AssertionError("ended with " + runner.run(request)));
                  } catch (Throwable e) {
                    ended.set(e);
                  }
                });
    awaitFile(tree.resolve("started"));
    thread.interrupt();
    thread.join();
    assertThat(ended.get())
        .isInstanceOf(InterruptedException.class)
        .hasMessage("ignored TERM and was killed after 2 s");
  }

  @Test
  void aSessionWhoseLocaleLacksCharactersSaysSo() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Plain.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    assertThat(child.waitFor()).isZero();
    assertThat(Files.readString(folder.resolve("out"))).contains("as it is");
    ProcessBuilder poor =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Plain.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile());
    poor.environment().put("LC_ALL", "C");
    assertThat(poor.start().waitFor()).isZero();
    assertThat(Files.readString(folder.resolve("out")))
        .contains("Start Signalbox with LC_ALL=C.UTF-8.");
  }

  static final class Plain {
    public static void main(String[] args) throws Exception {
      ShellRunnerTest test = new ShellRunnerTest();
      test.folder = Path.of(args[0]);
      test.tree = test.folder;
      test.values.put("input.x", "\u00fc\u2192");
      try {
        test.run("test ${input.x} = \"$(printf '\\303\\274\\342\\206\\222')\"");
        System.out.println("as it is");
      } catch (AgentException e) {
        System.out.println(e.getMessage());
      } finally {
        test.close();
      }
    }
  }

  // ---- helpers ----------------------------------------------------------------------------------

  private AgentOutcome run(String command) throws Exception {
    Files.deleteIfExists(folder.resolve("logs/t.log"));
    return runner.run(request(command, 1));
  }

  private AgentRequest request(String command, int attempt) {
    Task task = new Task("t", "AGT-001", "", Map.of()).withRun(command);
    return new AgentRequest(
        "run-1",
        task,
        agent,
        attempt,
        tree,
        folder.resolve("scratch/t"),
        folder.resolve("logs/t.log"),
        values,
        environment);
  }

  private AgentRequest silentFor(String command, Duration silence) {
    AgentRequest r = request(command, 1);
    return new AgentRequest(
        r.run(),
        r.task().withSilence(silence),
        r.agent(),
        r.attempt(),
        r.directory(),
        r.scratch(),
        r.log(),
        r.values(),
        r.environment());
  }

  private String log() throws Exception {
    return Files.readString(folder.resolve("logs/t.log"), StandardCharsets.UTF_8);
  }

  private static void awaitFile(Path file) throws Exception {
    try (var watcher = file.getFileSystem().newWatchService()) {
      Path parent = java.util.Objects.requireNonNull(file.getParent());
      parent.register(watcher, java.nio.file.StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(file)) {
        watcher.take().reset();
      }
    }
  }
}
