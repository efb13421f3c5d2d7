package dev.signalbox.app.check;

import static dev.signalbox.app.check.JsonText.object;
import static dev.signalbox.app.check.JsonText.seconds;

import dev.signalbox.app.check.CheckReport.Forecast;
import dev.signalbox.claim.Glob;
import dev.signalbox.graph.ClaimProposal;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Exclusion;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.Problem;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The report for a program. Lengths are seconds; a key that has nothing to say holds an empty list
/// or null. Where the plan has errors, only the first three are there.
///
/// - `plan` the file, `name` the plan's name or null
/// - `problems[]` `severity` (error, warning), `file`, `line`, `column`, `message`, `remedy`
/// - `tasks[]` `id`, `agent`, `description`, `approve` (never, before, landing), `priority`,
///   `reads[]` and `writes[]` (null where the plan does not say), `expected` {`seconds`, `source`
///   (measured, expect, agent, assumed)}
/// - `dependencies[]` `from`, `to`, `provenance` (declared, data, claim), `detail` (the output, or
///   a path that the one writes and the other reads)
/// - `overlaps[]` `tasks` (two), `globs` (of each), `witness` (a path in both)
/// - `undeclared` `policy` (optimistic, exclusive), `tasks[]`, `width_if_optimistic`,
///   `width_if_exclusive`
/// - `proposals[]` `task`, `glob`, `reason`
/// - `critical_path` {`tasks[]`, `seconds`}, `width`, `width_exact` (where false, each width is
///   what it is at least), `parallel`
/// - `resources[]` `name`, `amount`, `width` (the most tasks that use it and that no dependency
///   orders)
/// - `makespan[]` `parallel`, `seconds`, `bound_seconds`
final class CheckJson {
  private CheckJson() {}

  static String write(PlanFile file, List<Problem> problems, @Nullable Forecast forecast) {
    Map<String, @Nullable Object> report = new LinkedHashMap<>();
    report.put("plan", file.path().toString());
    report.put("name", file.plan() == null ? null : file.plan().name());
    report.put("problems", problems.stream().map(CheckJson::problem).toList());
    if (forecast != null) {
      report.put(
          "tasks", forecast.plan().tasks().stream().map(task -> task(forecast, task)).toList());
      report.put(
          "dependencies",
          forecast.graph().dependencies().stream().map(CheckJson::dependency).toList());
      report.put("overlaps", forecast.graph().overlaps().stream().map(CheckJson::overlap).toList());
      report.put("undeclared", undeclared(forecast));
      report.put("proposals", forecast.proposals().stream().map(CheckJson::proposal).toList());
      report.put(
          "critical_path",
          object("tasks", forecast.criticalPath(), "seconds", seconds(forecast.criticalLength())));
      report.put("width", forecast.graph().width());
      report.put("width_exact", forecast.graph().isWidthExact());
      report.put("parallel", forecast.plan().parallel());
      report.put("resources", forecast.demands().stream().map(CheckJson::demand).toList());
      report.put("makespan", forecast.predictions().stream().map(JsonText::prediction).toList());
    }
    return JsonText.write(report);
  }

  private static Map<String, @Nullable Object> problem(Problem problem) {
    return object(
        "severity", lower(problem.severity()),
        "file", problem.file(),
        "line", problem.line(),
        "column", problem.column(),
        "message", problem.message(),
        "remedy", problem.remedy());
  }

  private static Map<String, @Nullable Object> task(Forecast forecast, Task task) {
    Expectation expectation = forecast.expectation(task.id());
    return object(
        "id", task.id(),
        "agent", task.agent(),
        "description", task.description(),
        "approve", lower(task.approve()),
        "priority", task.priority(),
        "reads", patterns(task.claims().reads()),
        "writes", patterns(task.claims().writes()),
        "expected", JsonText.expectation(expectation));
  }

  private static @Nullable List<String> patterns(@Nullable List<Glob> globs) {
    return globs == null ? null : globs.stream().map(Glob::pattern).toList();
  }

  private static Map<String, @Nullable Object> dependency(Dependency edge) {
    return object(
        "from", edge.from(),
        "to", edge.to(),
        "provenance", Words.of(edge.provenance()),
        "detail", edge.detail());
  }

  private static Map<String, @Nullable Object> overlap(Exclusion pair) {
    return object(
        "tasks", List.of(pair.first(), pair.second()),
        "globs", List.of(pair.firstGlob(), pair.secondGlob()),
        "witness", pair.witness());
  }

  private static Map<String, @Nullable Object> undeclared(Forecast forecast) {
    List<String> silent =
        forecast.plan().tasks().stream()
            .filter(task -> !task.claims().declaresWrites())
            .map(Task::id)
            .toList();
    return object(
        "policy", lower(forecast.graph().undeclared()),
        "tasks", silent,
        "width_if_optimistic", forecast.graph().widthIf(Undeclared.OPTIMISTIC),
        "width_if_exclusive", forecast.graph().widthIf(Undeclared.EXCLUSIVE));
  }

  private static Map<String, @Nullable Object> proposal(ClaimProposal proposal) {
    return object("task", proposal.task(), "glob", proposal.glob(), "reason", proposal.reason());
  }

  private static Map<String, @Nullable Object> demand(Demand demand) {
    return object("name", demand.resource(), "amount", demand.amount(), "width", demand.width());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
