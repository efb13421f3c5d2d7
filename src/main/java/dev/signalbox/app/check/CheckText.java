package dev.signalbox.app.check;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;

import dev.signalbox.app.check.CheckReport.Forecast;
import dev.signalbox.graph.ClaimProposal;
import dev.signalbox.graph.Dependency;
import dev.signalbox.graph.Exclusion;
import dev.signalbox.graph.TaskGraph;
import dev.signalbox.plan.Approval;
import dev.signalbox.plan.PlanFile;
import dev.signalbox.plan.Problem;
import dev.signalbox.plan.Task;
import dev.signalbox.plan.Undeclared;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The report for a person at a terminal.
final class CheckText {
  /// More rows than these nobody reads; the JSON has all.
  private static final int MOST_ROWS = 200;

  /// What a person wrote is shown back as long as a terminal can be scrolled through it.
  private static final int MOST_TASKS = 10_000;

  /// More tasks than these one line need not name.
  private static final int MOST_NAMED = 5;

  private static final int PROSE = 60;
  private static final UnaryOperator<String> PLAIN = UnaryOperator.identity();

  private final PlanFile file;
  private final List<Problem> problems;
  private final @Nullable Forecast forecast;
  private final Ink ink;
  private final StringBuilder out = new StringBuilder();

  CheckText(PlanFile file, List<Problem> problems, @Nullable Forecast forecast, Ink ink) {
    this.file = file;
    this.problems = problems;
    this.forecast = forecast;
    this.ink = ink;
  }

  String write() {
    summary();
    problems();
    if (forecast != null) {
      tasks(forecast);
      dependencies(forecast);
      overlaps(forecast);
      undeclared(forecast);
      lengths(forecast);
    }
    return out.toString();
  }

  private void summary() {
    long errors = problems.stream().filter(CheckText::isError).count();
    long warnings = problems.size() - errors;
    StringBuilder line = new StringBuilder(file.path().toString()).append(": ");
    if (errors > 0) {
      line.append(ink.error(Words.count(errors, "error")));
    } else {
      line.append(forecast == null ? "" : Words.count(forecast.plan().tasks().size(), "task"));
      line.append(", no errors");
    }
    if (warnings > 0) {
      line.append(", ").append(ink.warning(Words.count(warnings, "warning")));
    }
    out.append(line).append('\n');
  }

  private void problems() {
    if (!problems.isEmpty()) {
      out.append('\n');
    }
    for (Problem problem : problems) {
      String text = problem.toString();
      out.append(isError(problem) ? ink.error(text) : ink.warning(text)).append('\n');
    }
  }

  private static boolean isError(Problem problem) {
    return problem.severity() == Problem.Severity.ERROR;
  }

  private void tasks(Forecast forecast) {
    heading("Tasks");
    Columns columns = new Columns(2);
    List<Task> tasks = forecast.plan().tasks();
    tasks.stream()
        .limit(MOST_TASKS)
        .forEach(
            task ->
                columns.row(
                    id(task.id()),
                    id(task.agent()),
                    LengthText.of(forecast.expectation(task.id())),
                    approval(task.approve()),
                    Words.line(task.description(), PROSE)));
    columns.write(out, PLAIN);
    more(tasks.size(), MOST_TASKS);
  }

  private static String approval(Approval approval) {
    return switch (approval) {
      case NEVER -> "";
      case BEFORE -> "asks before";
      case LANDING -> "asks at landing";
    };
  }

  private void dependencies(Forecast forecast) {
    List<Dependency> edges = forecast.graph().dependencies();
    heading("Dependencies");
    if (edges.isEmpty()) {
      out.append("  None: every task could start at once.\n");
      return;
    }
    Columns columns = new Columns();
    edges.stream()
        .limit(MOST_ROWS)
        .forEach(
            edge ->
                columns.row(
                    id(edge.from()) + " → " + id(edge.to()),
                    Words.of(edge.provenance()),
                    reason(edge)));
    columns.write(out, ink::quiet);
    more(edges.size(), MOST_ROWS);
  }

  private static String reason(Dependency edge) {
    String detail = Words.line(edge.detail(), PROSE);
    return switch (edge.provenance()) {
      case DECLARED, ADDED -> "";
      case DATA -> "output " + detail;
      case CLAIM -> "reads " + detail + ", which the first writes";
    };
  }

  private void overlaps(Forecast forecast) {
    List<Exclusion> overlaps = forecast.graph().overlaps(MOST_ROWS);
    heading("Predicted overlaps");
    if (overlaps.isEmpty()) {
      out.append("  None among the claims that are declared.\n");
      probable(forecast);
      return;
    }
    out.append("  These pairs may write the same path and never run at the same time.\n");
    Columns columns = new Columns();
    overlaps.forEach(
        pair ->
            columns.row(
                id(pair.first()) + " × " + id(pair.second()),
                globs(pair),
                "e.g. " + Words.line(pair.witness(), PROSE)));
    columns.write(out, ink::quiet);
    more(forecast.graph().countOverlaps(), MOST_ROWS);
    probable(forecast);
  }

  /// Tasks that declare nothing, that no dependency orders, and of which the same path is known.
  private void probable(Forecast forecast) {
    Map<String, List<String>> together =
        forecast.proposals().stream()
            .collect(
                groupingBy(
                    ClaimProposal::glob,
                    LinkedHashMap::new,
                    mapping(ClaimProposal::task, Collectors.toList())));
    together.replaceAll((glob, tasks) -> unordered(tasks, forecast.graph()));
    together.values().removeIf(List::isEmpty);
    together.entrySet().stream()
        .limit(MOST_ROWS)
        .forEach(
            same ->
                out.append(
                    "  Probably: %s change %s (not declared).\n"
                        .formatted(several(same.getValue()), Words.line(same.getKey(), PROSE))));
    more(together.size(), MOST_ROWS);
  }

