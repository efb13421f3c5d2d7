package dev.signalbox.console.inspector;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// The end of one log, as it grows.
public final class LogViewModel implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(LogViewModel.class.getName());

  /// The most lines that are kept; the log itself is on disk.
  static final int MOST = 5_000;

  private static final String NOT_YET = "Nothing printed yet.";
  private static final String NEVER = "It printed nothing.";
  private static final long EVERY_MILLIS = 250;

  private final ScheduledExecutorService reader;
  private final Executor window;
  private final ObservableList<String> lines = FXCollections.observableArrayList();
  private final ObservableList<String> linesView = FXCollections.unmodifiableObservableList(lines);
  private final BooleanProperty follow = new SimpleBooleanProperty(true);
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private @Nullable Path file;
  private @Nullable ScheduledFuture<?> reading;
  private boolean openLine;
  // Counts the files shown, so that what was read of an earlier one is dropped.
  private long shown;

  /// @param reader reads, at its own pace
  /// @param window runs what it is given on the window's thread, later
  public LogViewModel(ScheduledExecutorService reader, Executor window) {
    this.reader = reader;
    this.window = window;
  }

  /// Shows another log, or none.
  ///
  /// @param over whether nothing more comes
  void show(@Nullable Path log, boolean over) {
    if (Objects.equals(log, file)) {
      if (note.get().equals(NOT_YET) && over) {
        note.set(NEVER);
      }
      return;
    }
    stop();
    file = log;
    shown++;
    lines.clear();
    openLine = false;
    follow.set(true);
    note.set(log == null ? "Nothing has run yet." : over ? NEVER : NOT_YET);
    if (log != null) {
      start(log, shown);
    }
  }

  private void start(Path log, long which) {
    LogTail tail = new LogTail(log);
    AtomicBoolean pending = new AtomicBoolean();
    try {
      reading =
          reader.scheduleWithFixedDelay(
              () -> read(tail, which, pending), 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.FINE, "The window is closing", e);
    }
  }

  private void read(LogTail tail, long which, AtomicBoolean pending) {
    if (pending.get()) {
      return; // the window has not taken the last part yet: the file can wait
    }
    try {
      LogTail.Added added = tail.read();
      if (added.lines().isEmpty() && added.open().isEmpty() && !added.restarted()) {
        return;
      }
      pending.set(true);
      window.execute(
          () -> {
            pending.set(false);
            if (which == shown) {
              take(added);
            }
          });
    } catch (IOException e) {
      LOG.log(Level.INFO, "Reading a log", e);
      window.execute(() -> note.set("The log cannot be read; the run goes on without it."));
    }
  }

  private void take(LogTail.Added added) {
    if (added.restarted()) {
      lines.clear();
      openLine = false;
    }
    List<String> more = new ArrayList<>(added.lines());
    boolean open = !added.open().isEmpty();
    if (open) {
      more.add(added.open());
    }
    if (openLine && more.size() == 1 && open && lines.getLast().equals(added.open())) {
      return; // the same unfinished line as before
    }
    if (openLine) {
      lines.removeLast();
    }
    int tooMany = lines.size() + more.size() - MOST;
    if (tooMany > 0) {
      lines.remove(0, Math.min(tooMany, lines.size()));
      more = more.subList(Math.max(0, more.size() - MOST), more.size());
    }
    lines.addAll(more);
    openLine = open;
    note.set(added.cut() || tooMany > 0 ? "Only the end is shown; the file has more." : "");
  }

  private void stop() {
    if (reading != null) {
      reading.cancel(false);
      reading = null;
    }
  }

  public ObservableList<String> lines() {
    return linesView;
  }

  /// Whether the view stays at the end.
  BooleanProperty followProperty() {
    return follow;
  }

  /// A sentence on what is not shown; empty where all is.
  ReadOnlyStringProperty noteProperty() {
    return note.getReadOnlyProperty();
  }

  @Nullable Path file() {
    return file;
  }

  @Override
  public void close() {
    stop();
    shown++;
  }
}
