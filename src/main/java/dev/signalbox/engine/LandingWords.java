package dev.signalbox.engine;

import dev.signalbox.plan.Plan;
import dev.signalbox.workspace.Sealed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a commit that lands says, and what a person is asked before it does.
final class LandingWords {
  private LandingWords() {}

  static String question(TaskStatus status) {
    String again =
        status.approvedLandingDigest().isPresent() ? " It is not what you were shown before." : "";
    return "Land %s: %s.%s".formatted(status.id(), extent(status), again);
  }

  private static String extent(TaskStatus status) {
    Sealed sealed = status.lastAttempt().map(Attempt::sealed).orElse(null);
    List<Sealed.Change> changes = sealed == null ? List.of() : sealed.changes();
    int added = changes.stream().mapToInt(c -> Math.max(0, c.added())).sum();
    int removed = changes.stream().mapToInt(c -> Math.max(0, c.removed())).sum();
    return "%d %s, +%d −%d"
        .formatted(changes.size(), changes.size() == 1 ? "file" : "files", added, removed);
  }

  /// The message that a person gave, else, where the plan wants it, the agent as its output
  /// `message`.
  static Optional<String> given(Plan plan, TaskStatus status) {
    if (!status.commitMessage().isEmpty()) {
      return Optional.of(status.commitMessage());
    }
    Object said =
        status.lastAttempt().map(attempt -> attempt.outputs().get("message")).orElse(null);
    return plan.commit().agentsMessage() && said instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  /// @param checked the tree on which the check passed: its own, or that of the last of those it
  ///   lands with, whose commit has no id yet; empty where there is no check
  static Map<String, String> trailers(RunState state, TaskStatus status, String checked) {
    Map<String, String> trailers = new LinkedHashMap<>();
    trailers.put("Signalbox-Run", state.run());
    trailers.put("Signalbox-Task", status.id());
    trailers.put("Signalbox-Agent", status.agent());
    trailers.put("Signalbox-Attempt", String.valueOf(status.attempts().size()));
    status
        .settlement()
        .ifPresent(
            settled ->
                trailers.put(
                    settled.by().isEmpty() ? "Signalbox-Resolved" : "Signalbox-Resolved-By",
                    settled.by().isEmpty() ? settled.words() : settled.by()));
    for (Decision decision : state.decisions()) {
      if (decision.task().equals(status.id()) && decision.what().startsWith("approved")) {
        trailers.put("Signalbox-Approved-By", decision.by());
      }
    }
    if (!checked.isEmpty()) {
      trailers.put("Signalbox-Checked", "tree " + checked);
    }
    return trailers;
  }
}
