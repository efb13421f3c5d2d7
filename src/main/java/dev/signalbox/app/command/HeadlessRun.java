package dev.signalbox.app.command;

import dev.signalbox.app.CommandName;
import dev.signalbox.app.RunSession;
import dev.signalbox.app.ThisUser;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.ParallelExecutor;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.engine.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One run in a terminal: a line for what happened, a live line for what is going on, the
/// approvals, and where the report is.
final class HeadlessRun {
  /// Who gives the approvals of `--approve all`, as journal and report name it.
  private static final String COMMAND_LINE = "--approve all";

  private static final long LAST_WORDS_SECONDS = 10;

  private final Terminal terminal;
  private final RunSession session;
  private final ApprovalPolicy policy;
  private final Path reportFolder;
  private final RunState state = new RunState();
  private final RunLines lines;

  /// The last word has been said.
  private final CountDownLatch over = new CountDownLatch(1);

  private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();

  /// The task whose question stands on the terminal without an answer.
  private @Nullable String asked;

  /// Reads a line; null once that line was taken, so that none is taken for the answer to another
  /// question.
  private @Nullable Thread keyboard;

  /// Nobody sits at the terminal, or who did has closed the input.
  private boolean alone;

  /// Tasks whose question an earlier session told, and this one did not.
  private final Set<String> untold = new HashSet<>();

  /// Of which tasks it was said how to answer for them.
  private final Set<String> explained = new HashSet<>();

  /// What the run or the person says. The run's entries are counted by the run, and a person is
  /// asked for one line at a time, so that neither can flood this.
  private sealed interface Heard {
    record Entries(List<Entry> entries) implements Heard {}

    /// @param line null at the end of input
    record Typed(@Nullable String line) implements Heard {}
  }

  HeadlessRun(Terminal terminal, RunSession session, ApprovalPolicy policy, Path reportFolder) {
    this.terminal = terminal;
    this.session = session;
    this.policy = policy;
    this.reportFolder = reportFolder;
    this.lines = new RunLines(terminal.hasColours());
    this.alone = !terminal.interactive();
  }

  /// Follows the run to its end.
  ///
  /// @return the exit code
  int follow() throws InterruptedException {
    try {
      return followToItsEnd();
    } finally {
      over.countDown();
    }
  }

  private int followToItsEnd() throws InterruptedException {
    Thread onSignal = new Thread(this::interrupted, "signalbox-interrupted");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try (ParallelExecutor.Subscription following =
        session.subscribe(entries -> heard.add(new Heard.Entries(entries)))) {
      while (state.outcome().isEmpty()) {
        switch (heard.poll(1, TimeUnit.SECONDS)) {
          case Heard.Entries news -> {
            takeAll(news.entries());
            answer();
          }
          case Heard.Typed typed -> {
            typed(typed.line());
            if (heard.isEmpty()) {
              answer(); // else what came of it is there to be taken first
            }
          }
          case null -> {
            if (session.ended().isCompletedExceptionally()) {
              return brokeOff();
            }
          }
        }
        showProgress();
      }
    } finally {
      removeHook(onSignal);
    }
    clearProgress();
    return conclude();
  }

