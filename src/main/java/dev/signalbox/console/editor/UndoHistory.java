package dev.signalbox.console.editor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// What was done, and what was taken back.
final class UndoHistory {
  private static final int MOST = 200;

  private final Deque<Edit> done = new ArrayDeque<>();
  private final Deque<Edit> undone = new ArrayDeque<>();
  private final ReadOnlyStringWrapper undoTitle = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper redoTitle = new ReadOnlyStringWrapper("");

  /// One change of a text.
  ///
  /// @param description what it does, a few words: `Let b come after a`
  /// @param before the whole text before it
  /// @param after the whole text after it
  record Edit(String description, String before, String after) {}

  void did(Edit edit) {
    done.push(edit);
    if (done.size() > MOST) {
      done.removeLast();
    }
    undone.clear();
    update();
  }

  Optional<Edit> nextUndo() {
    return Optional.ofNullable(done.peek());
  }

  Optional<Edit> nextRedo() {
    return Optional.ofNullable(undone.peek());
  }

  void undid() {
    undone.push(done.pop());
    update();
  }

  void redid() {
    done.push(undone.pop());
    update();
  }

  void clear() {
    done.clear();
    undone.clear();
    update();
  }

  private void update() {
    undoTitle.set(nextUndo().map(Edit::description).orElse(""));
    redoTitle.set(nextRedo().map(Edit::description).orElse(""));
  }

  /// What undo would take back; empty where there is nothing.
  ReadOnlyStringProperty undoTitleProperty() {
    return undoTitle.getReadOnlyProperty();
  }

  /// What redo would do again; empty where there is nothing.
  ReadOnlyStringProperty redoTitleProperty() {
    return redoTitle.getReadOnlyProperty();
  }
}
