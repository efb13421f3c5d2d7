package dev.signalbox.plan;

import dev.signalbox.claim.Glob;
import dev.signalbox.plan.PlanFile.Place;
import dev.signalbox.plan.Value.Entry;
import dev.signalbox.plan.Value.Items;
import dev.signalbox.plan.Value.Mapping;
import dev.signalbox.plan.Value.Scalar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Makes a plan of a plan file's tree.
final class PlanBuilder {
  static final int DEFAULT_PARALLEL = 3;
  private static final int MAX_CHECK_RETRIES = 10;

  /// What means nothing without a check.
  private static final List<String> WITH_CHECK =
      List.of(
          "check_base",
          "check_clean",
          "check_each",
          "check_retries",
          "check_timeout",
          "check_uses",
          "speculative_checks");

  static final Duration SHORTEST = Duration.ofMillis(1);
  static final Map<String, Approval> APPROVALS =
      Map.of("never", Approval.NEVER, "before", Approval.BEFORE, "landing", Approval.LANDING);

  private final Path file;
  private final String text;
  private final Problems problems;
  private final Map<String, Place> places = new HashMap<>();

  PlanBuilder(Path file, String text, Problems problems) {
    this.file = file;
    this.text = text;
    this.problems = problems;
  }

  Map<String, Place> places() {
    return places;
  }

  /// @return the plan; of use only if no problem is an error
  @Nullable Plan build(Value root) {
    if (!(root instanceof Mapping mapping)) {
      problems.error(
          root.start(),
          "A plan is a mapping of keys, and this is " + root.kind() + ".",
          "Start with lines such as `name: my-plan` and `tasks:`.");
      return null;
    }
    Section plan = new Section(text, problems, mapping, "a plan", PlanKeys.PLAN, Set.of());
    for (String key : List.of("base", "into", "repository", "sample", "check")) {
      plan.value(key).ifPresent(value -> place(key, value.start()));
    }
    String name = plan.line("name").orElseGet(this::nameOfFile);
    Optional<String> base = base(plan);
    String into = into(plan, base).orElseGet(() -> "signalbox/" + BranchName.slug(name));
    requireOneRepository(plan);
    plan.choice("deliver", Map.of("none", true));
    Asking asking = Asking.read(plan, Asking.NONE);
    FailureRules rules = FailureRules.read(text, problems, plan, FailureRules.NONE);
    Map<String, Integer> resources = Resources.read(problems, plan);
    AgentBuilder agentBuilder =
        new AgentBuilder(text, problems, plan.line("shell").orElse("sh"), rules);
    Set<String> agentIds = new LinkedHashSet<>();
    Map<String, Agent> agents = agents(plan, agentBuilder, agentIds);
    List<Task> tasks =
        plan.has("tasks")
            ? plan.value("tasks")
                .map(
                    v ->
                        tasks(
                            plan,
                            v,
                            taskIds ->
                                new TaskBuilder(
                                    text,
                                    problems,
                                    asking,
                                    rules,
                                    agentBuilder,
                                    agentIds,
                                    resources.keySet(),
                                    taskIds,
                                    this::place)))
                .orElse(List.of())
            : noTasks();
    return new Plan(
        name,
        plan.line("repository").orElse(null),
        plan.line("sample").orElse(null),
        base.orElse(null),
        baseMoves(plan),
        into,
        check(plan, resources.keySet()),
        commit(plan),
        plan.integer("parallel", 1, Plan.MAX_PARALLEL).orElse(DEFAULT_PARALLEL),
        plan.choice(
                "undeclared",
                Map.of("optimistic", Undeclared.OPTIMISTIC, "exclusive", Undeclared.EXCLUSIVE))
            .orElse(Undeclared.OPTIMISTIC),
        workspace(plan, resources.keySet()),
        patterns(plan, "keep_ignored"),
        plan.choice("stale_reads", Map.of("rerun", StaleReads.RERUN, "label", StaleReads.LABEL))
            .orElse(StaleReads.RERUN),
        ConflictPolicies.read(problems, plan),
        globs(plan, "reads_ignore"),
        plan.choice("repository_changes", Map.of("undo", true, "keep", false)).orElse(true),
        resources,
        agents,
        tasks);
  }

  private String nameOfFile() {
    Path last = file.getFileName();
    String full = last == null ? "plan" : last.toString();
    int dot = full.lastIndexOf('.');
    return dot > 0 ? full.substring(0, dot) : full;
  }

