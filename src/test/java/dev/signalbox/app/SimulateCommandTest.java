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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {
  @TempDir Path folder;
  private Path plan;
  private String said = "";

  @BeforeEach
  void write() throws Exception {
    plan =
        Files.writeString(
            folder.resolve("plan.yaml"),
            """
            name: p
            check: make
            parallel: 2
            agents: { A: { capacity: 2 } }
            tasks:
              - { id: one, run: a, expect: 1m, writes: [] }
              - { id: two, run: b, expect: 2m, depends_on: [one], writes: [] }
              - { id: long, run: c, expect: 1m, writes: [] }
              - { id: last, run: c, expect: 1m, writes: [] }
            """);
  }

  private int simulate(String... more) {
    return signalbox("simulate", more);
  }

  private int signalbox(String command, String... more) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(out, out, new BufferedReader(Reader.nullReader()), Map.of(), false);
    List<String> arguments = new ArrayList<>(List.of(command, plan.toString()));
    arguments.addAll(List.of(more));
    int exit =
        SignalboxCommand.execute(
            new SignalboxCommand(
                new StateFolders(folder.resolve("state"), folder.resolve("config")),
                folder,
                (folders, on) -> 0,
                terminal),
            arguments.toArray(String[]::new));
    said = bytes.toString(StandardCharsets.UTF_8);
    return exit;
  }

  @Test
  void itSaysWhatAMoveChanges() {
    assertThat(simulate()).isZero();
    assertThat(said).contains("Predicted end: 3m after the start").contains("one → two");
    assertThat(simulate("--move", "long", "--before", "one", "--move", "last", "--before", "one"))
        .isZero();
    assertThat(said).contains("would end 1m later than planned (3m)");
    assertThat(simulate("--parallel", "1", "--format", "json")).isZero();
    assertThat(said).contains("\"seconds\" : 300.0");
  }

  @Test
  void whatMeansNothingIsTwoWithTheRemedy() throws Exception {
    assertThat(simulate("--move", "lnog", "--before", "one")).isEqualTo(2);
    assertThat(said).contains("Did you mean `long`?");
    assertThat(simulate("--move", "long", "--before", "one", "--move", "one", "--before", "long"))
        .isEqualTo(2);
    assertThat(said).contains("Leave one out.");
    assertThat(simulate("--move", "long")).isEqualTo(2);
    assertThat(simulate("--parallel", "0")).isEqualTo(2);
    for (String none : List.of("0", "-3", "257")) {
      assertThat(signalbox("run", "--headless", "--parallel", none)).isEqualTo(2);
      assertThat(said).contains("Between 1 and 256 tasks can run at once, not " + none);
    }
    assertThat(folder.resolve("state")).as("no run was begun").doesNotExist();
    Files.writeString(plan, Files.readString(plan).replace("writes: []", "depends_on: [two]"));
    assertThat(simulate()).isEqualTo(2);
    assertThat(said).contains("The plan cannot be used.").contains("one").contains("two");
  }
}
