package dev.signalbox.plan;

import dev.signalbox.plan.Value.Entry;
import dev.signalbox.plan.Value.Mapping;
import dev.signalbox.plan.Value.Scalar;
import dev.signalbox.plan.Value.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads what becomes of changes that do not fit together.
final class ConflictPolicies {
  private ConflictPolicies() {}

  static ConflictPolicy read(Problems problems, Section plan) {
    return new ConflictPolicy(
        plan.choice("on_conflict", Map.of("rerun", OnConflict.RERUN, "ask", OnConflict.ASK))
            .orElse(OnConflict.RERUN),
        regenerate(problems, plan),
        sequence(problems, plan));
  }

  private static Map<String, String> regenerate(Problems problems, Section plan) {
    Map<String, String> commands = new LinkedHashMap<>();
    Optional<Value> value = plan.value("regenerate");
    if (value.isEmpty()) {
      return commands;
    }
    if (!(value.get() instanceof Mapping mapping)) {
      plan.wrongType(
          "regenerate",
          value.get(),
          "a mapping, such as { package-lock.json: npm install --package-lock-only }");
      return commands;
    }
    for (Entry entry : mapping.entries()) {
      String file = entry.key().text();
      if (file.isBlank() || file.startsWith("/") || file.contains("*")) {
        problems.error(
            entry.key().start(),
            "`" + file + "` is no file of the repository.",
            "Name one by its path or its name, such as package-lock.json.");
      } else if (!(entry.value() instanceof Scalar command)
          || command.type() != Type.TEXT
          || command.text().isBlank()) {
        plan.wrongType(file, entry.value(), "the command that makes it anew, or `never`");
      } else if (commands.putIfAbsent(
              file, command.text().strip().equals("never") ? "" : command.text())
          != null) {
        problems.error(
            entry.key().start(),
            "There is a command for `" + file + "` already.",
            "Take one of the two out.");
      }
    }
    return commands;
  }

  private static List<String> sequence(Problems problems, Section plan) {
    List<String> patterns = new ArrayList<>();
    for (Scalar scalar : plan.texts("sequence").orElse(List.of())) {
      if (Sequence.parse(scalar.text()).isPresent()) {
        patterns.add(scalar.text());
      } else {
        problems.error(
            scalar.start(),
            "`" + scalar.text() + "` does not say which files are numbered.",
            "Name them by a path with one {n} in the file's name, such as db/migrations/{n}_*.");
      }
    }
    return patterns;
  }
}
