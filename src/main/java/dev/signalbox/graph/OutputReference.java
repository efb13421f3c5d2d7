package dev.signalbox.graph;

import dev.signalbox.plan.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A place in a task's texts that stands for the output of another task: `${tasks.ID.output.KEY}`.
///
/// @param task the task whose output it is
/// @param key the output's name
record OutputReference(String task, String key) {
  private static final Pattern FORM =
      Pattern.compile("\\$\\{tasks\\.([^${}]+?)\\.output\\.([^${}]+)}");

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
        Matcher matcher = FORM.matcher(text);
        while (matcher.find()) {
          found.add(new OutputReference(matcher.group(1), matcher.group(2)));
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