  /// Those that may run at the same time as another of them.
  private static List<String> unordered(List<String> tasks, TaskGraph graph) {
    return tasks.stream()
        .filter(
            task ->
                tasks.stream()
                    .anyMatch(
                        other ->
                            !other.equals(task)
                                && !graph.comesAfter(task, other)
                                && !graph.comesAfter(other, task)))
        .toList();
  }

  private static String several(List<String> tasks) {
    List<String> named = tasks.stream().limit(MOST_NAMED).map(CheckText::id).toList();
    int more = tasks.size() - named.size();
    String last = more > 0 ? more + " more" : named.getLast();
    List<String> first = more > 0 ? named : named.subList(0, named.size() - 1);
    return "%s and %s %s"
        .formatted(String.join(", ", first), last, tasks.size() == 2 ? "both" : "all");
  }

  private static String globs(Exclusion pair) {
    String first = Words.line(pair.firstGlob(), PROSE);
    String second = Words.line(pair.secondGlob(), PROSE);
    return first.equals(second) ? first : first + " and " + second;
  }

  private void undeclared(Forecast forecast) {
    heading("Claims");
    int tasks = forecast.graph().tasks().size();
    out.append("  ").append(costOfUndeclared(forecast, tasks)).append('\n');
    Map<String, List<ClaimProposal>> proposals =
        forecast.proposals().stream()
            .collect(groupingBy(ClaimProposal::task, LinkedHashMap::new, Collectors.toList()));
    if (!proposals.isEmpty()) {
      out.append("  They could declare:\n");
    }
    proposals.entrySet().stream()
        .limit(MOST_TASKS)
        .forEach(proposal -> proposal(proposal.getKey(), proposal.getValue()));
    more(proposals.size(), MOST_TASKS);
  }

  private static String costOfUndeclared(Forecast forecast, int tasks) {
    long silent = forecast.undeclared();
    if (silent == 0) {
      return "Every task declares what it writes.";
    }
    int optimistic = forecast.graph().widthIf(Undeclared.OPTIMISTIC);
    int exclusive = forecast.graph().widthIf(Undeclared.EXCLUSIVE);
    String who =
        silent + " of " + Words.count(tasks, "task") + (silent == 1 ? " declares" : " declare");
    return switch (forecast.graph().undeclared()) {
      case OPTIMISTIC ->
          who
              + " nothing: width %s, or %s if exclusive."
                  .formatted(width(forecast, optimistic), width(forecast, exclusive));
      case EXCLUSIVE ->
          who
              + " nothing: width %s, or %s if optimistic."
                  .formatted(width(forecast, exclusive), width(forecast, optimistic));
    };
  }

  private static String width(Forecast forecast, int width) {
    return (forecast.graph().isWidthExact() ? "" : "at least ") + width;
  }

  private void proposal(String task, List<ClaimProposal> proposals) {
    String list =
        proposals.stream()
            .map(ClaimProposal::glob)
            .map(CheckText::yaml)
            .collect(Collectors.joining(", "));
    out.append("  ").append(ink.notable(id(task))).append("  writes: [").append(list).append("]\n");
    Columns columns = new Columns();
    proposals.forEach(p -> columns.row("  " + Words.line(p.glob(), 2 * PROSE), p.reason()));
    columns.write(out, ink::quiet);
  }

  /// A glob as an entry of a YAML list.
  private static String yaml(String glob) {
    String plain = Words.line(glob, Integer.MAX_VALUE);
    return plain.matches("[A-Za-z0-9_./][A-Za-z0-9_./*+@-]*")
        ? plain
        : "'" + plain.replace("'", "''") + "'";
  }

  private void lengths(Forecast forecast) {
    heading("Critical path: " + LengthText.time(forecast.criticalLength()));
    out.append("  ").append(LengthText.path(forecast.criticalPath())).append('\n');
    heading("Width: " + width(forecast, forecast.graph().width()));
    out.append("  The most tasks that no dependency orders.\n");
    forecast.demands().stream()
        .filter(Demand::isShort)
        .forEach(demand -> shortage(forecast, demand));
    heading("Predicted makespan");
    Columns columns = new Columns(0, 1, 2).row("slots", "makespan", "bound", "");
    for (Prediction p : forecast.predictions()) {
      columns.row(
          String.valueOf(p.parallel()),
          LengthText.time(p.makespan()),
          LengthText.time(p.bound()),
          p.parallel() == forecast.plan().parallel() ? "← parallel" : "");
    }
    columns.write(out, ink::notable);
    out.append("  ").append(ink.quiet(LengthText.sources(forecast))).append('\n');
  }

  private void shortage(Forecast forecast, Demand demand) {
    out.append(
        "  %s: %s such tasks use it, at most %d at a time.\n"
            .formatted(
                ink.notable(id(demand.resource())),
                width(forecast, demand.width()),
                demand.amount()));
  }

  private void heading(String text) {
    out.append('\n').append(ink.heading(text)).append('\n');
  }

  private void more(long rows, int shown) {
    if (rows > shown) {
      out.append("  … and %d more; --format json has them all.\n".formatted(rows - shown));
    }
  }

  private static String id(String id) {
    return Words.id(id);
  }
}
