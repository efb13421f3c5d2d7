package dev.signalbox.console.tasks;

import dev.signalbox.console.model.TaskFacts;
import dev.signalbox.console.model.TaskRow;
import javafx.scene.control.TreeTableCell;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/// A cell that follows its task's facts while it shows it.
abstract class TaskCell extends TreeTableCell<Line, Line> {
  private Subscription following = Subscription.EMPTY;

  @Override
  protected final void updateItem(@Nullable Line line, boolean isEmpty) {
    super.updateItem(line, isEmpty);
    following.unsubscribe();
    following = Subscription.EMPTY;
    switch (line) {
      case null -> blank();
      case Line.Group group -> show(group);
      case Line.One one -> following = one.row().factsProperty().subscribe(f -> show(one.row(), f));
    }
  }

  abstract void show(TaskRow row, TaskFacts facts);

  void show(Line.Group group) {
    blank();
  }

  void blank() {
    setText(null);
    setGraphic(null);
  }
}
