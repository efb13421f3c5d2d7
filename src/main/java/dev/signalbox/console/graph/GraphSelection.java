package dev.signalbox.console.graph;

import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.TaskGraph;
import java.util.List;
import java.util.Optional;
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

  private final Picture picture;
  private final Runnable changed;
  private boolean byPointer;

  /// @param changed runs after each change
  /// @param arrived is told of a task that something else than the pointer selected
  GraphSelection(Picture picture, Runnable changed, Consumer<String> arrived) {
    this.picture = picture;
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

  boolean select(Optional<String> chosen) {
    chosen.ifPresent(task::set);
    return chosen.isPresent();
  }

  /// Selects the next task in a direction.
  ///
  /// @return whether there is one
  boolean go(Navigation.Direction direction) {
    String from = task.get();
    return select(
        from == null
            ? Navigation.first(picture.drawing)
            : Navigation.next(picture.drawing, picture.graph, picture.hidden, from, direction));
  }

  /// Selects the next edge that ends or begins at the selected task, or that shares its end with
  /// the selected edge.
  ///
  /// @return whether there is one
  boolean goEdge(boolean incoming) {
    Dependency now = edge.get();
    String at = task.get();
    if (now != null) {
      at = incoming ? now.to() : now.from();
    }
    if (at == null) {
      return false;
    }
    Optional<Dependency> next =
        Navigation.nextEdge(picture.drawing, picture.graph, picture.hidden, at, incoming, now);
    next.ifPresent(edge::set);
    return next.isPresent();
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
