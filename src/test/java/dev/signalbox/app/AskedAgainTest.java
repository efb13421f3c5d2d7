package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.command.SignalboxCommand;
import dev.signalbox.app.command.Terminal;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.plan.PlanReader;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A yes to a landing that others have changed meanwhile.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AskedAgainTest {
  @TempDir Path folder;
  private Scratch scratch;

  private String show(String... more) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(out, out, new BufferedReader(Reader.nullReader()), Map.of(), false);
    String[] arguments = new String[more.length + 1];
    arguments[0] = "show";
    System.arraycopy(more, 0, arguments, 1, more.length);
    int exit =
        SignalboxCommand.execute(
            new SignalboxCommand(scratch.folders, folder, (folders, on) -> 0, terminal), arguments);
    assertThat(exit).isZero();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Event.ApprovalAsked asked(BlockingQueue<Entry> log) throws InterruptedException {
    while (true) {
      if (log.take().event() instanceof Event.ApprovalAsked asked) {
        return asked;
      }
    }
  }

  private static void approve(RunSession session, Event.ApprovalAsked asked) throws Exception {
    assertThat(
            session
                .send(new Command.Approve(asked.task(), "ada", "", asked.digest()))
                .get()
                .accepted())
        .isTrue();
  }

  @Test
  void isShownHowItDiffersFromWhatWasApproved() throws Exception {
    scratch = new Scratch(folder);
    // Each waits until the other has begun, so that both start from the same head.
    Path meet = Files.createDirectory(folder.resolve("meet"));
    Path plan =
        scratch.plan(
            """
            name: again
            parallel: 2
            approve: landing
            agents: { A: { capacity: 2 } }
            tasks:
              - id: top
                run: |
                  touch MEET/top; until [ -e MEET/end ]; do sleep 0.05; done
                  { echo zero; cat shared.txt; } > s && mv s shared.txt
                  echo other > other.txt
              - id: end
                run: |
                  touch MEET/end; until [ -e MEET/top ]; do sleep 0.05; done
                  echo four >> shared.txt
            """
                .replace("MEET", meet.toString()));
    BlockingQueue<Entry> log = new LinkedBlockingQueue<>();
    try (RunSession session =
        RunSession.start(scratch.folders, new PlanReader().read(plan), RunOptions.DEFAULT)) {
      session.subscribe(log::addAll);
      Event.ApprovalAsked one = asked(log);
      Event.ApprovalAsked other = asked(log);
      Event.ApprovalAsked top = one.task().equals("top") ? one : other;
      Event.ApprovalAsked end = one.task().equals("top") ? other : one;
      assertThat(show()).doesNotContain("What is different");
      approve(session, top);
      approve(session, end);
      Event.ApprovalAsked again = asked(log);
      assertThat(again.task()).isEqualTo("end");
      assertThat(again.question()).endsWith("It is not what you were shown before.");
      assertThat(show())
          .contains("end would not land what was approved. What is different:\ndiff --git")
          .contains("\n+zero\n one\n")
          .doesNotContain("+four", "other.txt");
      JsonNode line = new JsonMapper().readTree(show("--format", "json")).path("tasks").path(1);
      assertThat(line.path("shown").path("onto").asString())
          .isNotEqualTo(line.path("shownBefore").path("onto").asString());
      approve(session, again);
      assertThat(session.ended().get()).isEqualTo(RunOutcome.SUCCEEDED);
    }
    assertThat(scratch.git("show", "signalbox/again:shared.txt"))
        .isEqualTo("zero\none\ntwo\nthree\nfour\n");
  }
}
