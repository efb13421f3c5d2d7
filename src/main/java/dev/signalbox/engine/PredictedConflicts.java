package dev.signalbox.engine;

import dev.signalbox.conflict.Conflict;
import dev.signalbox.graph.Exclusion;
import dev.signalbox.graph.TaskGraph;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Pairs of tasks that claim to write the same, as long as neither has ended. They follow from the
/// tasks alone, so nothing of them is in the log.
final class PredictedConflicts {
  /// There may be more of them than tasks, by far.
  private static final int MOST = 50;

  private final RunState state;
  private @Nullable TaskGraph graph;
  private List<Exclusion> overlaps = List.of();

  PredictedConflicts(RunState state) {
    this.state = state;
  }

  List<FoundConflict> open() {
    if (state.outcome().isPresent() || state.started().isEmpty()) {
      return List.of();
    }
    if (graph != state.graph()) {
      graph = state.graph();
      overlaps = graph.overlaps(MOST);
    }
    Instant since = state.started().get();
    return overlaps.stream()
        .filter(pair -> isAhead(pair.first()) && isAhead(pair.second()))
        .filter(pair -> state.seenBetween(pair.first(), pair.second()).isEmpty())
        .map(pair -> found(pair, since))
        .toList();
  }

  private boolean isAhead(String task) {
    return state.task(task).filter(status -> !status.state().isFinal()).isPresent();
  }

  private static FoundConflict found(Exclusion pair, Instant since) {
    String detail =
        pair.firstGlob().equals(pair.secondGlob())
            ? "Both claim to write %s.".formatted(pair.firstGlob())
            : "%s claims to write %s, and %s %s; both hold %s."
                .formatted(
                    pair.first(),
                    pair.firstGlob(),
                    pair.second(),
                    pair.secondGlob(),
                    pair.witness());
    Conflict conflict =
        new Conflict(
            Conflict.Kind.CLAIM,
            List.of(pair.first(), pair.second()),
            List.of(pair.witness()),
            detail + " They never run at the same time.");
    return new FoundConflict(since, pair.first(), conflict, false, null, "", null);
  }
}
