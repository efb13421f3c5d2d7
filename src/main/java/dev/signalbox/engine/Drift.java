package dev.signalbox.engine;

import dev.signalbox.claim.Claims;
import dev.signalbox.claim.Glob;
import dev.signalbox.conflict.Conflict;
import dev.signalbox.conflict.serial.Reading;
import dev.signalbox.graph.Dependency;
import dev.signalbox.plan.Plan;
import dev.signalbox.watch.Reads;
import dev.signalbox.workspace.Sealed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How what an attempt did differs from what its task claims.
///
/// @param attempt which; what was written is told by its snapshot, what was read by its watch
/// @param at when it ended
/// @param wroteOutside files that it changed and that no declared write covers
/// @param readOutside what it read and no claim covers; a folder that was read whole ends in `/**`
/// @param unusedWrites declared writes that cover nothing it changed
/// @param unusedReads declared reads that cover nothing it read; none where that is not known
///   exactly
public record Drift(
    int attempt,
    @Nullable Instant at,
    List<String> wroteOutside,
    List<String> readOutside,
    List<String> unusedWrites,
    List<String> unusedReads) {

  public Drift {
    wroteOutside = List.copyOf(wroteOutside);
    readOutside = List.copyOf(readOutside);
    unusedWrites = List.copyOf(unusedWrites);
    unusedReads = List.copyOf(unusedReads);
  }

  /// Of a task's last attempt whose change was kept; empty where that did what it claims.
  public static Optional<Drift> of(TaskStatus task) {
    Claims claims = task.task().claims();
    for (Attempt attempt : task.attempts().reversed()) {
      Sealed sealed = attempt.sealed();
      if (sealed != null) {
        return Optional.of(of(attempt, sealed, claims)).filter(drift -> !drift.isNone());
      }
    }
    return Optional.empty();
  }

  private static Drift of(Attempt attempt, Sealed sealed, Claims claims) {
    List<String> written = sealed.changes().stream().map(Sealed.Change::path).toList();
    List<String> read = read(sealed.reads());
    List<Glob> readable = new ArrayList<>(claims.knownReads());
    readable.addAll(claims.knownWrites());
    return new Drift(
        attempt.number(),
        attempt.ended(),
        claims.writes() == null ? List.of() : outside(written, claims.knownWrites()),
        claims.reads() == null ? List.of() : outside(read, readable),
        unused(claims.knownWrites(), written),
        sealed.reads().isExact() ? unused(claims.knownReads(), read) : List.of());
  }

  /// Files, and `/**` for what was read whole; nothing where it is not known exactly.
  private static List<String> read(Reads reads) {
    if (!reads.isExact()) {
      return List.of();
    }
    List<String> read = new ArrayList<>(reads.files());
    read.addAll(reads.afterWriting());
    reads.subtrees().forEach(folder -> read.add(folder.isEmpty() ? "**" : folder + "/**"));
    return read.stream().distinct().sorted().toList();
  }

  /// What an attempt read, files and `/**` behind folders that were read whole; nothing where it is
  /// not known exactly.
  public static List<String> readBy(Sealed sealed) {
    return read(sealed.reads());
  }

  /// Those that landed before `task`, that it had read something of, or changed the same as, before
  /// they had, and that nothing puts before it: an edge would have spared it another attempt. All
  /// of these together close no ring: each goes the way the tasks landed.
  public static List<String> missingEdges(RunState state, String task) {
    Set<String> missing = new LinkedHashSet<>();
    for (FoundConflict found : state.conflicts()) {
      Conflict conflict = found.conflict();
      if (conflict.kind() == Conflict.Kind.STALE_READ) {
        boolean overtaken =
            found.live()
                ? conflict.stale().stream().anyMatch(s -> s.overtaken() && s.task().equals(task))
                : found.task().equals(task);
        if (overtaken) {
          missing.addAll(conflict.tasks());
        }
      }
    }
    if (missing.isEmpty()) {
      return List.of();
    }
    List<String> landed = List.copyOf(state.inState(TaskState.LANDED));
    int own = landed.contains(task) ? landed.indexOf(task) : landed.size();
    missing.removeIf(
        other ->
            !landed.subList(0, own).contains(other)
                || state.graph().comesAfter(task, other)
                || state.graph().comesAfter(other, task));
    return List.copyOf(missing);
  }

  private static List<String> outside(List<String> paths, List<Glob> claims) {
    return paths.stream()
        .filter(path -> claims.stream().noneMatch(glob -> covers(glob, path)))
        .toList();
  }

  private static List<String> unused(List<Glob> claims, List<String> paths) {
    return claims.stream()
        .filter(glob -> paths.stream().noneMatch(path -> meets(glob, path)))
        .map(Glob::pattern)
        .toList();
  }

  private static boolean covers(Glob claim, String path) {
    // What was read whole is covered by what covers any name in it, however deep.
    return path.endsWith("**")
        ? claim.pattern().endsWith("**") && claim.matches(path.replace("**", "x"))
        : claim.matches(path);
  }

  private static boolean meets(Glob claim, String path) {
    return path.endsWith("**")
        ? claim.witness(Glob.parse(whole(path))).isPresent()
        : claim.matches(path);
  }

  private static String whole(String path) {
    return Glob.literally(path.substring(0, path.length() - 2)) + "**";
  }

  private boolean isNone() {
    return wroteOutside.isEmpty()
        && readOutside.isEmpty()
        && unusedWrites.isEmpty()
        && unusedReads.isEmpty();
  }

  /// Whether something came of an edge: the later task read what the earlier had changed, or
  /// changed it further.
  ///
  /// @return empty where that is not known, as before both have landed
  public static Optional<Boolean> isUsed(RunState state, Dependency edge) {
    TaskStatus from = state.status(edge.from());
    TaskStatus to = state.status(edge.to());
    if (from.state() != TaskState.LANDED || to.state() != TaskState.LANDED) {
      return Optional.empty();
    }
    boolean further =
        to.mergedWrites().stream()
            .anyMatch(key -> !key.endsWith("/") && from.mergedWrites().contains(key));
    if (further) {
      return Optional.of(true);
    }
    return Readings.isKnown(to)
        ? Optional.of(reads(to, state.plan(), from.mergedWrites()))
        : Optional.empty();
  }

  private static boolean reads(TaskStatus task, Plan plan, List<String> keys) {
    Reading reading = Readings.of(task, plan);
    return keys.stream().anyMatch(reading::reads);
  }
}
