package dev.signalbox.app.check;

import static dev.signalbox.app.check.JsonText.object;
import static dev.signalbox.app.check.JsonText.seconds;

import dev.signalbox.graph.Stint;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A simulation for a program.
final class SimulationJson {
  private SimulationJson() {}

  static String write(Simulation simulation) {
    CheckReport.Forecast forecast = simulation.forecast;
    return JsonText.write(
        object(
            "version", 1,
            "plan", simulation.file.path().toString(),
            "name", forecast.plan().name(),
            "parallel", simulation.moved.parallel(),
            "seconds", seconds(simulation.moved.makespan()),
            "bound_seconds", seconds(simulation.moved.bound()),
            "moves",
                simulation.moves.stream()
                    .map(move -> object("task", move.task(), "before", move.before()))
                    .toList(),
            "planned_seconds", seconds(simulation.planned.makespan()),
            "change_seconds", seconds(simulation.change()),
            "tasks", simulation.stints.stream().map(stint -> task(forecast, stint)).toList(),
            "critical_path",
                object(
                    "tasks", forecast.criticalPath(),
                    "seconds", seconds(forecast.criticalLength())),
            "makespan", simulation.allMoved.stream().map(JsonText::prediction).toList()));
  }

  private static Map<String, @Nullable Object> task(CheckReport.Forecast forecast, Stint stint) {
    return object(
        "id", stint.task(),
        "agent", forecast.agent(stint.task()),
        "slot", stint.slot(),
        "start_seconds", seconds(stint.start()),
        "end_seconds", seconds(stint.end()),
        "expected", JsonText.expectation(forecast.expectation(stint.task())));
  }
}
