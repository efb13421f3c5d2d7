package dev.signalbox.engine;

import dev.signalbox.conflict.Conflict;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A conflict and what became of it.
///
/// @param at when it was found
/// @param task the task that met it
/// @param live whether it was seen between two tasks before either had to be merged; else it was
///   met on the way to the branch
/// @param closed when it went away, or null
/// @param how what became of it; empty while open
/// @param settlement what took the place of what conflicts, where something did
public record FoundConflict(
    Instant at,
    String task,
    Conflict conflict,
    boolean live,
    @Nullable Instant closed,
    String how,
    @Nullable Settlement settlement) {

  FoundConflict closed(Instant when, String what) {
    return new FoundConflict(at, task, conflict, live, when, what, settlement);
  }

  FoundConflict settled(Settlement by) {
    return new FoundConflict(at, task, conflict, live, closed, how, by);
  }

  public boolean isOpen() {
    return closed == null;
  }

  /// Whether it is between these two, as their changes were seen to meet.
  public boolean isSeenBetween(String one, String other) {
    return conflict.kind() != Conflict.Kind.CHECK && isLiveBetween(one, other);
  }

  /// Whether the check has failed on these two together.
  public boolean isTriedBetween(String one, String other) {
    return conflict.kind() == Conflict.Kind.CHECK && isLiveBetween(one, other);
  }

  private boolean isLiveBetween(String one, String other) {
    List<String> tasks = conflict.tasks();
    return live && tasks.contains(one) && tasks.contains(other);
  }

  /// Whether it is what `seen`, told of while both were on their way, came to at the landing.
  public boolean carriesOn(FoundConflict seen) {
    return seen.live
        && !live
        && conflict.kind() == seen.conflict.kind()
        && Set.copyOf(conflict.tasks()).equals(Set.copyOf(seen.conflict.tasks()))
        && !at.isBefore(seen.at)
        && (seen.closed == null || !at.isAfter(seen.closed));
  }
}
