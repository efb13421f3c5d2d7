package dev.signalbox.plan;

import dev.signalbox.plan.Value.Entry;
import dev.signalbox.plan.Value.Mapping;
import dev.signalbox.plan.Value.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `resources`, what can be held beside files, and the `uses` that refer to them.
final class Resources {
  static final int MOST = 1000;

  private Resources() {}

  /// How much there is of each, in the order of the file.
  static Map<String, Integer> read(Problems problems, Section plan) {
    Map<String, Integer> resources = new LinkedHashMap<>();
    Optional<Value> value = plan.value("resources");
    if (value.isEmpty()) {
      return resources;
    }
    if (!(value.get() instanceof Mapping mapping)) {
      plan.wrongType("resources", value.get(), "a mapping, such as { db: 1 }");
      return resources;
    }
    for (Entry entry : mapping.entries()) {
      String name = entry.key().text();
      if (!Ids.check(entry.key(), "a resource", problems)) {
        continue;
      }
      if (resources.putIfAbsent(name, amount(plan, entry)) != null) {
        problems.error(
            entry.key().start(),
            "There is a resource `" + name + "` already.",
            "Take one of the two out.");
      }
    }
    return resources;
  }

  /// How much there is; 1 where that cannot be read, so that nobody who uses it is told that there
  /// is none.
  private static int amount(Section plan, Entry entry) {
    if (entry.value() instanceof Scalar scalar
        && scalar.value() instanceof Integer amount
        && amount >= 1
        && amount <= MOST) {
      return amount;
    }
    plan.wrongType(entry.key().text(), entry.value(), "a whole number from 1 to " + MOST);
    return 1;
  }

  /// The names that `key` lists, those that the plan has.
  static List<String> uses(Problems problems, Section section, String key, Set<String> resources) {
    List<String> uses = new ArrayList<>();
    for (Scalar scalar : section.texts(key).orElse(List.of())) {
      String name = scalar.text();
      if (!resources.contains(name)) {
        problems.error(
            scalar.start(),
            "There is no resource `" + name + "`.",
            resources.isEmpty()
                ? "Add `resources: { " + name + ": 1 }` to the plan."
                : Spelling.suggest(name, resources)
                    + "The plan has: "
                    + String.join(", ", resources)
                    + ".");
      } else if (uses.contains(name)) {
        problems.warning(
            scalar.start(), "`" + name + "` is in the list twice.", "Take one of the two out.");
      } else {
        uses.add(name);
      }
    }
    return uses;
  }
}
