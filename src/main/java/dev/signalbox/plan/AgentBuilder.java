package dev.signalbox.plan;

import dev.signalbox.plan.Value.Entry;
import dev.signalbox.plan.Value.Mapping;
import dev.signalbox.plan.Value.Scalar;
import dev.signalbox.plan.Value.Type;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Makes one agent of an entry below `agents`.
final class AgentBuilder {
  static final int MAX_CAPACITY = 256;
  static final String SHELL = "shell";
  static final int MAX_FAILURES = 1000;
  static final int FAILURES = 3;
  static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final String text;
  private final Problems problems;
  private final String shell;
  private final FailureRules ofPlan;
  private final Map<String, FailureRules> rules = new HashMap<>();
  private final Map<String, Integer> fallbacks = new LinkedHashMap<>();
  private final Set<String> shells = new HashSet<>();

  /// @param shell the plan's shell, for agents that name none
  /// @param ofPlan what the plan says of failures, for agents that say nothing
  AgentBuilder(String text, Problems problems, String shell, FailureRules ofPlan) {
    this.text = text;
    this.problems = problems;
    this.shell = shell;
    this.ofPlan = ofPlan;
  }

  /// What an agent's tasks take over where they say nothing themselves.
  FailureRules rules(String agent, FailureRules otherwise) {
    return rules.getOrDefault(agent, otherwise);
  }

  /// Whether an agent's tasks need a `run`.
  boolean runsCommands(String agent) {
    return shells.contains(agent);
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
    String id = entry.key().text();
    String kind = agent.choice("kind", Map.of(SHELL, SHELL)).orElse(SHELL);
    if (kind.equals(SHELL)) {
      shells.add(id);
    }
    rules.put(id, FailureRules.read(text, problems, agent, ofPlan));
    Optional<String> fallback = agent.line("fallback");
    fallback.ifPresent(other -> fallbacks.put(id, agent.at("fallback")));
    return Optional.of(
        new Agent(
            id,
            kind,
            agent.integer("capacity", 1, MAX_CAPACITY).orElse(1),
            agent.line("shell").orElse(shell),
            environment(agent),
            agent.text("description").orElse(null),
            fallback.orElse(null),
            breaker(agent),
            agent.line("account").orElse(id),
            limit(agent)));
  }

  /// Whether each `fallback` is an agent of the plan, and none leads back to where it began.
  void checkFallbacks(Map<String, Agent> agents, Set<String> ids) {
    fallbacks.forEach(
        (id, at) -> {
          Agent agent = agents.get(id);
          String other = agent == null ? null : agent.fallback();
          if (other == null) {
            return;
          }
          if (!ids.contains(other)) {
            problems.error(
                at,
                "There is no agent `" + other + "`.",
                Spelling.suggest(other, ids) + "The plan has: " + String.join(", ", ids) + ".");
            return;
          }
          Set<String> seen = new LinkedHashSet<>();
          for (Agent next = agent; next != null && seen.add(next.id()); ) {
            String then = next.fallback();
            next = then == null ? null : agents.get(then);
            if (next == agent) {
              problems.error(
                  at,
                  "The fallbacks go round in a ring: "
                      + String.join(" → ", seen)
                      + " → "
                      + id
                      + ".",
                  "Take one of them out.");
            }
          }
        });
  }

  private Breaker breaker(Section agent) {
    return agent
        .value("breaker")
        .map(
            value -> {
              if (!(value instanceof Mapping mapping)) {
                agent.wrongType("breaker", value, "a mapping, such as { failures: 3, pause: 1m }");
                return Breaker.NONE;
              }
              Section section =
                  new Section(text, problems, mapping, "`breaker`", PlanKeys.BREAKER, Set.of());
              return new Breaker(
                  section.integer("failures", 1, MAX_FAILURES).orElse(FAILURES),
                  section.duration("pause", PlanBuilder.SHORTEST).orElse(PAUSE));
            })
        .orElse(Breaker.NONE);
  }

  private UsageLimit limit(Section agent) {
    return agent
        .value("limit")
        .map(
            value -> {
              if (!(value instanceof Mapping mapping)) {
                agent.wrongType("limit", value, "a mapping, such as { exit: 75, wait: 1h }");
                return UsageLimit.NONE;
              }
              Section section =
                  new Section(text, problems, mapping, "`limit`", PlanKeys.LIMIT, Set.of());
              if (!section.has("exit") && !section.has("output")) {
                problems.error(
                    mapping.start(),
                    "`limit` does not say how a reached limit shows.",
                    "Add `exit:` with an exit code, or `output:` with a regular expression.");
              }
              return new UsageLimit(
                  section.integer("exit", 1, 255).orElse(null),
                  section
                      .scalar("output")
                      .filter(s -> isExpression(s))
                      .map(Scalar::text)
                      .orElse(null),
                  section.duration("wait", PlanBuilder.SHORTEST).orElse(UsageLimit.NONE.pause()));
            })
        .orElse(UsageLimit.NONE);
  }

  private boolean isExpression(Scalar scalar) {
    try {
      Pattern.compile(scalar.text());
      return true;
    } catch (PatternSyntaxException e) {
      problems.error(
          scalar.start(),
          "`" + scalar.text() + "` is not a regular expression: " + e.getDescription() + ".",
          "Put a backslash before characters that stand for themselves.");
      return false;
    }
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
