package dev.signalbox.graph;

import dev.signalbox.plan.References;
import dev.signalbox.plan.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A place in a task's texts that stands for the output of another task.
///
/// @param task the task whose output it is
/// @param key the output's name
record OutputReference(String task, String key) {

  /// The distinct references in the input (nested lists and maps too), the command and the
  /// description, in the order they are met.
  static List<OutputReference> in(Task task) {
    Set<OutputReference> found = new LinkedHashSet<>();
    collect(task.input(), found);
    collect(task.run(), found);
    collect(task.description(), found);
    return new ArrayList<>(found);
  }

  private static void collect(@Nullable Object value, Set<OutputReference> found) {
    switch (value) {
      case String text -> {
        for (References.Reference reference : References.in(text)) {
          if (reference instanceof References.Output output) {
            found.add(new OutputReference(output.task(), output.key()));
          }
        }
      }
      case Map<?, ?> map -> map.values().forEach(v -> collect(v, found));
      case Iterable<?> list -> list.forEach(v -> collect(v, found));
      case null, default -> {
        // A number, a truth value or nothing refers to nobody.
      }
    }
  }
}
