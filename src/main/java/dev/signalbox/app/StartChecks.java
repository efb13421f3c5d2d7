package dev.signalbox.app;

import dev.signalbox.graph.CycleException;
import dev.signalbox.graph.DependencyResolver;
import dev.signalbox.graph.TaskGraph;
import dev.signalbox.graph.UnknownTaskException;
import dev.signalbox.plan.Plan;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.Problem;
import dev.signalbox.plan.Task;
import dev.signalbox.workspace.StartingPoint;
import dev.signalbox.workspace.WorkspaceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a run of a plan would meet in the repository as it is now: what it would be refused for,
/// and commands that cannot be there. Changes nothing.
public final class StartChecks {
  /// The first command of a script, where it is a path from the work tree's root and nothing before
  /// it can have made it: only comments and settings of the shell stand there.
  private static final Pattern OWN_SCRIPT =
      Pattern.compile(
          "\\A(?:[ \\t]*(?:#[^\\n]*|set [-+][^;&|\\n]*)?\\n)*[ \\t]*"
              + "\\./([\\w@%+=:,.-]+(?:/[\\w@%+=:,.-]+)*)(?=[\\s;&|]|\\z)");

  private final PlanFile file;
  private final Plan plan;
  private final Path repository;
  private final StartingPoint start;

  private StartChecks(PlanFile file, Plan plan, Path repository, StartingPoint start) {
    this.file = file;
    this.plan = plan;
    this.repository = repository;
    this.start = start;
  }

  /// Errors a run would end with before it begins, and warnings; nothing of a plan that cannot be
  /// used, and of one that brings its own sample only that this is there.
  public static List<Problem> of(PlanFile file, Map<String, String> environment)
      throws InterruptedException {
    Plan plan = file.plan();
    if (plan == null) {
      return List.of();
    }
    Path folder = PlanChecks.folder(file);
    if (plan.sample() != null) {
      Path sample = folder.resolve(plan.sample()).normalize();
      return Files.isDirectory(sample)
          ? List.of()
          : List.of(
              file.error(
                  "sample",
                  "The sample %s is not a folder.".formatted(sample),
                  "Name one, relative to the plan file."));
    }
    Path repository = PlanChecks.repository(folder, plan);
    try {
      StartingPoint start = StartingPoint.find(repository, plan.base(), plan.into(), environment);
      return new StartChecks(file, plan, repository, start).scripts();
    } catch (WorkspaceException e) {
      String key = e.planKey();
      return List.of(file.error(key == null ? "repository" : key, e.getMessage(), ""));
    }
  }

  private List<Problem> scripts() throws WorkspaceException, InterruptedException {
    List<Problem> problems = new ArrayList<>();
    if (bringsMore()) {
      return problems;
    }
    Optional<String> check =
        plan.check().onBase() ? script(plan.check().command()) : Optional.empty();
    if (check.isPresent() && start.certainlyLacks(check.get())) {
      problems.add(
          file.warning(
              "check",
              "The check runs " + absent(check.get()) + ", so it fails on the base.",
              "Commit it, or correct its name."));
    }
    TaskGraph graph;
    try {
      graph = new DependencyResolver(plan.undeclared()).addAll(plan.tasks()).graph();
    } catch (CycleException | UnknownTaskException e) {
      return problems; // said elsewhere
    }
    Map<String, Boolean> lacking = new HashMap<>();
    for (Task task : plan.tasks()) {
      Optional<String> script = script(task.run());
      if (script.isEmpty() || mayBeMadeBefore(task, script.get(), graph)) {
        continue;
      }
      Boolean lacks = lacking.get(script.get());
      if (lacks == null) {
        lacks = start.certainlyLacks(script.get());
        lacking.put(script.get(), lacks);
      }
      if (lacks) {
        problems.add(missing(task, script.get()));
      }
    }
    return problems;
  }

  /// Whether work trees get files that no commit has.
  private boolean bringsMore() {
    return plan.workspace().setup() != null
        || !plan.workspace().copy().isEmpty()
        || !plan.workspace().link().isEmpty()
        || Files.exists(repository.resolve(".worktreeinclude"));
  }

  private static Optional<String> script(@Nullable String command) {
    if (command == null) {
      return Optional.empty();
    }
    Matcher first = OWN_SCRIPT.matcher(command);
    return first.find()
        ? Optional.of(Path.of(first.group(1)).normalize().toString())
            .filter(path -> !path.isEmpty() && !path.startsWith(".."))
        : Optional.empty();
  }

  private boolean mayBeMadeBefore(Task task, String script, TaskGraph graph) {
    return plan.tasks().stream()
        .filter(other -> graph.ancestors(task.id()).contains(other.id()))
        .anyMatch(
            other ->
                !other.claims().declaresWrites()
                    || other.claims().knownWrites().stream()
                        .anyMatch(glob -> glob.matches(script)));
  }

  private Problem missing(Task task, String script) {
    return file.warning(
        "tasks." + task.id(),
        "%s runs %s, and no task before it makes it.".formatted(task.id(), absent(script)),
        "Commit it, or let %s come after the task that makes it.".formatted(task.id()));
  }

  private String absent(String script) {
    boolean uncommitted = Files.exists(repository.resolve(script));
    return "./%s, which %s does not have%s"
        .formatted(script, start.name(), uncommitted ? " (it is not committed)" : "");
  }
}
