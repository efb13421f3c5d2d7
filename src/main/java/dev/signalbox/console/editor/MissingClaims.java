package dev.signalbox.console.editor;

import dev.signalbox.claim.Glob;
import dev.signalbox.engine.Attempt;
import dev.signalbox.engine.Drift;
import dev.signalbox.engine.TaskStatus;
import dev.signalbox.plan.Task;
import dev.signalbox.workspace.Sealed;
import java.util.List;
import java.util.Optional;

/// What a task did in its last attempt that was kept, and does not claim.
///
/// @param writes globs of what it changed
/// @param reads globs of what it read; none where it declares writes and no reads, which stand for
///   all
record MissingClaims(String task, List<String> writes, List<String> reads) {
  /// More files than that are told by their folders.
  private static final int FILES = 20;

  static MissingClaims of(TaskStatus status) {
    Task task = status.task();
    Optional<Drift> drift = Drift.of(status);
    boolean noWrites = task.claims().writes() == null;
    List<String> changed = kept(status).map(MissingClaims::changed).orElse(List.of());
    List<String> writes = noWrites ? changed : drift.map(Drift::wroteOutside).orElse(List.of());
    List<String> reads =
        noWrites && task.claims().reads() == null
            ? kept(status).map(Drift::readBy).orElse(List.of()).stream()
                .filter(path -> !changed.contains(path))
                .toList()
            : drift.map(Drift::readOutside).orElse(List.of());
    return new MissingClaims(
        task.id(),
        writes.stream().map(Glob::literally).toList(),
        fewer(reads).stream().map(MissingClaims::whole).toList());
  }

  private static Optional<Sealed> kept(TaskStatus status) {
    for (Attempt attempt : status.attempts().reversed()) {
      Sealed kept = attempt.sealed();
      if (kept != null) {
        return Optional.of(kept);
      }
    }
    return Optional.empty();
  }

  private static List<String> changed(Sealed kept) {
    return kept.changes().stream().map(Sealed.Change::path).toList();
  }

  private static List<String> fewer(List<String> paths) {
    return paths.size() <= FILES
        ? paths
        : paths.stream()
            .map(path -> path.contains("/") && !path.endsWith("**") ? folder(path) : path)
            .distinct()
            .toList();
  }

  private static String folder(String path) {
    return path.substring(0, path.lastIndexOf('/')) + "/**";
  }

  /// A folder that was read whole ends in two stars.
  private static String whole(String path) {
    return path.endsWith("**")
        ? Glob.literally(path.substring(0, path.length() - 2)) + "**"
        : Glob.literally(path);
  }

  /// What of it is not claimed by these.
  MissingClaims without(List<String> written, List<String> read) {
    return new MissingClaims(
        task,
        writes.stream().filter(glob -> !written.contains(glob)).toList(),
        reads.stream().filter(glob -> !read.contains(glob)).toList());
  }

  boolean isNone() {
    return writes.isEmpty() && reads.isEmpty();
  }
}