  /// What earlier sessions did is folded, not told again.
  private void takeAll(List<Entry> entries) {
    int session = 0;
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).event() instanceof Event.RunResumed) {
        session = i;
      }
    }
    for (int i = 0; i < entries.size(); i++) {
      if (i == session && i > 0) {
        untold.addAll(asking());
      }
      state.apply(entries.get(i));
      if (i >= session) {
        tell(entries.get(i));
      }
    }
  }

  private void tell(Entry entry) {
    lines
        .of(entry, state)
        .ifPresent(
            line -> {
              clearProgress();
              terminal.print(line);
              showQuestion();
            });
  }

  private void answer() {
    switch (policy) {
      case ALL -> approveAll();
      case NONE -> stopIfOnlyPeopleCanHelp();
      case ASK -> {
        if (alone) {
          sayHowToAnswer();
        } else {
          ask();
        }
      }
    }
  }

  private void approveAll() {
    for (TaskState gate : List.of(TaskState.ASKING_START, TaskState.ASKING_LANDING)) {
      state.inState(gate).forEach(this::approve);
    }
    // A change that did not fit twice runs again when nothing else can land in between: then it
    // must.
    if (Waiting.isOnlyForPeople(state)) {
      state.inState(TaskState.ASKING_DECISION).stream().findFirst().ifPresent(this::approve);
    }
  }

  private void approve(String task) {
    session.send(new Command.Approve(task, COMMAND_LINE, ""));
  }

  private void stopIfOnlyPeopleCanHelp() {
    if (Waiting.isOnlyForPeople(state) && !state.isStopping()) {
      String asking =
          String.join(
              ", ",
              state.tasks().stream().filter(t -> t.state().isAsking()).map(t -> t.id()).toList());
      session.send(new Command.Stop("signalbox", "waits for a person: " + asking, false));
    }
  }

  private List<String> asking() {
    List<String> tasks = new ArrayList<>();
    for (TaskState gate :
        List.of(TaskState.ASKING_START, TaskState.ASKING_LANDING, TaskState.ASKING_DECISION)) {
      tasks.addAll(state.inState(gate));
    }
    return tasks;
  }

  /// Nobody can be asked here, so the run stays up for an answer from elsewhere.
  private void sayHowToAnswer() {
    List<String> asking = asking();
    explained.retainAll(asking);
    for (String task : asking) {
      if (explained.add(task)) {
        clearProgress();
        if (untold.remove(task)) {
          terminal.print("◆ " + state.status(task).question());
        }
        TaskStatus status = state.status(task);
        terminal.print(
            "          answer with: "
                + Answers.byCommand(
                    session.run(), task, status.state(), status.undecided().isPresent()));
      }
    }
  }

  /// Puts the next question, or takes back one that was answered elsewhere.
  private void ask() {
    List<String> asking = asking();
    if (asked != null && !asking.contains(asked)) {
      clearProgress();
      terminal.print(
          "  %s needs no answer any more%s"
              .formatted(asked, keyboard == null ? "." : "; Enter goes on."));
      asked = null;
    }
    // A line being typed was meant for the question before: no other is put until it has come.
    if (!asking.isEmpty() && keyboard == null) {
      asked = asked == null ? asking.getFirst() : asked;
      clearProgress();
      showQuestion();
      keyboard = Thread.ofPlatform().daemon().name("signalbox-keyboard").start(this::readLine);
    }
  }

  private void showQuestion() {
    if (asked != null && state.status(asked).state().isAsking()) {
      TaskStatus status = state.status(asked);
      terminal
          .out()
          .print("◆ %s %s: ".formatted(status.question(), Answers.choices(session.run(), status)));
      terminal.out().flush();
    }
  }

  /// Beside the run, because reading a line blocks and cannot be called off.
  private void readLine() {
    @Nullable String line;
    try {
      line = terminal.read();
    } catch (IOException e) {
      line = null;
    }
    heard.add(new Heard.Typed(line));
  }

  private void typed(@Nullable String line) throws InterruptedException {
    if (keyboard != null) {
      keyboard.join();
      keyboard = null;
    }
    if (line == null) {
      alone = true;
      asked = null;
    } else if (asked != null && !line.isBlank()) {
      decide(asked, line);
    }
  }

  /// Only what the question names is an answer; after anything else the same question is put again.
  private void decide(String task, String line) {
    TaskStatus status = state.status(task);
    Command answer = Answers.typed(line, status, ThisUser.name()).orElse(null);
    if (answer == null) {
      terminal.print("  " + Answers.unclear(status.state()));
      return;
    }
    asked = null;
    Command.Result result = session.send(answer).join();
    if (!result.accepted()) {
      terminal.print("  " + result.text());
    }
  }

  private void showProgress() {
    if (terminal.interactive() && state.hasStarted() && asked == null) {
      terminal.out().print("\r\u001b[2K" + lines.progress(state));
      terminal.out().flush();
    }
  }

  private void clearProgress() {
    if (terminal.interactive()) {
      terminal.out().print("\r\u001b[2K");
      terminal.out().flush();
    }
  }

  private int conclude() {
    RunOutcome outcome = state.outcome().orElse(RunOutcome.STOPPED);
    terminal.print(lines.conclusion(state));
    try {
      terminal.print("Report: " + session.writeReport(reportFolder));
    } catch (IOException e) {
      terminal.error("The report could not be written to %s: %s".formatted(reportFolder, e));
    }
    switch (outcome) {
      case SUCCEEDED -> {}
      case FAILED ->
          terminal.print(
              "Run again what did not land: %s --retry-failed"
                  .formatted(CommandName.with("resume " + session.run())));
      case STOPPED, INTERRUPTED -> {
        String onward = CommandName.with("resume " + session.run());
        // A resume keeps the plan, and so the check.
        terminal.print(
            state.basePassed().orElse(true)
                ? "Go on with: " + onward
                : "Correct the check, then run the plan again."
                    + " Where the check itself is right, go on with: "
                    + onward);
      }
    }
    return outcome.exitCode();
  }

  private int brokeOff() {
    clearProgress();
    try {
      session.ended().join();
    } catch (CompletionException e) {
      String why = e.getCause() == null ? "unknown" : String.valueOf(e.getCause().getMessage());
      terminal.error("The run broke off: " + why);
    }
    return RunOutcome.STOPPED.exitCode();
  }

  /// Ctrl-C, or a signal that ends processes: what runs is ended and kept, the journal says so, and
  /// the last lines are told, before the process goes.
  private void interrupted() {
    session.send(new Command.Stop(ThisUser.name(), "interrupted", true));
    try {
      var unused = session.ended().handle((outcome, failure) -> outcome).get();
      // Whoever reads the terminal may have gone, or have stopped reading.
      var told = over.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException e) {
      Thread.currentThread().interrupt();
    }
    session.close();
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is going already, and the hook with it.
      return;
    }
  }
}
