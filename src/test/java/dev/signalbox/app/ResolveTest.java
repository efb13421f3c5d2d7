package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.command.SignalboxCommand;
import dev.signalbox.app.command.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A conflict in a run of another process, resolved from the command line.
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class ResolveTest {
  @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>(System.getenv());

  @BeforeEach
  void stateOfItsOwn() {
    environment.put("XDG_STATE_HOME", folder.resolve("xdg").toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("xdg-config").toString());
  }

  @AfterEach
  void endWhatIsLeft() {
    signalbox("cancel", "latest");
  }

  private record Said(int exit, String out, String err) {}

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
            new SignalboxCommand(
                StateFolders.of(environment, folder),
                Path.of("").toAbsolutePath(),
                (state, on) -> 0,
                terminal),
            arguments);
    return new Said(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// A run in a process of its own, once it asks a person.
  private Process asking(Path plan) throws Exception {
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
                "--headless",
                "--report",
                folder.resolve("report").toString())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(folder.resolve("said").toFile());
    builder.environment().putAll(environment);
    Process run = builder.start();
    while (!Files.readString(folder.resolve("said")).contains("answer with")) {
      assertThat(run.isAlive()).as(Files.readString(folder.resolve("said"))).isTrue();
      Thread.sleep(50);
    }
    return run;
  }

  @Test
  void oneSideIsPreferredWhereBothChangedOnePlaceAndWhatGoesByThatIsSaid() throws Exception {
    Scratch scratch = new Scratch(folder);
    Path plan =
        scratch.plan(
            """
            name: both
            parallel: 2
            on_conflict: ask
            check: "! grep -q TWO.2 shared.txt"
            agents: { A: { kind: shell, capacity: 2 } }
            tasks:
              - { id: one, run: "printf 'zero\\none\\nTWO\\nthree\\n' > shared.txt" }
              - { id: two, run: "until git show signalbox/both:shared.txt | grep -q TWO; do sleep 0.05; done; printf 'one\\n2\\nthree\\nfour\\n' > shared.txt" }
            """);
    Process run = asking(plan);
    Said both =
        signalbox("resolve", "latest", "two", "--take", "task", "--prefer", "task", "--yes");
    assertThat(both.exit()).isEqualTo(2);
    assertThat(both.err()).contains("Say either --take or --prefer, not both.");
    assertThat(signalbox("resolve", "latest", "two", "--prefer", "mine").exit()).isEqualTo(2);
    Said astray = signalbox("resolve", "latest", "two", "--prefer", "task", "--path", "x");
    assertThat(astray.err()).contains("x does not conflict; what does: shared.txt.");
    assertThat(astray.exit()).isEqualTo(2);
    Said dropped = signalbox("resolve", "latest", "two", "--prefer", "task");
    assertThat(dropped.exit()).isEqualTo(3);
    assertThat(dropped.out()).contains("shared.txt, of what landed\n    - TWO\nWhere");
    assertThat(signalbox("resolve", "latest", "two", "--prefer", "task", "--yes").exit()).isZero();
    assertThat(run.waitFor()).as(Files.readString(folder.resolve("said"))).isZero();
    assertThat(scratch.git("show", "signalbox/both:shared.txt"))
        .isEqualTo("zero\none\n2\nthree\nfour\n");
    assertThat(Files.readString(folder.resolve("said")))
        .contains("who left out 1 line of what landed in shared.txt")
        .contains("1 operator decided");
    assertThat(
            new JsonMapper()
                .readTree(Files.readString(folder.resolve("report").resolve("report.json")))
                .get("conflicts")
                .toString())
        .contains(
            "\"left_out\":[{\"path\":\"shared.txt\",\"side\":\"landed\",\"count\":1,\"lines\":[\"TWO\"]}]");
    Said verified = signalbox("verify", "latest");
    assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
  }

  @Test
  void aConflictIsListedPrintedAndResolvedAndWhatIsDroppedIsAskedAbout() throws Exception {
    Scratch scratch = new Scratch(folder);
    Path plan =
        scratch.plan(
            """
            name: both
            parallel: 2
            on_conflict: ask
            check: test "$(cat new.txt)" != red
            agents: { A: { kind: shell, capacity: 2 } }
            tasks:
              - { id: one, run: printf 'one\\nmore\\n' > new.txt }
              - { id: two, run: "until git rev-parse -q --verify signalbox/both:new.txt; do sleep 0.05; done; echo two > new.txt" }
            """);
    Process run = asking(plan);
    assertThat(Files.readString(folder.resolve("said")))
        .containsPattern(
            "answer with: signalbox resolve \\S+ two, or approve \\(runs it again\\), or reject \\(drops");
    assertThat(signalbox("show", "latest").out())
        .containsPattern("signalbox resolve \\S+ two, or approve \\(runs it again\\), or reject");

    Said list = signalbox("resolve", "latest", "two");
    assertThat(list.exit()).isZero();
    assertThat(list.out())
        .contains("two does not fit what landed:\n  new.txt  added by both\nSay what");
    assertThat(signalbox("resolve", "latest", "two", "--print", "new.txt").out())
        .isEqualTo("<<<<<<< landed\none\nmore\n=======\ntwo\n>>>>>>> two\n");
    Said astray = signalbox("resolve", "latest", "two", "--file", "old.txt=" + plan);
    assertThat(astray.err()).contains("old.txt does not conflict; what does: new.txt.");

    Said dropped = signalbox("resolve", "latest", "two", "--take", "task");
    assertThat(dropped.exit()).isEqualTo(3);
    assertThat(dropped.out()).contains("new.txt, of what landed\n    - one\n    - more\nWhere");

    Path file = Files.writeString(folder.resolve("mine"), "red\n");
    Said red =
        signalbox("resolve", "latest", "two", "--yes", "-m", "try", "--file", "new.txt=" + file);
    assertThat(red.err()).isEmpty();
    assertThat(red.exit()).isZero();
    while (!signalbox("show", "latest").out().contains("The check fails on what")) {
      Thread.sleep(50);
    }
    Files.writeString(file, "one\nmore\ntwo\n");
    Said resolved = signalbox("resolve", "latest", "two", "--file", "new.txt=" + file);
    assertThat(resolved.out()).contains("two is resolved; it is merged and checked next.");
    assertThat(run.waitFor()).isZero();
    assertThat(Files.readString(folder.resolve("said"))).contains("1 operator decided");
    assertThat(scratch.git("show", "signalbox/both:new.txt")).isEqualTo("one\nmore\ntwo\n");
    assertThat(scratch.git("log", "-1", "--format=%B", "signalbox/both"))
        .contains("Signalbox-Resolved-By: ");
    Said verified = signalbox("verify", "latest");
    assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
    assertThat(signalbox("resolve", "latest", "two", "--take", "task").exit()).isEqualTo(3);
  }
}
