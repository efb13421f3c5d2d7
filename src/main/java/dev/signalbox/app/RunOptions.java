package dev.signalbox.app;

import dev.signalbox.plan.Plan;
import org.jspecify.annotations.Nullable;

/// What a person may say beside the plan.
///
/// @param parallel how many commands run at once, or null for what the plan says
/// @param restart whether an integration branch that does not descend from `base` is begun anew
public record RunOptions(@Nullable Integer parallel, boolean restart) {
  public static final RunOptions DEFAULT = new RunOptions(null, false);

  Plan applyTo(Plan plan) {
    return parallel == null ? plan : plan.withParallel(parallel);
  }
}
