package dev.signalbox.plan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The check that a merged tree must pass before it lands.
///
/// @param command the shell command, or null where the plan has none
/// @param onBase whether it runs once on the base before the first landing
/// @param clean whether ignored files are removed from its work tree before each run
/// @param timeout how long one run may take, or null for no limit
public record CheckPolicy(
    @Nullable String command, boolean onBase, boolean clean, @Nullable Duration timeout) {
  public static final CheckPolicy NONE = new CheckPolicy(null, false, false, null);
}
