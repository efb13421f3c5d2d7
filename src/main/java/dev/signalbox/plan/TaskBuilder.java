package dev.signalbox.plan;

import dev.signalbox.claim.Claims;
import dev.signalbox.plan.Value.Mapping;
import dev.signalbox.plan.Value.Scalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/// Makes one task of an entry below `tasks`.
final class TaskBuilder {
  static final int MAX_PRIORITY = 1_000_000;

  private final String text;
  private final Problems problems;
  private final Asking asking;
  private final FailureRules ofPlan;
  private final AgentBuilder agents;
  private final Set<String> agentIds;
  private final Set<String> resources;
  private final Set<String> taskIds;
  private final ObjIntConsumer<String> places;

  /// @param asking what the plan says of asking people
  /// @param ofPlan what the plan says of failures
  /// @param agents what is known of the agents
  /// @param agentIds the ids of all agents, also of those that could not be read
  /// @param resources the names of the plan's resources
  /// @param taskIds the ids of all tasks
  /// @param places takes note of where something stands
  TaskBuilder(
      String text,
      Problems problems,
      Asking asking,
      FailureRules ofPlan,
      AgentBuilder agents,
      Set<String> agentIds,
      Set<String> resources,
      Set<String> taskIds,
      ObjIntConsumer<String> places) {
    this.text = text;
    this.problems = problems;
    this.asking = asking;
    this.ofPlan = ofPlan;
    this.agents = agents;
    this.agentIds = agentIds;
    this.resources = resources;
    this.taskIds = taskIds;
    this.places = places;
  }

  /// @param seen the ids of the tasks before this one; this one's is added
  Optional<Task> build(Mapping mapping, Set<String> seen) {
    Section task = new Section(text, problems, mapping, "a task", PlanKeys.TASK, Set.of());
    Optional<String> id = id(task, mapping, seen);
    String agent = agent(task, mapping);
    Map<String, Object> input = InputBuilder.read(task, problems);
    Optional<Scalar> run = task.scalar("run");
    requireRun(task, mapping, agent);
    TaskReferences references = new TaskReferences(text, problems, id.orElse(""), taskIds);
    run.ifPresent(scalar -> references.check(scalar, input.keySet()));
    task.scalar("description").ifPresent(scalar -> references.check(scalar, input.keySet()));
    task.value("input").ifPresent(references::checkInput);
    Duration expect = task.duration("expect", PlanBuilder.SHORTEST).orElse(null);
    FailureRules rules =
        FailureRules.read(
            text, problems, task, agent == null ? ofPlan : agents.rules(agent, ofPlan));
    Asking asks = Asking.read(task, asking);
    warnIfTooShort(task, expect, rules.timeout());
    Task built =
        new Task(
            id.orElse(""),
            agent == null ? "" : agent,
            task.text("description").orElse(""),
            input,
            run.map(Scalar::text).orElse(null),
            new Claims(task.globs("reads"), task.globs("writes")),
            dependsOn(task, id.orElse("")),
            Resources.uses(problems, task, "uses", resources),
            asks.approve(),
            asks.remind(),
            task.integer("priority", -MAX_PRIORITY, MAX_PRIORITY).orElse(0),
            expect,
            rules.timeout(),
            rules.silence(),
            rules.retries(),
            rules.onFailure());
    return id.isPresent() && agent != null ? Optional.of(built) : Optional.empty();
  }

  private Optional<String> id(Section task, Mapping mapping, Set<String> seen) {
    Optional<Scalar> id = task.scalar("id");
    if (!task.has("id")) {
      problems.error(mapping.start(), "This task has no `id`.", "Add `id: build` or the like.");
    }
    if (id.isEmpty() || !Ids.check(id.get(), "a task", problems)) {
      return Optional.empty();
    }
    String name = id.get().text();
    if (!seen.add(name)) {
      problems.error(
          id.get().start(), "There is a task `" + name + "` already.", "Give one another id.");
      return Optional.empty();
    }
    places.accept("tasks." + name, id.get().start());
    return Optional.of(name);
  }

  private @Nullable String agent(Section task, Mapping mapping) {
    if (!task.has("agent")) {
      if (agentIds.size() == 1) {
        return agentIds.iterator().next();
      }
      if (!agentIds.isEmpty()) {
        problems.error(
            mapping.start(),
            "This task does not say which agent does it, and the plan has several.",
            "Add `agent:` with one of: " + String.join(", ", agentIds) + ".");
      }
      return null;
    }
    Optional<String> agent = task.line("agent");
    if (agent.isPresent() && !agentIds.contains(agent.get()) && !agentIds.isEmpty()) {
      problems.error(
          task.at("agent"),
          "There is no agent `" + agent.get() + "`.",
          Spelling.suggest(agent.get(), agentIds)
              + "The plan has: "
              + String.join(", ", agentIds)
              + ".");
    }
    return agent.orElse(null);
  }

  private void requireRun(Section task, Mapping mapping, @Nullable String agent) {
    if (!task.has("run") && agent != null && agents.runsCommands(agent)) {
      int at = mapping.entry("id").map(e -> e.value().start()).orElse(mapping.start());
      problems.error(
          at,
          "This task has no `run`, and its agent `" + agent + "` runs shell commands.",
          "Add `run:` with the command.");
    }
  }

  private void warnIfTooShort(Section task, @Nullable Duration expect, @Nullable Duration timeout) {
    if (expect != null && timeout != null && expect.compareTo(timeout) > 0) {
      problems.warning(
          task.at("expect"),
          "The task is expected to take %s, and is stopped after %s."
              .formatted(DurationText.format(expect), DurationText.format(timeout)),
          "Give it a longer `timeout`.");
    }
  }

  private List<String> dependsOn(Section task, String id) {
    List<String> dependsOn = new ArrayList<>();
    for (Scalar other : task.texts("depends_on").orElse(List.of())) {
      String name = other.text();
      if (name.equals(id)) {
        problems.error(other.start(), "This task would wait for itself.", "Take `" + id + "` out.");
      } else if (!taskIds.contains(name)) {
        problems.error(
            other.start(), "There is no task `" + name + "`.", suggestTask(name, taskIds));
      } else if (dependsOn.contains(name)) {
        problems.warning(
            other.start(), "`" + name + "` is in the list twice.", "Take one of the two out.");
      } else {
        dependsOn.add(name);
        places.accept("tasks." + id + ".depends_on." + name, other.start());
      }
    }
    return dependsOn;
  }

  static String suggestTask(String name, Set<String> taskIds) {
    String suggestion = Spelling.suggest(name, taskIds);
    return suggestion.isEmpty() ? "Name the id of a task of this plan." : suggestion.strip();
  }
}
