package dev.signalbox.engine;

import dev.signalbox.graph.TaskGraph;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compares two states of a run field by field, so that a field that is added to them is compared
/// from then on. The order of maps and sets counts: the screen shows it.
final class StateComparison {
  /// Caches: worked out when asked for, from what is compared anyway.
  private static final Set<String> DERIVED = Set.of("remaining", "ready");

  private static final ClassValue<Field[]> FIELDS =
      new ClassValue<>() {
        @Override
        protected Field[] computeValue(Class<?> type) {
          Field[] fields =
              Arrays.stream(type.getDeclaredFields())
                  .filter(f -> !Modifier.isStatic(f.getModifiers()))
                  .filter(f -> !DERIVED.contains(f.getName()))
                  // A part's way back to the whole.
                  .filter(f -> f.getType() != RunState.class)
                  .toArray(Field[]::new);
          AccessibleObject.setAccessible(fields, true);
          return fields;
        }
      };

  private StateComparison() {}

  /// The first difference in words, or null where there is none.
  static @Nullable String difference(RunState one, RunState other) {
    return byFields("state", one, other);
  }

  private static @Nullable String byFields(String path, Object one, Object other) {
    try {
      for (Field field : FIELDS.get(one.getClass())) {
        Object left = field.get(one);
        Object right = field.get(other);
        if (left != right) {
          String difference = compare(path + "." + field.getName(), left, right);
          if (difference != null) {
            return difference;
          }
        }
      }
      return null;
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static @Nullable String compare(
      String path, @Nullable Object one, @Nullable Object other) {
    if (one == other) {
      return null;
    }
    if (one == null || other == null || one.getClass() != other.getClass()) {
      return differ(path, one, other);
    }
    if (one instanceof TaskGraph graph) {
      return compare(path, graph.dependencies(), ((TaskGraph) other).dependencies());
    }
    if (one instanceof Map<?, ?> map) {
      return inOrder(path, map.entrySet(), ((Map<?, ?>) other).entrySet());
    }
    if (one instanceof Map.Entry<?, ?> entry) {
      Map.Entry<?, ?> otherEntry = (Map.Entry<?, ?>) other;
      return Objects.equals(entry.getKey(), otherEntry.getKey())
          ? compare(path + "." + entry.getKey(), entry.getValue(), otherEntry.getValue())
          : differ(path, entry, otherEntry);
    }
    if (one instanceof Collection<?> collection) {
      return inOrder(path, collection, (Collection<?>) other);
    }
    boolean ofOurs =
        one.getClass().getName().startsWith("dev.signalbox.")
            && !one.getClass().isRecord()
            && !one.getClass().isEnum();
    if (ofOurs && !one.equals(other)) {
      return byFields(path, one, other);
    }
    return one.equals(other) ? null : differ(path, one, other);
  }

  private static @Nullable String inOrder(String path, Collection<?> one, Collection<?> other) {
    if (one.size() != other.size()) {
      return differ(path, one, other);
    }
    Iterator<?> right = other.iterator();
    for (Object left : one) {
      String difference = compare(path, left, right.next());
      if (difference != null) {
        return difference;
      }
    }
    return null;
  }

  private static String differ(String path, @Nullable Object one, @Nullable Object other) {
    return "%s is %s in the engine, %s in the fold of its log".formatted(path, one, other);
  }
}
