package dev.signalbox.conflict.live;

import dev.signalbox.conflict.Conflict;
import org.jspecify.annotations.Nullable;

/// How two parties stand to each other now.
///
/// @param number which attempt of the younger task, as [Party#number]
/// @param otherNumber which attempt of the older
/// @param conflict the younger first; null where they fit
public record Sight(
    String task, int number, String other, int otherNumber, @Nullable Conflict conflict) {}
