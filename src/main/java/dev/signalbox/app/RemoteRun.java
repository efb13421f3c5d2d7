package dev.signalbox.app;

import dev.signalbox.engine.Command;
import dev.signalbox.engine.Entry;
import dev.signalbox.engine.Event;
import dev.signalbox.engine.ParallelExecutor;
import dev.signalbox.engine.RunOutcome;
import dev.signalbox.journal.Journal;
import dev.signalbox.journal.JournalException;
import dev.signalbox.report.RunReport;
import dev.signalbox.service.ControlClient;
import dev.signalbox.service.ControlException;
import dev.signalbox.service.Controls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A run that another process has open, followed over its socket.
public final class RemoteRun implements LiveRun {
  private static final long ANSWER_SECONDS = 30;

  private final StateFolders folders;
  private final String run;
  private final ControlClient client;
  private final CompletableFuture<RunOutcome> ended = new CompletableFuture<>();

  // Under the lock of `past`.
  private final List<Entry> past = new ArrayList<>();
  private final List<Consumer<List<Entry>>> listeners = new ArrayList<>();
  private final CompletableFuture<Void> toLive = new CompletableFuture<>();
  private boolean live;
  private @Nullable RunOutcome outcome;
  private Controls.News controls = new Controls.News.Held("", false);
  private @Nullable Consumer<Controls.News> attending;

  private RemoteRun(StateFolders folders, String run, ControlClient client) {
    this.folders = folders;
    this.run = run;
    this.client = client;
  }

  /// Looks at a run that another process has open, and takes the controls where nobody has to be
  /// asked for them.
  ///
  /// @param name the run's id or the beginning of it; the latest run where it is empty
  /// @throws SetupException where no process has it open
  public static RemoteRun attach(StateFolders folders, String name) throws SetupException {
    String run = Runs.id(folders, name);
    try {
      ControlClient client =
          ControlClient.connect(folders.control(), run)
              .orElseThrow(() -> new SetupException(Runs.notOpen(folders, run)));
      RemoteRun remote = new RemoteRun(folders, run, client);
      try {
        remote.begin();
        return remote;
      } catch (ControlException e) {
        client.close();
        throw e;
      }
    } catch (ControlException e) {
      throw new SetupException(e.getMessage(), e);
    }
  }

  private void begin() throws ControlException {
    String as = "console, process " + ProcessHandle.current().pid();
    demand(client.follow(1, as, new Following()));
    demandAnswer(client.take(true));
    Runs.await(toLive, ANSWER_SECONDS);
    client.ended().thenAccept(this::over);
  }

  private static void demand(CompletableFuture<Command.Result> answer) throws ControlException {
    Command.Result result = demandAnswer(answer);
    if (!result.accepted()) {
      throw new ControlException(result.text());
    }
  }

  private static Command.Result demandAnswer(CompletableFuture<Command.Result> answer)
      throws ControlException {
    return Runs.await(answer, ANSWER_SECONDS);
  }

  private final class Following implements ControlClient.Follower {
    @Override
    public void entry(Entry entry) {
      synchronized (past) {
        past.add(entry);
        if (entry.event() instanceof Event.RunEnded end) {
          outcome = end.outcome();
        } else if (entry.event() instanceof Event.RunResumed) {
          outcome = null;
        }
        if (live) {
          listeners.forEach(listener -> listener.accept(List.of(entry)));
          settle();
        }
      }
    }

    @Override
    public void live() {
      synchronized (past) {
        live = true;
        List<Entry> all = List.copyOf(past);
        listeners.forEach(listener -> listener.accept(all));
        settle();
      }
      toLive.complete(null);
    }

    @Override
    public void controls(Controls.News news) {
      synchronized (past) {
        controls = news;
        if (attending != null) {
          attending.accept(news);
        }
      }
    }
  }

  /// That an earlier session ended, as the past tells, is no end.
  private void settle() {
    if (outcome != null) {
      ended.complete(outcome);
    }
  }

  private void over(String why) {
    ended.completeExceptionally(
        new ControlException(
            "%s The run may have been cut short; go on with: %s"
                .formatted(why, CommandName.with("resume " + run))));
  }

  @Override
  public String run() {
    return run;
  }

  @Override
  public CompletableFuture<Command.Result> send(Command command) {
    return client.send(command);
  }

  @Override
  public ParallelExecutor.Subscription subscribe(Consumer<List<Entry>> listener) {
    synchronized (past) {
      listeners.add(listener);
      if (live) {
        listener.accept(List.copyOf(past));
      }
    }
    return () -> {
      synchronized (past) {
        listeners.remove(listener);
      }
    };
  }

  @Override
  public CompletableFuture<RunOutcome> ended() {
    return ended;
  }

  @Override
  public Path writeReport(Path directory) throws IOException {
    try (Journal journal = Journal.open(folders.journal())) {
      return RunReport.of(journal.read(run), journal.isOpen(run))
          .write(directory, folders.certificateKey());
    } catch (JournalException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public boolean isElsewhere() {
    return true;
  }

  @Override
  public Optional<Path> planFile() {
    synchronized (past) {
      return past.stream()
          .map(Entry::event)
          .filter(Event.RunStarted.class::isInstance)
          .map(event -> Path.of(((Event.RunStarted) event).planFile()))
          .filter(Files::isRegularFile)
          .findFirst();
    }
  }

  @Override
  public void attend(Consumer<Controls.News> listener) {
    synchronized (past) {
      attending = listener;
      listener.accept(controls);
    }
  }

  @Override
  public CompletableFuture<Command.Result> takeControls() {
    return client.take(false);
  }

  @Override
  public CompletableFuture<Command.Result> answer(boolean agreed) {
    return client.answer(agreed);
  }

  /// Looks away; the run goes on.
  @Override
  public void close() {
    client.close();
  }
}