  private Optional<String> base(Section plan) {
    return plan.line("base")
        .filter(
            base -> {
              boolean bad = base.startsWith("-") || base.chars().anyMatch(c -> c <= 32);
              if (bad) {
                problems.error(
                    plan.at("base"),
                    "`" + base + "` cannot be a branch or a commit.",
                    "Name the branch that the work starts from, such as main.");
              }
              return !bad;
            });
  }

  private BaseMoves baseMoves(Section plan) {
    BaseMoves moves =
        plan.choice(
                "base_moves",
                Map.of(
                    "ignore", BaseMoves.IGNORE, "end", BaseMoves.END, "during", BaseMoves.DURING))
            .orElse(BaseMoves.IGNORE);
    if (plan.has("base_moves") && plan.line("base").filter(Plan::mayMove).isEmpty()) {
      problems.warning(
          plan.at("base_moves"),
          "`base_moves` does nothing without a branch that moves.",
          "Name it under `base`, such as main.");
    }
    return moves;
  }

  private Optional<String> into(Section plan, Optional<String> base) {
    return plan.line("into")
        .filter(
            into -> {
              Optional<String> objection = BranchName.objection(into);
              objection.ifPresent(
                  why ->
                      problems.error(
                          plan.at("into"),
                          "`" + into + "` cannot be a branch: it " + why + ".",
                          "Write a name such as signalbox/"
                              + BranchName.slug(into.replaceFirst("^refs/heads/", ""))
                              + "."));
              boolean same = base.isPresent() && isBranch(base.get(), into);
              if (same) {
                problems.error(
                    plan.at("into"),
                    "`into` is the branch that the work starts from, and a run would move it.",
                    "Name a branch of its own, such as signalbox/" + BranchName.slug(into) + ".");
              }
              return objection.isEmpty() && !same;
            });
  }

  private static boolean isBranch(String revision, String branch) {
    return Set.of(branch, "heads/" + branch, "refs/heads/" + branch).contains(revision);
  }

  private void requireOneRepository(Section plan) {
    if (plan.has("repository") && plan.has("sample")) {
      problems.error(
          plan.at("sample"),
          "A plan works on `repository` or on a copy of `sample`, not on both.",
          "Take one of the two out.");
    }
  }

  private CheckPolicy check(Section plan, Set<String> resources) {
    boolean onBase = plan.choice("check_base", Map.of("run", true, "skip", false)).orElse(true);
    boolean clean = plan.truth("check_clean").orElse(false);
    Duration timeout = plan.duration("check_timeout", SHORTEST).orElse(null);
    List<String> uses = Resources.uses(problems, plan, "check_uses", resources);
    CheckPolicy.Runs runs =
        new CheckPolicy.Runs(
            plan.truth("check_each").orElse(false),
            plan.integer("check_retries", 0, MAX_CHECK_RETRIES).orElse(null),
            plan.truth("speculative_checks").orElse(true));
    String command = command(plan, "check");
    if (!plan.has("check")) {
      problems.fileWarning(
          "The plan has no `check`: nothing proves a merged tree before it lands.",
          "Add one, such as `check: mvn -q test`.");
      for (String key : WITH_CHECK) {
        if (plan.has(key)) {
          problems.warning(
              plan.at(key), "`" + key + "` does nothing without a `check`.", "Add a `check`.");
        }
      }
      return CheckPolicy.NONE;
    }
    return new CheckPolicy(command, onBase, clean, timeout, uses, runs);
  }

  private CommitPolicy commit(Section plan) {
    Optional<Value> value = plan.value("commit");
    if (value.isEmpty()) {
      return CommitPolicy.DEFAULT;
    }
    if (!(value.get() instanceof Mapping mapping)) {
      plan.wrongType("commit", value.get(), "a mapping, such as { author: me }");
      return CommitPolicy.DEFAULT;
    }
    Section commit = new Section(text, problems, mapping, "`commit`", PlanKeys.COMMIT, Set.of());
    return new CommitPolicy(
        commit
            .choice(
                "author", Map.of("agent", CommitPolicy.Author.AGENT, "me", CommitPolicy.Author.ME))
            .orElse(CommitPolicy.Author.AGENT),
        commit.choice("sign", Map.of("inherit", true, "off", false)).orElse(false),
        commit.truth("signoff").orElse(false),
        commit.choice("message", Map.of("agent", true, "template", false)).orElse(false),
        commit
            .choice("hooks", Map.of("run", CommitPolicy.Hooks.RUN, "skip", CommitPolicy.Hooks.SKIP))
            .orElse(CommitPolicy.Hooks.SKIP));
  }

