package dev.signalbox.console.editor;

import dev.signalbox.claim.Glob;
import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.Drift;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.workspace.Sealed;
import java.util.List;
import java.util.Optional;

/// What a task did in its last attempt that was kept, and does not claim.
///
/// @param writes globs of what it changed
/// @param reads globs of what it read; none where it declares no reads, which stand for all
record MissingClaims(String task, List<String> writes, List<String> reads) {

  static MissingClaims of(TaskStatus status) {
    Optional<Drift> drift = Drift.of(status);
    List<String> writes =
        status.task().claims().writes() == null
            ? changed(status)
            : drift.map(Drift::wroteOutside).orElse(List.of());
    return new MissingClaims(
        status.id(),
        writes.stream().map(Glob::literally).toList(),
        drift.map(Drift::readOutside).orElse(List.of()).stream()
            .map(MissingClaims::whole)
            .toList());
  }

  private static List<String> changed(TaskStatus status) {
    for (Attempt attempt : status.attempts().reversed()) {
      Sealed kept = attempt.sealed();
      if (kept != null) {
        return kept.changes().stream().map(Sealed.Change::path).toList();
      }
    }
    return List.of();
  }

  /// A folder that was read whole ends in two stars.
  private static String whole(String path) {
    return path.endsWith("**")
        ? Glob.literally(path.substring(0, path.length() - 2)) + "**"
        : Glob.literally(path);
  }

  boolean isNone() {
    return writes.isEmpty() && reads.isEmpty();
  }
}
