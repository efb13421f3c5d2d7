package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.app.command.SignalboxCommand;
import dev.signalbox.app.command.Terminal;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A headless run in a process of its own, and the command line that reaches it from this one.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class OtherProcessTest {
  @TempDir Path folder;
  private Scratch scratch;
  private StateFolders folders;
  private final Map<String, String> environment = new HashMap<>(System.getenv());
  private Path go;
  private Path plan;

  @BeforeEach
  void prepare() throws Exception {
    scratch = new Scratch(folder);
    environment.put("XDG_STATE_HOME", folder.resolve("xdg").toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("xdg-config").toString());
    folders = StateFolders.of(environment, folder);
    go = folder.resolve("go");
    plan =
        scratch.plan(
            """
            name: reach
            parallel: 1
            agents: { A: { kind: shell, capacity: 3 } }
            tasks:
              - { id: asked, approve: before, run: echo a > a.txt }
              - { id: holds, run: "until [ -e GO ]; do sleep 0.05; done; echo h > h.txt" }
              - { id: later, depends_on: [holds], run: echo l > l.txt }
              - { id: last, depends_on: [holds], run: echo z > z.txt }
              - { id: dropped, depends_on: [asked, holds], run: echo d > d.txt }
            """
                .replace("GO", go.toString()));
  }

  @AfterEach
  void endWhatIsLeft() throws Exception {
    Files.writeString(go, "go");
    signalbox("cancel", "latest");
  }

  /// What a command said.
  private record Said(int exit, String out, String err) {}

  /// The command line, in this process.
  private Said signalbox(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new BufferedReader(Reader.nullReader()),
            environment,
            false);
    int exit =
        SignalboxCommand.execute(
            new SignalboxCommand(folders, Path.of("").toAbsolutePath(), (state, on) -> 0, terminal),
            arguments);
    return new Said(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// `signalbox run PLAN --headless` in a process of its own, without a terminal.
  private Process headless() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-classpath",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.signalbox.Signalbox",
                "run",
                plan.toString(),
                "--headless")
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /// The first line that has one of these in it.
  private static String awaitLine(BufferedReader said, String... parts) throws IOException {
    StringBuilder before = new StringBuilder();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      before.append(line).append('\n');
      if (Stream.of(parts).anyMatch(line::contains)) {
        return line;
      }
    }
    throw new AssertionError("It ended without " + List.of(parts) + ":\n" + before);
  }

  @Test
  void whatComesAfterWhatIsSaidFromElsewhereAndARingIsRefusedByName() throws Exception {
    Process process = headless();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      awaitLine(said, "▶ holds");
      assertThat(signalbox("depend", "latest", "later").exit()).isEqualTo(2);
      Said nobody = signalbox("depend", "latest", "later", "--on", "nobody");
      assertThat(nobody.exit()).isEqualTo(2);
      assertThat(nobody.err()).contains("nobody");
      assertThat(signalbox("depend", "latest", "lather", "--on", "last").exit()).isEqualTo(2);
      Said itself = signalbox("depend", "latest", "last", "--on", "last");
      assertThat(itself.err()).contains("last cannot come after itself.");
      assertThat(signalbox("depend", "latest", "later", "--on", "last").out())
          .contains("later comes after last.");
      Said ring = signalbox("depend", "latest", "last", "--on", "later");
      assertThat(ring.exit()).isEqualTo(3);
      assertThat(ring.err()).contains("Tasks wait for each other: later → last → later");
      assertThat(signalbox("depend", "latest", "last", "--on", "later", "--turn").out())
          .contains("last comes after later, no longer before it.");
      assertThat(signalbox("show", "latest").out()).containsPattern("waiting +last");
      signalbox("cancel", "latest", "asked");
      Files.writeString(go, "go");
      awaitLine(said, "✓ last");
    }
    process.waitFor();
    assertThat(scratch.landed("signalbox/reach")).containsExactly("holds", "later", "last");
  }

  @Test
  void aRunThatWaitsIsAnsweredAndSteeredFromElsewhere() throws Exception {
    Process process = headless();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      // Which of the two is said first is nobody's promise.
      String first = awaitLine(said, "answer with: signalbox approve", "▶ holds");
      boolean asked = first.contains("answer with");
      String second = awaitLine(said, asked ? "▶ holds" : "answer with: signalbox approve");
      String run = (asked ? first : second).replaceAll(".* approve (\\S+) asked .*", "$1");

      Said shown = signalbox("show", run);
      assertThat(shown.out())
          .contains("running in process " + process.pid())
          .contains("◆ needs approval  asked")
          .contains("signalbox approve " + run + " asked")
          .contains("▶ running")
          .contains("waits for holds")
          .contains("0 of 5 landed, 1 of 1 slots taken, 1 waits for you");
      JsonNode json =
          JsonMapper.builder().build().readTree(signalbox("show", "--format", "json").out());
      assertThat(json.path("version").asInt()).isEqualTo(1);
      assertThat(json.path("status").asString()).isEqualTo("running");
      assertThat(json.path("process").asLong()).isEqualTo(process.pid());
      assertThat(json.path("tasks").path(0).path("state").asString()).isEqualTo("asking-start");
      assertThat(json.path("tasks").path(2).path("waitsForTasks").path(0).asString())
          .isEqualTo("holds");
      assertThat(signalbox("runs").out()).contains("running in process " + process.pid());

      assertThat(signalbox("approve", "2", "askd"))
          .isEqualTo(
              new Said(
                  2,
                  "",
                  "signalbox: There is no task askd in this run. Did you mean `asked`? See them all: signalbox show "
                      + run
                      + "\n"));
      assertThat(signalbox("approve", "nothing", "asked").exit()).isEqualTo(2);
      assertThat(signalbox("approve", run).exit()).isEqualTo(2);
      assertThat(signalbox("reorder", run, "last").exit()).isEqualTo(2);
      assertThat(signalbox("reorder", run, "last", "--before", "later"))
          .isEqualTo(new Said(0, "last stands before later.\n", ""));
      assertThat(signalbox("reorder", run, "later", "--last").out())
          .isEqualTo("later is last in the queue.\n");
      assertThat(signalbox("reorder", run, "last", "--first").out())
          .startsWith("last stands before ");
      assertThat(signalbox("reorder", run, "dropped", "--before", "asked").out())
          .isEqualTo("dropped stands before asked; dropped still comes after asked.\n");
      assertThat(signalbox("reorder", run, "asked", "--last").out())
          .isEqualTo("asked is last in the queue; dropped still comes after asked.\n");
      assertThat(signalbox("reorder", run, "holds", "--first").exit()).isEqualTo(3);
      assertThat(signalbox("cancel", run, "dropped", "-m", "no need").out())
          .isEqualTo("dropped is called off.\n");
      assertThat(signalbox("pause", run).out()).isEqualTo("Paused: nothing new starts.\n");
      assertThat(signalbox("pause", "latest"))
          .isEqualTo(new Said(3, "", "signalbox: The run is paused already.\n"));
      assertThat(signalbox("show").out()).contains("paused in process");
      assertThat(signalbox("approve", "latest", "asked", "--message", "go on"))
          .isEqualTo(new Said(0, "asked may start.\n", ""));
      assertThat(signalbox("approve", "latest", "asked").exit()).isEqualTo(3);
      assertThat(signalbox("continue", run).exit()).isEqualTo(0);
      assertThat(signalbox("retry", run, "dropped").out()).isEqualTo("dropped runs again.\n");
      assertThat(signalbox("reject", run, "holds").exit()).isEqualTo(3);

      Files.writeString(go, "go");
      awaitLine(said, "Succeeded");
      assertThat(process.waitFor()).isZero();
      assertThat(signalbox("show", run).out())
          .contains("succeeded\n")
          .contains("✓ landed")
          .doesNotContain("process");
      assertThat(signalbox("approve", run, "asked"))
          .isEqualTo(
              new Said(
                  3,
                  "",
                  "signalbox: Run %s has ended, 5 of 5 landed, and no process has it open. Run its plan again: signalbox run %s\n"
                      .formatted(run, plan)));
      String report = Files.readString(folders.run(run).resolve("report/report.json"));
      assertThat(report).contains("go on").contains(System.getProperty("user.name"));
    }
    assertThat(scratch.landed("signalbox/reach").indexOf("last"))
        .isLessThan(scratch.landed("signalbox/reach").indexOf("later"));
  }

  @Test
  void aRunInAProcessOfItsOwnIsFollowedAndOutlivesWhoLooks() throws Exception {
    Said started = signalbox("run", plan.toString(), "--detach", "--parallel", "2");
    assertThat(started.err()).isEmpty();
    String run = started.out().strip();
    assertThat(started.exit()).isZero();
    ProcessHandle apart = ProcessHandle.of(Runs.process(folders, run).orElseThrow()).orElseThrow();

    RunState seen = new RunState();
    BlockingQueue<Entry> news = new LinkedBlockingQueue<>();
    try (RemoteRun remote = RemoteRun.attach(folders, run)) {
      assertThat(remote.isElsewhere()).isTrue();
      remote.subscribe(news::addAll);
      while (!seen.hasStarted() || seen.status("asked").state() != TaskState.ASKING_START) {
        seen.apply(news.take());
      }
      assertThat(seen.parallel()).isEqualTo(2);
      assertThat(remote.send(new Command.SetParallel(1, "ada")).get().accepted())
          .as("who looks has the controls where nobody sat there")
          .isTrue();
    }
    try (RemoteRun remote = RemoteRun.attach(folders, "latest")) {
      remote.send(new Command.Approve("asked", "ada", "")).get();
      Files.writeString(go, "go");
      assertThat(remote.ended().get()).isEqualTo(RunOutcome.SUCCEEDED);
      assertThat(remote.writeReport(folder.resolve("report"))).exists();
    }
    apart.onExit().get();
    assertThat(Files.readString(DetachedRun.output(folders, run)))
        .contains("answer with: signalbox approve " + run + " asked")
        .contains("Succeeded: 5 of 5 landed");
  }

  @Test
  void aRunThatCannotStartSaysWhyToWhoStartedIt() throws Exception {
    Files.writeString(plan, Files.readString(plan).replace("name: reach", "name: reach\nbase: no"));
    Said said = signalbox("run", plan.toString(), "--detach");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains("plan.yaml:3:").doesNotContain("signalbox: signalbox:");
  }

  @Test
  void aProcessThatDiesIsSaidToWhoFollowsIt() throws Exception {
    Process process = headless();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      awaitLine(said, "▶ holds");
      try (RemoteRun remote = RemoteRun.attach(folders, "")) {
        process.destroyForcibly().waitFor();
        assertThatThrownBy(() -> remote.ended().get())
            .isInstanceOf(ExecutionException.class)
            .hasMessageContaining("signalbox resume " + remote.run());
        assertThat(signalbox("stop", remote.run()))
            .isEqualTo(
                new Said(
                    3,
                    "",
                    "signalbox: No process has run %s open. Go on with it: signalbox resume %s\n"
                        .formatted(remote.run(), remote.run())));
        assertThat(signalbox("show").out())
            .contains("cut short")
            .contains("its process is gone")
            .contains("go on with: signalbox resume " + remote.run());
      }
    }
    Files.writeString(go, "go");
    assertThat(signalbox("resume", "latest", "--approve", "all").exit()).isZero();
  }

  @Test
  void whatDidNotLandRunsAgainInTheSameRunOnceThatHasEnded() throws Exception {
    plan =
        scratch.plan(
            """
            name: again
            agents: { A: { kind: shell } }
            tasks:
              - { id: fine, run: echo f > f.txt }
              - { id: fails, depends_on: [fine], run: "[ -e GO ] && echo g > g.txt" }
              - { id: skipped, depends_on: [fails], run: echo s > s.txt }
            """
                .replace("GO", go.toString()));
    Said failed = signalbox("run", plan.toString(), "--headless");
    assertThat(failed.exit()).isEqualTo(1);
    String run = failed.out().replaceAll("(?s).*signalbox resume (\\S+) --retry-failed.*", "$1");
    String onward =
        "Run again what did not land: signalbox resume %s --retry-failed\n".formatted(run);
    assertThat(signalbox("retry", run, "fails").err()).contains("1 of 3 landed").endsWith(onward);
    Said resumed = signalbox("resume", run);
    assertThat(resumed.exit()).isEqualTo(2);
    assertThat(resumed.err()).endsWith(onward);
    scratch.git("commit", "--quiet", "--allow-empty", "--message=meanwhile");
    Said fresh = signalbox("run", plan.toString(), "--headless");
    assertThat(fresh.exit()).isEqualTo(2);
    assertThat(fresh.err()).contains("resume RUN, with --retry-failed", "--restart");

    Files.writeString(go, "go");
    Said again = signalbox("resume", run, "--retry-failed");
    assertThat(again.exit()).as(again.toString()).isZero();
    assertThat(again.out())
        .contains("fails            runs again, says " + ThisUser.name())
        .contains("Succeeded: 3 of 3 landed");
    assertThat(scratch.landed("signalbox/again")).containsExactly("fine", "fails", "skipped");
    assertThat(signalbox("show", run).out()).contains("3 of 3 landed");
    Said nothing = signalbox("resume", run, "--retry-failed");
    assertThat(nothing.exit()).isEqualTo(2);
    assertThat(nothing.err()).contains("every task has landed");
  }

  @Test
  void whoEndsTheProcessIsToldHowToGoOn() throws Exception {
    Process process = headless();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      awaitLine(said, "▶ holds");
      process.toHandle().destroy(); // and its output stays open
      awaitLine(said, "‖ Interrupted in ");
      awaitLine(said, "Report: ");
      awaitLine(said, "Go on with: signalbox resume ");
    }
    assertThat(process.waitFor()).isEqualTo(143);
    assertThat(signalbox("show").out()).contains("interrupted\n");
  }

  @Test
  void nobodyToAskMeansAWordOnTheWayOutWithNone() throws Exception {
    Files.writeString(go, "go");
    Said said = signalbox("run", plan.toString(), "--headless", "--approve", "none");
    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.out()).contains("waits for a person: asked").contains("signalbox resume");
  }
}
