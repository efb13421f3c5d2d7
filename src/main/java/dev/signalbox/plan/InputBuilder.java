package dev.signalbox.plan;

import dev.signalbox.plan.Value.Entry;
import dev.signalbox.plan.Value.Items;
import dev.signalbox.plan.Value.Mapping;
import dev.signalbox.plan.Value.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a task's `input`: any values, as plain Java ones.
final class InputBuilder {
  private InputBuilder() {}

  static Map<String, Object> read(Section task, Problems problems) {
    Optional<Value> value = task.value("input");
    if (value.isEmpty()) {
      return Map.of();
    }
    if (!(value.get() instanceof Mapping mapping)) {
      task.wrongType("input", value.get(), "a mapping, such as { table: invoices }");
      return Map.of();
    }
    Map<String, Object> input = new LinkedHashMap<>();
    for (Entry entry : mapping.entries()) {
      Object plain = plain(entry.value(), problems);
      if (plain == null) {
        problems.error(
            entry.key().start(),
            "The input `" + entry.key().text() + "` has no value.",
            "Give it one, or take the line out; \"\" is an empty text.");
      } else {
        requireNew(input, entry.key(), problems);
        input.put(entry.key().text(), plain);
      }
    }
    return input;
  }

  private static @Nullable Object plain(Value value, Problems problems) {
    return switch (value) {
      case Scalar scalar -> scalar(scalar, problems);
      case Items items -> {
        List<@Nullable Object> list = new ArrayList<>();
        items.values().forEach(item -> list.add(plain(item, problems)));
        yield list;
      }
      case Mapping mapping -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Entry entry : mapping.entries()) {
          requireNew(map, entry.key(), problems);
          map.put(entry.key().text(), plain(entry.value(), problems));
        }
        yield map;
      }
    };
  }

  private static @Nullable Object scalar(Scalar scalar, Problems problems) {
    if (scalar.value() instanceof Double number && !Double.isFinite(number)) {
      problems.error(
          scalar.start(),
          "`" + scalar.text() + "` cannot be handed to a task as a number.",
          "Put it in quotes.");
    }
    return scalar.value();
  }

  private static void requireNew(Map<String, ?> map, Scalar key, Problems problems) {
    if (map.containsKey(key.text())) {
      problems.error(
          key.start(), "`" + key.text() + "` is there twice.", "Take one of the two out.");
    }
  }
}
