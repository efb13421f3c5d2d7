package dev.signalbox.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.app.command.SignalboxCommand;
import dev.signalbox.app.command.Terminal;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A headless run that asks at its terminal, while others may answer too.
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TerminalQuestionsTest {
  @TempDir Path folder;
  private Scratch scratch;
  private Writer keyboard;
  private final Screen screen = new Screen();
  private CompletableFuture<Integer> exit;

  @BeforeEach
  void start() throws Exception {
    scratch = new Scratch(folder);
    start(
        """
        name: asks
        agents: { A: { kind: shell } }
        tasks:
          - { id: one, approve: before, run: echo 1 > one.txt }
          - { id: two, approve: before, depends_on: [one], run: echo 2 > two.txt }
          - { id: three, approve: before, depends_on: [two], run: echo 3 > three.txt }
          - { id: four, approve: before, depends_on: [two], run: echo 4 > four.txt }
        """);
  }

  private void start(String text) throws Exception {
    Path plan = scratch.plan(text);
    Pipe pipe = Pipe.open();
    keyboard = Channels.newWriter(pipe.sink(), StandardCharsets.UTF_8);
    Terminal terminal =
        terminal(screen, Channels.newReader(pipe.source(), StandardCharsets.UTF_8), true);
    exit =
        CompletableFuture.supplyAsync(
            () -> execute(terminal, "run", plan.toString(), "--headless"));
  }

  @AfterEach
  @Timeout(60)
  void stop() throws Exception {
    command("cancel");
    exit.get();
    keyboard.close();
  }

  private static Terminal terminal(ByteArrayOutputStream to, Reader in, boolean interactive) {
    PrintStream out = new PrintStream(to, true, StandardCharsets.UTF_8);
    return new Terminal(
        out, out, new BufferedReader(in), Map.of("USER", "ada", "NO_COLOR", "1"), interactive);
  }

  private int execute(Terminal terminal, String... arguments) {
    return SignalboxCommand.execute(
        new SignalboxCommand(scratch.folders, folder, (state, on) -> 0, terminal), arguments);
  }

  private int command(String name, String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = name;
    all[1] = "latest";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return execute(terminal(new ByteArrayOutputStream(), Reader.nullReader(), false), all);
  }

  private void type(String line) throws IOException {
    keyboard.write(line + "\n");
    keyboard.flush();
  }

  /// What a terminal shows, and waits for it.
  private static final class Screen extends ByteArrayOutputStream {
    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      super.write(bytes, from, length);
      notifyAll();
    }

    synchronized void await(String text, int times) throws InterruptedException {
      while (text().split(Pattern.quote(text), -1).length <= times) {
        wait();
      }
    }

    synchronized String text() {
      return toString(StandardCharsets.UTF_8);
    }
  }

  private String printed() {
    return screen.text();
  }

  private void awaitPrinted(String text) throws InterruptedException {
    screen.await(text, 1);
  }

  @Test
  void aYesAtTheTerminalLetsTheTaskStart() throws Exception {
    awaitPrinted("Start one? [y]es, [n]o: ");
    type("y");
    awaitPrinted("Start two? [y]es, [n]o: ");
    type("");
    screen.await("Start two? [y]es", 2);
    type("no");
    assertThat(exit.get()).isEqualTo(1);
    assertThat(printed()).contains("rejected by " + ThisUser.name());
  }

  @Test
  void whatIsNeitherYesNorNoIsAskedAgain() throws Exception {
    int asked = 1;
    for (String unclear : new String[] {"?", "maybe", "nope", "yesterday"}) {
      screen.await("Start one? [y]es, [n]o: ", asked++);
      type(unclear);
    }
    screen.await("Start one? [y]es, [n]o: ", asked);
    assertThat(printed()).contains("Neither yes nor no.").doesNotContain("rejected");
    type(" YES ");
    awaitPrinted("Start two? [y]es, [n]o: ");
    type("N");
    assertThat(exit.get()).isEqualTo(1);
    assertThat(printed()).contains("one              approved to start by " + ThisUser.name());
  }

  @Test
  void anUnclearAnswerPutsNoOtherQuestion() throws Exception {
    awaitPrinted("Start one? [y]es, [n]o: ");
    type("y");
    awaitPrinted("Start two? [y]es, [n]o: ");
    type("y");
    awaitPrinted("Start three? [y]es, [n]o: ");
    awaitPrinted("Start four?");
    type("x");
    screen.await("Start three? [y]es, [n]o: ", 2);
    assertThat(printed()).doesNotContain("Start four? [y]es");
    type("");
    screen.await("Start three? [y]es, [n]o: ", 3);
    assertThat(printed()).doesNotContain("Start four? [y]es");
    type("y");
    awaitPrinted("three            approved to start");
    awaitPrinted("Start four? [y]es, [n]o: ");
    type("n");
    assertThat(exit.get()).isEqualTo(1);
  }

  @Test
  void whatToDoWithAConflictIsNoYesOrNo() throws Exception {
    awaitPrinted("Start one? [y]es, [n]o: ");
    stop();
    start(
        """
        name: both
        parallel: 2
        on_conflict: ask
        agents: { A: { kind: shell, capacity: 2 } }
        tasks:
          - { id: left, run: echo left > new.txt }
          - { id: right, run: "until git rev-parse -q --verify signalbox/both:new.txt; do sleep 0.05; done; echo right > new.txt" }
        """);
    String choices = " or drop it? [r]un again, [d]rop, or `signalbox resolve ";
    awaitPrinted(choices);
    type("y");
    // The question also stands anew below whatever else is told.
    awaitPrinted("Neither of the two. Type r or d.");
    type("d");
    assertThat(exit.get()).isEqualTo(1);
    assertThat(printed()).contains("right            rejected by " + ThisUser.name());
  }

  @Test
  void aQuestionOfAnEarlierSessionIsToldWithHowToAnswerIt() throws Exception {
    awaitPrinted("Start one? [y]es, [n]o: ");
    assertThat(command("stop")).isZero();
    assertThat(exit.get()).isEqualTo(3);
    Screen resumed = new Screen();
    exit =
        CompletableFuture.supplyAsync(
            () -> execute(terminal(resumed, Reader.nullReader(), false), "resume"));
    resumed.await("answer with: signalbox approve", 1);
    assertThat(resumed.text())
        .containsPattern("◆ (one +)?Start one\\?\\R +answer with: signalbox approve");
  }

  @Test
  void anAnswerFromElsewhereTakesTheQuestionBack() throws Exception {
    awaitPrinted("Start one? [y]es, [n]o: ");
    assertThat(command("approve", "one")).isZero();
    awaitPrinted("one needs no answer any more; Enter goes on.");
    awaitPrinted("Start two?");
    assertThat(printed())
        .as("what is typed now was meant for the question before")
        .doesNotContain("Start two? [y]es");
    type("n");
    awaitPrinted("Start two? [y]es, [n]o: ");
    assertThat(command("approve", "two")).isZero();
    for (String task : new String[] {"three", "four"}) {
      awaitPrinted("Start " + task + "?");
      assertThat(command("approve", task)).isZero();
    }
    assertThat(exit.get()).as("nobody has to press a key for the run to end").isZero();
  }

  @Test
  void aTerminalThatIsClosedLeavesTheRunUpForOthers() throws Exception {
    awaitPrinted("Start one? [y]es, [n]o: ");
    keyboard.close();
    awaitPrinted("answer with: signalbox approve");
    assertThat(command("approve", "one")).isZero();
    awaitPrinted("two (or reject)");
    assertThat(command("reject", "two", "-m", "enough")).isZero();
    assertThat(exit.get()).isEqualTo(1);
  }
}
