package dev.signalbox.console.graph;

import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.TaskGraph;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/// What is selected: a task, an edge or a conflict, one thing at a time.
final class GraphSelection {
  final ObjectProperty<@Nullable String> task = new SimpleObjectProperty<>(this, "selectedTask");
  final ObjectProperty<@Nullable Dependency> edge =
      new SimpleObjectProperty<>(this, "selectedEdge");
  final ObjectProperty<@Nullable String> conflict =
      new SimpleObjectProperty<>(this, "selectedConflict");

  private final Runnable changed;
  private boolean byPointer;

  /// @param changed runs after each change
  /// @param arrived is told of a task that something else than the pointer selected
  GraphSelection(Picture picture, Runnable changed, Consumer<String> arrived) {
    this.changed = changed;
    task.addListener(
        (o, was, is) -> {
          picture.selectedTask = is;
          alone(task, is);
          if (is != null && !byPointer) {
            arrived.accept(is);
          }
        });
    edge.addListener(
        (o, was, is) -> {
          picture.selectedEdge = is;
          alone(edge, is);
        });
    conflict.addListener(
        (o, was, is) -> {
          picture.selectedConflict = is;
          alone(conflict, is);
        });
  }

  private void alone(ObjectProperty<?> chosen, @Nullable Object value) {
    if (value != null) {
      for (ObjectProperty<?> other : List.of(task, edge, conflict)) {
        if (other != chosen) {
          other.setValue(null);
        }
      }
    }
    changed.run();
  }

  /// What was clicked; at most one of them is something. The view does not move under the pointer.
  void pick(
      @Nullable String clickedTask,
      @Nullable Dependency clickedEdge,
      @Nullable String clickedConflict) {
    byPointer = true;
    try {
      task.set(clickedTask);
      edge.set(clickedEdge);
      conflict.set(clickedConflict);
    } finally {
      byPointer = false;
    }
  }

  /// Lets go of what a new graph does not have.
  void keepOnly(TaskGraph graph) {
    if (task.get() instanceof String id && graph.task(id).isEmpty()) {
      task.set(null);
    }
    if (edge.get() instanceof Dependency chosen && !graph.dependencies().contains(chosen)) {
      edge.set(null);
    }
  }
}