  /// A command that belongs to no task and so has no inputs.
  private @Nullable String command(Section section, String key) {
    section
        .scalar(key)
        .ifPresent(
            scalar ->
                References.in(scalar.text()).stream()
                    .findFirst()
                    .ifPresent(
                        reference ->
                            problems.error(
                                scalar.start(),
                                "`"
                                    + reference.written()
                                    + "` stands for nothing in `"
                                    + key
                                    + "`.",
                                "Only the texts of a task can refer to inputs and outputs.")));
    return section.text(key).orElse(null);
  }

  private WorkspaceSetup workspace(Section plan, Set<String> resources) {
    Optional<Value> value = plan.value("workspace");
    if (value.isEmpty()) {
      return WorkspaceSetup.NONE;
    }
    if (!(value.get() instanceof Mapping mapping)) {
      plan.wrongType("workspace", value.get(), "a mapping, such as { setup: npm ci }");
      return WorkspaceSetup.NONE;
    }
    Section workspace =
        new Section(text, problems, mapping, "`workspace`", PlanKeys.WORKSPACE, Set.of());
    return new WorkspaceSetup(
        patterns(workspace, "copy"),
        patterns(workspace, "link"),
        command(workspace, "setup"),
        command(workspace, "teardown"),
        Resources.uses(problems, workspace, "uses", resources));
  }

  private List<String> patterns(Section section, String key) {
    return globs(section, key).stream().map(Glob::pattern).toList();
  }

  private static List<Glob> globs(Section section, String key) {
    List<Glob> globs = section.globs(key);
    return globs == null ? List.of() : globs;
  }

  private Map<String, Agent> agents(Section plan, AgentBuilder builder, Set<String> ids) {
    Map<String, Agent> agents = new LinkedHashMap<>();
    Optional<Value> value = plan.value("agents");
    if (value.isEmpty()) {
      if (!plan.has("agents")) {
        problems.fileError(
            "The plan has no agents.", "Add `agents: { worker: { kind: shell, capacity: 3 } }`.");
      }
      return agents;
    }
    if (!(value.get() instanceof Mapping mapping)) {
      plan.wrongType("agents", value.get(), "a mapping, such as { worker: { kind: shell } }");
      return agents;
    }
    if (mapping.entries().isEmpty()) {
      problems.error(mapping.start(), "The plan has no agents.", "Add `worker: { kind: shell }`.");
    }
    for (Entry entry : mapping.entries()) {
      String id = entry.key().text();
      if (!ids.add(id)) {
        problems.error(
            entry.key().start(), "There are two agents `" + id + "`.", "Give one another id.");
        continue;
      }
      place("agents." + id, entry.key().start());
      Ids.check(entry.key(), "an agent", problems);
      builder.build(entry).ifPresent(agent -> agents.put(id, agent));
    }
    builder.checkFallbacks(agents, ids);
    return agents;
  }

  private List<Task> noTasks() {
    problems.fileError(
        "The plan has no tasks.", "Add `tasks:` with at least one entry: an `id` and a `run`.");
    return List.of();
  }

  private List<Task> tasks(Section plan, Value value, Function<Set<String>, TaskBuilder> builders) {
    if (!(value instanceof Items items)) {
      plan.wrongType("tasks", value, "a list of tasks, each with an `id` and a `run`");
      return List.of();
    }
    if (items.values().isEmpty()) {
      problems.error(
          value.start(), "The plan has no tasks.", "Add at least one: an `id` and a `run`.");
    }
    Set<String> taskIds = new LinkedHashSet<>();
    for (Value item : items.values()) {
      idOf(item).ifPresent(taskIds::add);
    }
    TaskBuilder builder = builders.apply(taskIds);
    Set<String> seen = new LinkedHashSet<>();
    List<Task> tasks = new ArrayList<>();
    for (Value item : items.values()) {
      if (item instanceof Mapping mapping) {
        builder.build(mapping, seen).ifPresent(tasks::add);
      } else {
        problems.error(
            item.start(),
            "A task is a mapping of keys, and this is " + item.kind() + ".",
            "Write `- id: build` and the task's other keys below it.");
      }
    }
    return tasks;
  }

  private static Optional<String> idOf(Value item) {
    return item instanceof Mapping mapping
        ? mapping
            .entry("id")
            .map(Entry::value)
            .filter(Scalar.class::isInstance)
            .map(v -> ((Scalar) v).text())
        : Optional.empty();
  }

  private void place(String key, int offset) {
    places.putIfAbsent(key, problems.places().at(offset));
  }
}
