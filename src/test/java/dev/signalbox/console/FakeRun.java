package dev.signalbox.console;

import dev.signalbox.app.LiveRun;
import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.serial.Isolation;
import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.FailureReason;
import dev.signalbox.engine.Gate;
import dev.signalbox.engine.ParallelExecutor;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.service.Controls;
import dev.signalbox.watch.Reads;
import dev.signalbox.workspace.AttemptKey;
import dev.signalbox.workspace.Sealed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A run of which a test writes the log by hand. Commands are kept, and answered by [#answer].
public final class FakeRun implements LiveRun {
  public static final String ID = "20261124-153100-add-billing";

  private final ManualClock clock;
  private final Path logs;
  private final List<Entry> log = new ArrayList<>();
  private final List<Consumer<List<Entry>>> listeners = new CopyOnWriteArrayList<>();
  private final List<Command> commands = new CopyOnWriteArrayList<>();
  private final CompletableFuture<RunOutcome> ended = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile boolean elsewhere;
  private volatile Consumer<Controls.News> attending = news -> {};
  private final List<String> controls = new CopyOnWriteArrayList<>();
  private volatile Consumer<Command> onCommand = command -> {};
  private volatile Command.Result answer = new Command.Result(true, "Done.");

  public FakeRun(ManualClock clock, Path logs) {
    this.clock = clock;
    this.logs = logs;
  }

  // ---- what a test says -------------------------------------------------------------------------

  public FakeRun start(PlanFile plan) {
    return emit(
        new Event.RunStarted(
            ID,
            Objects.requireNonNull(plan.plan()),
            plan.path().toString(),
            "/home/ada/shop",
            "3f9c2e1b7a0d4c55",
            "3f9c2e1b7a0d4c55",
            List.of()));
  }

  public FakeRun emit(Event... events) {
    List<Entry> batch = new ArrayList<>();
    synchronized (log) {
      for (Event event : events) {
        Entry entry = new Entry(log.size() + 1, clock.instant(), event);
        log.add(entry);
        batch.add(entry);
      }
      listeners.forEach(listener -> listener.accept(batch));
    }
    return this;
  }

  public FakeRun runs(String task, String agent, int attempt) {
    if (attempt == 1) {
      emit(new Event.BecameReady(task));
    }
    return runsAgain(task, agent, attempt);
  }

  /// From ready on, for tasks that came there in another way.
  public FakeRun runsAgain(String task, String agent, int attempt) {
    return emit(
        new Event.AttemptStarted(task, attempt, agent, logOf(task, attempt).toString()),
        new Event.AttemptPrepared(task, attempt, "/trees/" + task, "3f9c2e1b7a0d4c55", 14, 0));
  }

  public FakeRun ends(
      String task, int attempt, Map<String, Object> outputs, Sealed.Change... changes) {
    return emit(
        new Event.AttemptEnded(task, attempt, 0, null, "", outputs),
        new Event.AttemptSealed(
            task,
            attempt,
            new Sealed(
                new AttemptKey(ID, task, attempt),
                "3f9c2e1b7a0d4c55",
                changes.length == 0 ? "" : "77aa01" + task.hashCode(),
                List.of(changes),
                List.of(),
                Reads.UNKNOWN)));
  }

  public FakeRun merges(String task) {
    return emit(
        new Event.Queued(task, ""),
        new Event.MergeStarted(task, "3f9c2e1b7a0d4c55"),
        new Event.Merged(task, "3f9c2e1b7a0d4c55", "tree" + task, "digest" + task, List.of()));
  }

  public FakeRun lands(String task) {
    return emit(
        new Event.CheckStarted(
            task, "tree" + task, logs.resolve("check.log").toString(), List.of(task)),
        new Event.CheckPassed(task, "tree" + task),
        new Event.LandingStarted(task, "9c1d52e0aa" + task.length(), "3f9c2e1b7a0d4c55"),
        new Event.Landed(task, "9c1d52e0aa" + task.length(), Isolation.SERIALIZABLE));
  }

  /// All of it at once.
  public FakeRun landsWhole(String task, String agent, long seconds) {
    runs(task, agent, 1);
    clock.advance(seconds);
    ends(task, 1, Map.of(), new Sealed.Change('M', "src/" + task + ".java", 12, 3));
    return merges(task).lands(task);
  }

  public FakeRun fails(String task, int attempt, int exit, String detail) {
    return emit(
        new Event.AttemptEnded(task, attempt, exit, FailureReason.EXIT, detail, Map.of()),
        new Event.AttemptSealed(
            task,
            attempt,
            new Sealed(
                new AttemptKey(ID, task, attempt),
                "3f9c2e1b7a0d4c55",
                "",
                List.of(),
                List.of(),
                Reads.UNKNOWN)));
  }

  public FakeRun asks(String task, Gate gate, String question) {
    return emit(new Event.ApprovalAsked(task, gate, "digest" + task, question));
  }

  public FakeRun conflicts(String task, String other, String path, String words) {
    return emit(
        new Event.ConflictFound(
            task, new Conflict(Conflict.Kind.TEXT, List.of(task, other), List.of(path), words)));
  }

  public FakeRun ends(RunOutcome outcome, String why) {
    emit(new Event.RunEnded(outcome, why));
    ended.complete(outcome);
    return this;
  }

  /// Its engine is gone without a last entry.
  public FakeRun breaksOff(Throwable failure) {
    ended.completeExceptionally(failure);
    return this;
  }

  public Path logOf(String task, int attempt) {
    return logs.resolve(task + "-" + attempt + ".log");
  }

  public FakeRun prints(String task, int attempt, String text) {
    try {
      Files.createDirectories(logs);
      Files.writeString(
          logOf(task, attempt),
          text,
          java.nio.file.StandardOpenOption.CREATE,
          java.nio.file.StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return this;
  }

  /// What happens in the run when a command comes.
  public void onCommand(Consumer<Command> what) {
    onCommand = what;
  }

  public void answer(Command.Result result) {
    answer = result;
  }

  public List<Command> commands() {
    return commands;
  }

  public void isElsewhere(boolean now) {
    elsewhere = now;
  }

  /// What is heard of the controls.
  public void hears(Controls.News news) {
    attending.accept(news);
  }

  /// What was asked about the controls.
  public List<String> controls() {
    return controls;
  }

  public boolean isClosed() {
    return closed;
  }

  public int listeners() {
    return listeners.size();
  }

  // ---- the run ----------------------------------------------------------------------------------

  @Override
  public String run() {
    return ID;
  }

  @Override
  public CompletableFuture<Command.Result> send(Command command) {
    commands.add(command);
    onCommand.accept(command);
    return CompletableFuture.completedFuture(answer);
  }

  @Override
  public ParallelExecutor.Subscription subscribe(Consumer<List<Entry>> listener) {
    synchronized (log) {
      listeners.add(listener);
      if (!log.isEmpty()) {
        listener.accept(List.copyOf(log));
      }
    }
    return () -> listeners.remove(listener);
  }

  @Override
  public CompletableFuture<RunOutcome> ended() {
    return ended;
  }

  @Override
  public boolean isElsewhere() {
    return elsewhere;
  }

  @Override
  public void attend(Consumer<Controls.News> listener) {
    attending = listener;
  }

  @Override
  public CompletableFuture<Command.Result> takeControls() {
    controls.add("take");
    return CompletableFuture.completedFuture(answer);
  }

  @Override
  public CompletableFuture<Command.Result> answer(boolean agreed) {
    controls.add("answer " + agreed);
    return CompletableFuture.completedFuture(answer);
  }

  @Override
  public Path writeReport(Path directory) throws IOException {
    Files.createDirectories(directory);
    return Files.writeString(directory.resolve("report.html"), "<!doctype html>");
  }

  @Override
  public void close() {
    closed = true;
  }
}
