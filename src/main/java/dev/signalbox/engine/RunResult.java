package dev.signalbox.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// How a run ended.
///
/// @param outcome whether all landed
/// @param reason one line on that
/// @param tasks by id, in the order of the plan
public record RunResult(RunOutcome outcome, String reason, Map<String, TaskResult> tasks) {

  public RunResult {
    tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
  }

  /// How one task ended.
  ///
  /// @param state where it stands
  /// @param attempts how many it took
  /// @param outputs what it left
  /// @param reason one line on why it stands there; empty where it landed
  public record TaskResult(
      TaskState state, int attempts, Map<String, Object> outputs, String reason) {}

  public boolean succeeded() {
    return outcome == RunOutcome.SUCCEEDED;
  }

  static RunResult of(RunState state) {
    Map<String, TaskResult> tasks = new LinkedHashMap<>();
    for (TaskStatus status : state.tasks()) {
      Optional<Attempt> last = status.lastAttempt();
      tasks.put(
          status.id(),
          new TaskResult(
              status.state(),
              status.attempts().size(),
              last.map(Attempt::outputs).orElse(Map.of()),
              status.reason()));
    }
    return new RunResult(state.outcome().orElse(RunOutcome.STOPPED), state.outcomeReason(), tasks);
  }
}
