package dev.signalbox.console.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// What was done, and what was taken back.
///
/// @param <S> what is changed, whole
public final class UndoHistory<S> {
  private static final int MOST = 200;

  private final Deque<Edit<S>> done = new ArrayDeque<>();
  private final Deque<Edit<S>> undone = new ArrayDeque<>();
  private final ReadOnlyStringWrapper undoTitle = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper redoTitle = new ReadOnlyStringWrapper("");

  /// One change.
  ///
  /// @param description what it does, a few words: `Let b come after a`
  /// @param before what it was before
  /// @param after what came of it
  public record Edit<S>(String description, S before, S after) {}

  public void did(Edit<S> edit) {
    done.push(edit);
    if (done.size() > MOST) {
      done.removeLast();
    }
    undone.clear();
    update();
  }

  public Optional<Edit<S>> nextUndo() {
    return Optional.ofNullable(done.peek());
  }

  public Optional<Edit<S>> nextRedo() {
    return Optional.ofNullable(undone.peek());
  }

  public void undid() {
    undone.push(done.pop());
    update();
  }

  public void redid() {
    done.push(undone.pop());
    update();
  }

  public void clear() {
    done.clear();
    undone.clear();
    update();
  }

  private void update() {
    undoTitle.set(nextUndo().map(Edit::description).orElse(""));
    redoTitle.set(nextRedo().map(Edit::description).orElse(""));
  }

  /// What undo would take back; empty where there is nothing.
  public ReadOnlyStringProperty undoTitleProperty() {
    return undoTitle.getReadOnlyProperty();
  }

  /// What redo would do again; empty where there is nothing.
  public ReadOnlyStringProperty redoTitleProperty() {
    return redoTitle.getReadOnlyProperty();
  }
}
