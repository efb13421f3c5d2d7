package dev.signalbox.console.inspector;

import dev.signalbox.engine.Shown;
import dev.signalbox.workspace.Sealed;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// What one attempt changed, or what has changed of it since, as a diff.
public final class DiffViewModel {
  private static final Logger LOG = Logger.getLogger(DiffViewModel.class.getName());
  static final int MOST_BYTES = 512 * 1024;

  private final DiffSource source;
  private final Executor background;
  private final Executor window;
  private final ObservableList<DiffLine> lines = FXCollections.observableArrayList();
  private final ObservableList<DiffLine> linesView =
      FXCollections.unmodifiableObservableList(lines);
  private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
  private String shown = "?";
  private long asked;

  public DiffViewModel(DiffSource source, Executor background, Executor window) {
    this.source = source;
    this.background = background;
    this.window = window;
  }

  private interface Reading {
    String read() throws WorkspaceException, InterruptedException;
  }

  /// Shows another change; null where there is none yet.
  void show(String repository, @Nullable Sealed change) {
    if (change == null) {
      show("", "What it changes is shown once its command has ended.", null);
    } else if (change.isEmpty()) {
      show(change.commit(), "It changed nothing.", null);
    } else {
      show(
          change.base() + ".." + change.commit(),
          "",
          () -> source.read(Path.of(repository), change.base(), change.commit(), MOST_BYTES));
    }
  }

  /// Shows how what is to land differs from what a person was shown before.
  void showSince(String repository, Shown before, Shown now) {
    show(
        before + ".." + now,
        "",
        () -> source.readSince(Path.of(repository), before, now, MOST_BYTES));
  }

  /// @param key of what is shown
  /// @param words what is said where there is nothing to read
  private void show(String key, String words, @Nullable Reading reading) {
    if (key.equals(shown)) {
      return;
    }
    shown = key;
    lines.clear();
    long question = ++asked;
    if (reading == null) {
      note.set(words);
    } else {
      note.set("Reading…");
      background.execute(() -> read(reading, question));
    }
  }

  private void read(Reading reading, long question) {
    try {
      List<DiffLine> read = DiffLine.parse(reading.read());
      window.execute(() -> take(question, read, ""));
    } catch (WorkspaceException e) {
      LOG.log(Level.INFO, "Reading a diff", e);
      window.execute(() -> take(question, List.of(), String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(long question, List<DiffLine> read, String words) {
    if (question == asked) {
      lines.setAll(read);
      note.set(words);
    }
  }

  public ObservableList<DiffLine> lines() {
    return linesView;
  }

  /// What is to be said beside the lines; empty where there is nothing.
  ReadOnlyStringProperty noteProperty() {
    return note.getReadOnlyProperty();
  }
}
