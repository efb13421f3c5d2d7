package dev.signalbox.engine;

import dev.signalbox.conflict.Conflict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A conflict and what became of it.
///
/// @param at when it was found
/// @param task the task that met it
/// @param closed when it went away, or null
/// @param how what became of it; empty while open
/// @param settlement what took the place of what conflicts, where something did
public record FoundConflict(
    Instant at,
    String task,
    Conflict conflict,
    @Nullable Instant closed,
    String how,
    @Nullable Settlement settlement) {

  FoundConflict closed(Instant when, String what) {
    return new FoundConflict(at, task, conflict, when, what, settlement);
  }

  FoundConflict settled(Settlement by) {
    return new FoundConflict(at, task, conflict, closed, how, by);
  }

  public boolean isOpen() {
    return closed == null;
  }
}
