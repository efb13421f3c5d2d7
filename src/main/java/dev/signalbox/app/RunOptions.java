package dev.signalbox.app;

import dev.signalbox.plan.Plan;
import org.jspecify.annotations.Nullable;

/// What a person may say beside the plan.
///
/// @param parallel how many commands run at once, or null for what the plan says
/// @param restart whether an integration branch that does not descend from `base` is begun anew
/// @param again who wants what ended without landing to run again on resume; empty where nobody
///   does
public record RunOptions(@Nullable Integer parallel, boolean restart, String again) {
  public static final RunOptions DEFAULT = new RunOptions(null, false);

  /// What has ended stays as it is.
  public RunOptions(@Nullable Integer parallel, boolean restart) {
    this(parallel, restart, "");
  }

  Plan applyTo(Plan plan) {
    return parallel == null ? plan : plan.withParallel(parallel);
  }
}
