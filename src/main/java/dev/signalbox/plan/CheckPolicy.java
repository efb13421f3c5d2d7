package dev.signalbox.plan;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The check that a merged tree must pass before it lands.
///
/// @param command the shell command, or null where the plan has none
/// @param onBase whether it runs once on the base before the first landing
/// @param clean whether ignored files are removed from its work tree before each run
/// @param timeout how long one run may take, or null for no limit
/// @param uses names of the plan's resources that it needs while it runs
public record CheckPolicy(
    @Nullable String command,
    boolean onBase,
    boolean clean,
    @Nullable Duration timeout,
    List<String> uses) {
  public static final CheckPolicy NONE = new CheckPolicy(null, false, false, null, List.of());

  /// A check that needs no resources.
  public CheckPolicy(
      @Nullable String command, boolean onBase, boolean clean, @Nullable Duration timeout) {
    this(command, onBase, clean, timeout, List.of());
  }

  public CheckPolicy {
    uses = List.copyOf(uses);
  }
}
