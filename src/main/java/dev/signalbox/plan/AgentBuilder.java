package dev.signalbox.plan;

import dev.signalbox.plan.Value.Entry;
import dev.signalbox.plan.Value.Mapping;
import dev.signalbox.plan.Value.Scalar;
import dev.signalbox.plan.Value.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Makes one agent of an entry below `agents`.
final class AgentBuilder {
  static final int MAX_CAPACITY = 256;
  static final String SHELL = "shell";
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final String text;
  private final Problems problems;
  private final String shell;

  /// @param shell the plan's shell, for agents that name none
  AgentBuilder(String text, Problems problems, String shell) {
    this.text = text;
    this.problems = problems;
    this.shell = shell;
  }

  Optional<Agent> build(Entry entry) {
    if (!(entry.value() instanceof Mapping mapping)) {
      problems.error(
          entry.key().start(),
          "An agent is a mapping of keys, and this is " + entry.value().kind() + ".",
          "Write `" + entry.key().text() + ": { kind: shell }`.");
      return Optional.empty();
    }
    Section agent =
        new Section(text, problems, mapping, "an agent", PlanKeys.AGENT, PlanKeys.LATER_AGENT);
    return Optional.of(
        new Agent(
            entry.key().text(),
            agent.choice("kind", Map.of(SHELL, SHELL)).orElse(SHELL),
            agent.integer("capacity", 1, MAX_CAPACITY).orElse(1),
            agent.line("shell").orElse(shell),
            environment(agent),
            agent.text("description").orElse(null)));
  }

  private Map<String, String> environment(Section agent) {
    Map<String, String> environment = new LinkedHashMap<>();
    Optional<Value> value = agent.value("env");
    if (value.isEmpty()) {
      return environment;
    }
    if (!(value.get() instanceof Mapping mapping)) {
      agent.wrongType("env", value.get(), "a mapping, such as { LANG: C }");
      return environment;
    }
    for (Entry entry : mapping.entries()) {
      String name = entry.key().text();
      int at = entry.key().start();
      if (!VARIABLE.matcher(name).matches()) {
        problems.error(
            at,
            "`" + name + "` cannot be the name of an environment variable.",
            "Use letters, digits and `_`.");
      } else if (name.startsWith("SIGNALBOX_")) {
        problems.error(at, "Names that start with SIGNALBOX_ are taken.", "Choose another.");
      } else if (!(entry.value() instanceof Scalar scalar) || scalar.type() == Type.NOTHING) {
        agent.wrongType(name, entry.value(), "a text");
      } else if (environment.putIfAbsent(name, scalar.text()) != null) {
        problems.error(at, "`" + name + "` is there twice.", "Take one of the two out.");
      }
    }
    return environment;
  }
}
