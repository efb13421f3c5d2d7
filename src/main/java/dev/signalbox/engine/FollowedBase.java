package dev.signalbox.engine;

import dev.signalbox.conflict.Conflict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How the branch fares from which a run started, and that others move meanwhile.
///
/// @param name as the plan names it; empty where it names none that could move
/// @param commit where it was seen last
/// @param behind how many of its commits the integration branch does not have
/// @param fork the last commit that both have; empty where nobody knows of one
/// @param merged the last of its commits that the run has merged; empty where it has none
/// @param objection why what came to it was not merged, as the end of a sentence; empty where it
///   was, or nobody has tried
/// @param asksSince since when that waits for a person; null where it does not
public record FollowedBase(
    String name,
    String commit,
    int behind,
    String fork,
    String merged,
    String objection,
    @Nullable Instant asksSince) {

  public FollowedBase {
    // An earlier Signalbox does not say.
    fork = fork == null ? "" : fork;
  }

  static FollowedBase at(String name, String commit) {
    return new FollowedBase(name, commit, 0, commit, "", "", null);
  }

  /// What was in the way of another commit says nothing of this one.
  FollowedBase moved(String to, int lacking, String parted) {
    boolean same = to.equals(commit) && lacking > 0;
    return new FollowedBase(
        name, to, lacking, parted, merged, same ? objection : "", same ? asksSince : null);
  }

  FollowedBase merged(String what) {
    return new FollowedBase(name, commit, what.equals(commit) ? 0 : behind, what, what, "", null);
  }

  FollowedBase notMerged(String why, @Nullable Instant asks) {
    return new FollowedBase(name, commit, behind, fork, merged, why, asks);
  }

  /// Whether it has something that the integration branch has not, and that can be compared with
  /// what tasks have.
  public boolean differs() {
    return behind > 0 && !fork.isEmpty();
  }

  /// Its name among the tasks of a conflict.
  public String party() {
    return Conflict.base(name);
  }

  /// What the run made of what came to it, as the end of a sentence; empty where nothing.
  String became() {
    return !objection.isEmpty()
        ? ", %s not merged (%s)".formatted(name, objection)
        : merged.isEmpty() ? "" : ", %s merged".formatted(name);
  }

  /// Such as "behind main by 2"; empty where it is not.
  public String words() {
    return behind == 0 ? "" : "behind %s by %d".formatted(name, behind);
  }
}
