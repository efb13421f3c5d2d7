package dev.signalbox.app.check;

import dev.signalbox.app.check.CheckReport.Forecast;
import dev.signalbox.graph.Stint;
import dev.signalbox.plan.PlanFile;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A run played through in thought before it starts: what starts when and in which slot, when the
/// run would end, and what other orders or numbers of slots would change of that. It takes every
/// attempt to be as long as expected and to end well, and people to answer at once.
public final class Simulation {
  /// Up to so many slots each number of them is tried, and then each twice the last.
  private static final int EACH = 8;

  final PlanFile file;
  final Forecast forecast;
  final List<Move> moves;

  /// By when they start.
  final List<Stint> stints;

  /// With the slots asked for: as planned, and after the moves.
  final Prediction planned;

  final Prediction moved;

  /// For some numbers of slots, ascending: as planned, and after the moves.
  final List<Prediction> allPlanned;

  final List<Prediction> allMoved;

  private Simulation(
      PlanFile file, Forecast forecast, int parallel, List<Move> moves, List<String> order) {
    this.file = file;
    this.forecast = forecast;
    this.moves = List.copyOf(moves);
    stints = forecast.stints(parallel, order);
    planned = forecast.predict(parallel, List.of());
    moved = forecast.predict(parallel, order);
    Set<Integer> slots = slots(forecast, parallel);
    allPlanned = slots.stream().map(n -> forecast.predict(n, List.of())).toList();
    allMoved = slots.stream().map(n -> forecast.predict(n, order)).toList();
  }

  static Simulation of(
      PlanFile file, Forecast forecast, @Nullable Integer parallel, List<Move> moves)
      throws Move.MoveException {
    return new Simulation(
        file,
        forecast,
        parallel == null ? forecast.plan().parallel() : parallel,
        moves,
        Move.apply(moves, forecast.graph(), forecast.graph().byUrgency(forecast::expected)));
  }

  private static Set<Integer> slots(Forecast forecast, int parallel) {
    int width = Math.max(1, forecast.graph().width());
    Set<Integer> slots = new TreeSet<>(List.of(width, parallel));
    for (int n = 1; n < width; n = n < EACH ? n + 1 : 2 * n) {
      slots.add(n);
    }
    return slots;
  }

  /// How much later the run ends for the moves; negative where sooner.
  public Duration change() {
    return moved.makespan().minus(planned.makespan());
  }

  /// For a person at a terminal.
  ///
  /// @param colours whether the terminal shows them
  public String text(boolean colours) {
    return new SimulationText(this, new Ink(colours)).write();
  }

  /// For a program; the guide's page on the command line says what it holds.
  public String json() {
    return SimulationJson.write(this);
  }
}
