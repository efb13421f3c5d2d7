package dev.signalbox.engine;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.conflict.serial.Reading;
import dev.signalbox.plan.Plan;
import dev.signalbox.watch.Reads;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a task read in its last attempt that is over, by the best that is known of it: what was
/// seen, else what it declared.
final class Readings {
  private Readings() {}

  static boolean isKnown(TaskStatus task) {
    return seen(task).source() != Reads.Source.UNKNOWN || task.task().claims().reads() != null;
  }

  static Reading of(TaskStatus task, Plan plan) {
    Reads seen = seen(task);
    if (seen.source() == Reads.Source.UNKNOWN) {
      return declared(task.task().claims());
    }
    if (seen.everything()) {
      return new Reading.Matching(
          key -> plan.readsIgnore().stream().noneMatch(glob -> glob.matches(key)));
    }
    Set<String> keys = new HashSet<>(seen.files());
    keys.addAll(seen.afterWriting());
    seen.folders().forEach(folder -> keys.add(folder + "/"));
    return Reading.of(keys, seen.subtrees());
  }

  /// Whoever may write a file may have read it. A claim says nothing of lists of names: what comes
  /// into one is a file that the claim matches, or none of its business.
  private static Reading declared(Claims claims) {
    if (claims.reads() == null) {
      return Reading.everything();
    }
    List<Glob> globs = new ArrayList<>(claims.knownReads());
    globs.addAll(claims.knownWrites());
    return new Reading.Matching(key -> globs.stream().anyMatch(glob -> glob.matches(key)));
  }

  private static Reads seen(TaskStatus task) {
    for (Attempt attempt : task.attempts().reversed()) {
      if (attempt.sealed() != null) {
        return attempt.sealed().reads();
      }
    }
    return Reads.UNKNOWN;
  }
}
