package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.command.SignalboxCommand;
import dev.signalbox.app.command.Terminal;
import dev.signalbox.plan.PlanReader;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That the journal was damaged is told by the command that finds it, whatever it opened it for.
class DamageToldTest {
  @TempDir Path folder;

  @Test
  void aCommandThatOnlyLooksUpARunTellsIt() throws Exception {
    Scratch scratch = new Scratch(folder);
    Path plan =
        scratch.plan(
            """
            name: whole
            agents: { A: { kind: shell } }
            tasks:
              - { id: a, run: "true" }
            """);
    for (int i = 0; i < 12; i++) {
      try (RunSession session =
          RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
        session.ended().get();
      }
    }
    try (RandomAccessFile bytes = new RandomAccessFile(scratch.folders.journal().toFile(), "rw")) {
      bytes.setLength(bytes.length() * 2 / 3);
    }
    assertThat(signalbox(scratch, "pause", "latest"))
        .containsOnlyOnce("was damaged; it is kept as");
    assertThat(signalbox(scratch, "show")).as("told once").doesNotContain("damaged");
  }

  private String signalbox(Scratch scratch, String... arguments) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(out, out, new BufferedReader(Reader.nullReader()), System.getenv(), false);
    SignalboxCommand.execute(
        new SignalboxCommand(scratch.folders, folder, (_, _) -> 0, terminal), arguments);
    return said.toString(StandardCharsets.UTF_8);
  }
}
