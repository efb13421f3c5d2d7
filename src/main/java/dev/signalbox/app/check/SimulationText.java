package dev.signalbox.app.check;

import dev.signalbox.graph.Stint;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A simulation for a person at a terminal.
final class SimulationText {
  /// More rows than these nobody reads; the JSON has all.
  private static final int MOST_ROWS = 200;

  /// How many characters the whole run is long.
  private static final int BAR = 32;

  private final Simulation simulation;
  private final Ink ink;
  private final StringBuilder out = new StringBuilder();

  SimulationText(Simulation simulation, Ink ink) {
    this.simulation = simulation;
    this.ink = ink;
  }

  String write() {
    summary();
    timetable();
    out.append('\n')
        .append(
            ink.heading("Critical path: " + LengthText.time(simulation.forecast.criticalLength())))
        .append('\n');
    out.append("  ").append(LengthText.path(simulation.forecast.criticalPath())).append('\n');
    makespans();
    out.append("  ").append(ink.quiet(LengthText.sources(simulation.forecast))).append('\n');
    return out.toString();
  }

  private void summary() {
    Prediction now = simulation.moved;
    out.append(
        "%s: %s, %s\n\n"
            .formatted(
                simulation.file.path(),
                Words.count(simulation.stints.size(), "task"),
                Words.count(now.parallel(), "slot")));
    out.append(
        ink.heading(
            "Predicted end: %s after the start".formatted(LengthText.time(now.makespan()))));
    out.append(
        "%s\n"
            .formatted(
                now.bound().isZero()
                    ? ""
                    : ", %s × the bound of %s".formatted(over(now), LengthText.time(now.bound()))));
    if (!simulation.moves.isEmpty()) {
      simulation.moves.forEach(
          move ->
              out.append(
                  "  %s before %s\n".formatted(Words.id(move.task()), Words.id(move.before()))));
      out.append("  ").append(ink.notable(effect())).append('\n');
    }
  }

  private String effect() {
    Duration change = simulation.change();
    String planned = LengthText.time(simulation.planned.makespan());
    return change.isZero()
        ? "would end as planned, after " + planned
        : "would end %s %s than planned (%s)"
            .formatted(
                LengthText.time(change.abs()), change.isNegative() ? "sooner" : "later", planned);
  }

  private void timetable() {
    out.append('\n').append(ink.heading("Timetable")).append('\n');
    Set<String> critical = new HashSet<>(simulation.forecast.criticalPath());
    Columns columns = new Columns(0, 1, 2).row("slot", "start", "end", "", "task", "agent", "");
    List<Stint> stints = simulation.stints;
    stints.stream()
        .limit(MOST_ROWS)
        .sorted(Comparator.comparingInt(Stint::slot).thenComparing(Stint::start))
        .forEach(
            stint ->
                columns.row(
                    String.valueOf(stint.slot()),
                    LengthText.time(stint.start()),
                    LengthText.time(stint.end()),
                    bar(stint),
                    Words.id(stint.task()),
                    Words.id(simulation.forecast.agent(stint.task())),
                    critical.contains(stint.task()) ? "critical" : ""));
    columns.write(out, ink::notable);
    if (stints.size() > MOST_ROWS) {
      out.append(
          "  … and %d that start later; --format json has them all.\n"
              .formatted(stints.size() - MOST_ROWS));
    }
  }

  /// Where the task lies in the run.
  private String bar(Stint stint) {
    double whole = Math.max(1, simulation.moved.makespan().toNanos());
    int from = (int) Math.min(BAR - 1, BAR * (stint.start().toNanos() / whole));
    int to = (int) Math.ceil(BAR * (stint.end().toNanos() / whole));
    int length = Math.max(1, to - from);
    return "·".repeat(from) + "█".repeat(length) + "·".repeat(Math.max(0, BAR - from - length));
  }

  private void makespans() {
    out.append('\n').append(ink.heading("Predicted makespan")).append('\n');
    boolean hasMoves = !simulation.moves.isEmpty();
    Columns columns = hasMoves ? new Columns(0, 1, 2, 3) : new Columns(0, 1, 2);
    if (hasMoves) {
      columns.row("slots", "moved", "planned", "bound", "");
    } else {
      columns.row("slots", "makespan", "bound", "");
    }
    for (int i = 0; i < simulation.allMoved.size(); i++) {
      Prediction moved = simulation.allMoved.get(i);
      String slots = String.valueOf(moved.parallel());
      String makespan = LengthText.time(moved.makespan());
      String bound = LengthText.time(moved.bound());
      String mark = moved.parallel() == simulation.moved.parallel() ? "←" : "";
      if (hasMoves) {
        String planned = LengthText.time(simulation.allPlanned.get(i).makespan());
        columns.row(slots, makespan, planned, bound, mark);
      } else {
        columns.row(slots, makespan, bound, mark);
      }
    }
    columns.write(out, UnaryOperator.identity());
  }

  private static String over(Prediction prediction) {
    return "%.2f"
        .formatted((double) prediction.makespan().toNanos() / prediction.bound().toNanos());
  }
}
