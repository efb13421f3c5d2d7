package dev.signalbox.app.command;

import dev.signalbox.app.RunSession;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.ParallelExecutor;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.engine.RunState;
import dev.signalbox.engine.TaskState;
import dev.signalbox.engine.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One run in a terminal: a line for what happened, a live line for what is going on, the
/// approvals, and where the report is.
final class HeadlessRun {
  /// Who gives the approvals of `--approve all`, as journal and report name it.
  private static final String COMMAND_LINE = "--approve all";

  private final Terminal terminal;
  private final RunSession session;
  private final ApprovalPolicy policy;
  private final Path reportFolder;
  private final RunState state = new RunState();
  private final RunLines lines;
  private final BlockingQueue<List<Entry>> news = new LinkedBlockingQueue<>();

  HeadlessRun(Terminal terminal, RunSession session, ApprovalPolicy policy, Path reportFolder) {
    this.terminal = terminal;
    this.session = session;
    this.policy = policy;
    this.reportFolder = reportFolder;
    this.lines = new RunLines(terminal.hasColours());
  }

  /// Follows the run to its end.
  ///
  /// @return the exit code
  int follow() throws InterruptedException {
    Thread onSignal = new Thread(this::interrupted, "signalbox-interrupted");
    Runtime.getRuntime().addShutdownHook(onSignal);
    try (ParallelExecutor.Subscription following = session.subscribe(news::add)) {
      while (state.outcome().isEmpty()) {
        @Nullable List<Entry> entries = news.poll(1, TimeUnit.SECONDS);
        if (entries != null) {
          takeAll(entries);
          answer();
        } else if (session.ended().isCompletedExceptionally()) {
          return brokeOff();
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
            });
  }

  private void answer() throws InterruptedException {
    switch (policy) {
      case ALL -> approveAll();
      case NONE -> stopIfOnlyPeopleCanHelp();
      case ASK -> {
        if (terminal.interactive()) {
          ask();
        } else {
          stopIfOnlyPeopleCanHelp();
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

  private void ask() throws InterruptedException {
    for (TaskState gate :
        List.of(TaskState.ASKING_START, TaskState.ASKING_LANDING, TaskState.ASKING_DECISION)) {
      for (String task : List.copyOf(state.inState(gate))) {
        clearProgress();
        terminal.out().print("◆ " + state.status(task).question() + " [y]es, [n]o: ");
        terminal.out().flush();
        @Nullable String line = readLine();
        if (line == null) {
          stopIfOnlyPeopleCanHelp();
          return;
        }
        String by = terminal.environment().getOrDefault("USER", "operator");
        boolean yes = line.strip().toLowerCase(Locale.ROOT).startsWith("y");
        Command command =
            yes ? new Command.Approve(task, by, "") : new Command.Reject(task, by, "");
        if (!line.isBlank()) {
          session.send(command).join();
        }
      }
    }
  }

  private @Nullable String readLine() throws InterruptedException {
    try {
      return terminal.read();
    } catch (IOException e) {
      return null;
    }
  }

  private void showProgress() {
    if (terminal.interactive() && state.hasStarted()) {
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
    if (outcome == RunOutcome.STOPPED || outcome == RunOutcome.INTERRUPTED) {
      terminal.print("Go on with: signalbox resume " + session.run());
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

  /// Ctrl-C: what runs is ended and kept, and the journal says so, before the process goes.
  private void interrupted() {
    session.send(new Command.Stop("operator", "interrupted", true));
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
